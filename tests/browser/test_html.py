"""In: every page of the built site. Out: nothing that the Nu checker or html-validate finds."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.browser.site import Built
from tools import machine

HERE = Path(__file__).parent
VNU = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
VALIDATE = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
# CSS that browsers know and the checker does not yet, each by its name
NEWER_CSS = re.compile(
    r"CSS: .*(@view-transition|@container|@property|light-dark|text-wrap|Unrecognized at-rule)"
)


def test_the_nu_checker_finds_nothing(site: Built) -> None:
    files = [str(site.file(page)) for page in site.pages]
    java = [machine.require(machine.JAVA), "-Xss4m", "-jar", str(VNU)]
    done = subprocess.run(
        [*java, "--format", "json", "--exit-zero-always", *files], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    faults = [
        f"{Path(unquote(urlsplit(said['url']).path)).relative_to(site.folder)}:{said.get('lastLine', 0)}: {said['message']}"
        for said in json.loads(done.stderr)["messages"]
        if not NEWER_CSS.search(said["message"])
    ]
    assert not faults, "\n".join(faults)


def test_html_validate_finds_nothing(site: Built, tmp_path: Path) -> None:
    node = [machine.require(machine.NODE), str(VALIDATE), "--config", str(HERE / "htmlvalidate.json")]
    found = tmp_path / "found.json"  # through a pipe it loses everything after 64 kB
    done = subprocess.run(
        [*node, "--formatter", f"json={found}", str(site.folder)], capture_output=True, text=True
    )
    assert done.returncode in (0, 1), done.stderr
    results = json.loads(found.read_text(encoding="utf-8"))
    faults = [
        f"{Path(result['filePath']).relative_to(site.folder)}:{said['line']}: {said['ruleId']}: {said['message']}"
        for result in results
        for said in result["messages"]
    ]
    assert not faults, "\n".join(faults)
