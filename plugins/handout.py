"""In: the address of a page. Out: its QR code, which print alone shows."""

from __future__ import annotations

import re

QUIET = 4  # modules of white around it, as readers ask for
DARK = re.compile(rb"\x00+")


def qr(address: str) -> bytes:
    """The code as an SVG of one path, a module a unit; error correction M, as paper gets creased."""
    from zxingcpp import (  # here: it takes long to load, and not every build has a new page
        BarcodeFormat,
        create_barcode,
    )

    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="M").to_image(add_quiet_zones=False)
    side, _ = code.shape
    dots = bytes(code)  # type: ignore[call-overload]  # its stubs do not say that it is a buffer
    path, x, down = [f"M{QUIET} {QUIET}.5"], 0, 0
    for row in range(side):
        for run in DARK.finditer(dots, row * side, (row + 1) * side):
            start, end = run.start() - row * side, run.end() - row * side
            path.append(f"m{start - x} {down}h{end - start}" if down or start != x else f"h{end - start}")
            x, down = end, 0
        down += 1
    whole = side + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}">'
        f'<path stroke="#000" d="{"".join(path)}"/></svg>'
    ).encode()
