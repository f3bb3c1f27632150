"""In: the project's folder. Out: the same without what the commands made; .venv stays, and builds to go back to."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.swap import MARK

CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")
CACHE = ".cache"
KEPT = "deploy"  # in CACHE: `deploy.rollback` brings earlier builds back from there


def clean(root: Path) -> None:
    """Delete the output and the caches; an output/ that no build has made is left alone, and said."""
    gone = []
    for name in ("output", "output.new", "output.old", ".output.spare", *CACHES):
        folder = root / name
        if name == "output" and folder.is_dir() and not (folder / MARK).is_file():
            print("output/ stays: it holds files that no build has made.")
        elif folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            gone.append(f"{name}/")
    made = [each for each in (root / CACHE).glob("*") if each.name != KEPT]
    for each in made:
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    gone += [f"{CACHE}/"] if made else []
    (root / ".output.lock").unlink(missing_ok=True)
    print(f"Deleted {', '.join(gone)}." if gone else "There is nothing to delete.")
    if (root / CACHE / KEPT).is_dir():
        print(f"{CACHE}/{KEPT}/ stays: `deploy.rollback` brings earlier builds back from it.")
