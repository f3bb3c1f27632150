"""In: the address of a page. Out: its QR code, which print alone shows."""

from __future__ import annotations

import io

import segno


def qr(address: str) -> bytes:
    """The code as an SVG with the quiet zone that readers ask for; error correction M, as paper gets creased."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, xmldecl=False, nl=False, omitsize=True
    )
    return out.getvalue()
