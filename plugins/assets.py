"""In: files of theme/static/ that templates name, and others that pages bring. Out: where pages find them, digest in the name.

What is brought is written at the end of a build.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

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
    return keep(site, f"assets/{path.stem}.{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}", data)


def keep(site: Site, address: str, data: bytes) -> str:
    """Have data written at address, a path in the output; where pages find it."""
    site.assets[address] = data
    site.bring(address)
    return site.base + address


def copy(site: Site, address: str, original: Path) -> str:
    """Have a file copied to address, a path in the output; where pages find it."""
    site.copies[address] = original
    site.bring(address)
    return site.base + address
