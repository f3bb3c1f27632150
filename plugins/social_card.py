"""In: the title of a page. Out: the address of the picture that stands beside a link to it; it is drawn when it is new."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from plugins import assets
from rules.site import Site

CODE = Path(__file__).with_name("card_drawing.py")


@dataclass(frozen=True)
class Look:
    """What all cards of a theme share: its mark as SVG, its colours as CSS, and a digest of all they are made from."""

    mark: bytes
    tokens: str
    key: str


def address(site: Site, title: str) -> str:
    """The address of the card of a page, from the root without the first slash; it is made once for the same words."""
    look, name = _look(site), site.clinic.name
    key = hashlib.sha256("\n".join([look.key, name, title]).encode()).hexdigest()
    file = Path(site.settings["CLINIC_ROOT"]) / ".cache" / "cards" / f"{key[:20]}.png"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
            new.write(drawn(site, title))
        Path(new.name).replace(file)
    url = f"images/card.{key[:8]}.png"
    assets.copy(site, url, file)
    return url


def looked(theme: Path) -> Look:
    """The look of a theme, from its mark and its colours."""
    mark, tokens = theme / "static/art/mark.svg", theme / "static/css/tokens.css"
    parts = [file.read_bytes() for file in (CODE, mark, tokens)]
    return Look(parts[1], parts[2].decode("utf-8"), hashlib.sha256(b"\0".join(parts)).hexdigest())


def _look(site: Site) -> Look:
    return site.kept("card", lambda: looked(Path(site.settings["THEME"])))


def drawn(site: Site, title: str) -> bytes:
    """The card itself, a PNG."""
    from plugins.card_drawing import draw  # here: most builds have no new card, and Pillow takes long to load

    return draw(title, site.clinic.name, _look(site).mark, _look(site).tokens)
