"""In: the files of theme/static/ that templates name, and the pictures of the content.

Out: copies with their digest in the name.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path, PurePosixPath

from pelican import Pelican, signals
from rjsmin import jsmin

from rules.problem import SiteError
from rules.site import Site


def add_theme_file(site: Site, name: str) -> str:
    """The address of a file of theme/static/, such as "art/mark.svg"; the file is copied at the end of the build.

    Raises SiteError when the theme has no such file.
    """
    file = Path(site.settings["THEME"]) / "static" / name
    if not file.is_file():
        raise SiteError(f"The theme has no file static/{name}.")
    return add(site, name, file.read_bytes())


def add_script(site: Site, name: str) -> str:
    """The address of a file of theme/static/js/, made small."""
    return add(site, name, small_script(site, name).encode())


def small_script(site: Site, name: str) -> str:
    """The text of a file of theme/static/js/, made small."""
    source = (Path(site.settings["THEME"]) / "static/js" / name).read_text(encoding="utf-8")
    return str(jsmin(source))


def add(site: Site, name: str, data: bytes) -> str:
    """The address of a file that is written with its digest in the name at the end of the build."""
    path = PurePosixPath(name)
    address = f"assets/{path.stem}.{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}"
    site.assets[address] = data
    return site.base + address


def _write(pelican: Pelican) -> None:
    site: Site = pelican.settings["CLINIC_SITE"]
    for address, data in sorted(site.assets.items()):
        file = Path(pelican.output_path) / address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for address, original in sorted(site.copies.items()):
        file = Path(pelican.output_path) / address
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, file)


def register() -> None:
    signals.finalized.connect(_write)
