"""In: deploy.toml as people write it. Out: the target, or each mistake with its line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.problem import ContentError, SiteError
from tools.deploy import target
from tools.deploy.driver import Target

SITE = "https://clinic.test"
FOLDER = '[live]\ndriver = "folder"\npath = "/srv/www"\n'
SSH = '[live]\ndriver = "ssh"\nhost = "h.test"\nuser = "u"\npath = "/srv/www"\n'


def load(root: Path, text: str, site: str = SITE) -> dict[str, Target]:
    (root / "deploy.toml").write_text(text, encoding="utf-8")
    return target.load(root, site)


def problems(root: Path, text: str, site: str = SITE) -> list[str]:
    with pytest.raises(ContentError) as raised:
        load(root, text, site)
    assert str(raised.value) == "Nothing was touched: deploy.toml has to be mended first."
    return [str(problem) for problem in raised.value.problems]


def test_a_folder_is_seen_nowhere_unless_it_says_so(tmp_path: Path) -> None:
    found = load(tmp_path, FOLDER)["live"]
    assert found == Target(
        "live", "folder", "", "other", {"path": "/srv/www"}, tmp_path / ".cache/deploy/live"
    )


def test_a_host_is_seen_at_the_address_of_the_facts(tmp_path: Path) -> None:
    found = load(tmp_path, SSH)["live"]
    assert (found.address, found.server) == ("https://clinic.test", "nginx")


def test_an_address_of_its_own_loses_its_last_slash(tmp_path: Path) -> None:
    text = FOLDER + 'address = "http://127.0.0.1:8080/"\nserver = "apache"\n'
    found = load(tmp_path, text)["live"]
    assert (found.address, found.server) == ("http://127.0.0.1:8080", "apache")


@pytest.mark.parametrize("name", list(target.DRIVERS))
def test_every_driver_can_be_named(name: str) -> None:
    kind = target.driver_class(name)
    assert kind.ABOUT
    assert kind.SERVER in target.SERVERS
    assert all(key.question for key in kind.KEYS.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[live]\ndriver = "sssh"\n',
            "deploy.toml:2: deploy.driver: There is no driver `sssh`. Did you mean `ssh`?",
        ),
        (
            '[live]\npath = "/srv"\n',
            "deploy.toml:1: deploy.driver: [live] does not say its `driver`. Use one of: folder, ssh, files, git.",
        ),
        (
            "[live]\ndriver = [1]\n",
            "deploy.toml:2: deploy.driver: There is no driver `[1]`. Use one of: folder, ssh, files, git.",
        ),
        (
            FOLDER + 'addres = "https://a.test"\n',
            "deploy.toml:4: deploy.key: `addres` is no setting of this target. Did you mean `address`?",
        ),
        (
            '[live]\ndriver = "folder"\npath = 7\n',
            'deploy.toml:3: deploy.type: `path` is a text. Write it in straight quotes: `key = "value"`.',
        ),
        (
            SSH + 'port = "22"\n',
            "deploy.toml:6: deploy.type: `port` is a number. Write it without quotes: `key = 22`.",
        ),
        (
            '[live]\ndriver = "folder"\n',
            "deploy.toml:1: deploy.missing: `path` is missing. In which folder shall the site stand? (such as /srv/www) "
            "Add a line `path = ...`, or run `python3 tasks.py deploy.setup`.",
        ),
        (
            FOLDER + 'server = "ngnix"\n',
            "deploy.toml:4: deploy.server: There is no server `ngnix`. Did you mean `nginx`?",
        ),
        (
            FOLDER + 'address = "clinic.test"\n',
            'deploy.toml:4: deploy.setting: "clinic.test" is not the address of a site. '
            'Write the whole address, such as "https://example.com".',
        ),
        (
            FOLDER + 'address = "https://clinic.test/site"\n',
            "deploy.toml:4: deploy.setting: The site is built for https://clinic.test, so its links would not work at "
            "https://clinic.test/site. Use an address without a path, or change [web] address in clinic.toml.",
        ),
        (
            '[live]\ndriver = "folder"\npath = "www"\n',
            "deploy.toml:3: deploy.setting: `www` does not begin at the root of the disk. Write the whole path: `/srv/www`.",
        ),
        (
            '[live]\ndriver = "files"\nprotocol = "smoke"\n',
            "deploy.toml:3: deploy.value: `protocol` cannot be `smoke`. Use one of: sftp, ftp, s3, webdav, rclone.",
        ),
        (
            '[Live]\ndriver = "folder"\npath = "/srv/www"\n',
            "deploy.toml:1: deploy.name: `Live` cannot be the name of a target. "
            "Use small letters, digits and hyphens, such as `live` or `preview`.",
        ),
        (
            'driver = "folder"\n',
            "deploy.toml:1: deploy.key: `driver` stands in no table. Write `[live]` above it.",
        ),
        (
            '[live]\ndriver = "folder\n',
            "deploy.toml:2: deploy.file: This line is not written as it should be. "
            'Write `key = "value"`, with straight quotes around every text.',
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_a_remedy(tmp_path: Path, text: str, said: str) -> None:
    assert problems(tmp_path, text) == [said]


def test_a_site_in_a_folder_of_its_host_needs_an_address_with_that_folder(tmp_path: Path) -> None:
    text = FOLDER + 'address = "https://clinic.test"\n'
    assert problems(tmp_path, text, "https://org.test/clinic") == [
        "deploy.toml:4: deploy.setting: The site is built for https://org.test/clinic, so its links would not work at "
        "https://clinic.test. Use an address that ends with /clinic, or change [web] address in clinic.toml."
    ]


def test_a_folder_around_the_project_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, f'[live]\ndriver = "folder"\npath = "{tmp_path.parent}"\n') == [
        f"deploy.toml:3: deploy.setting: `{tmp_path.parent}` and this project lie in each other. "
        "Name a folder outside of the project."
    ]


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = '[live]\ndriver = "folder"\n[preview]\ndriver = "smoke"\n'
    assert len(problems(tmp_path, text)) == 2


def test_a_password_in_a_repository_s_address_is_refused(tmp_path: Path) -> None:
    text = '[live]\ndriver = "git"\nrepository = "https://me:secret@host.test/site.git"\n'
    assert problems(tmp_path, text) == [
        "deploy.toml:3: deploy.setting: A name, password or token does not belong into this file. "
        "Write the address without it, and keep it with `git credential`."
    ]


def test_without_a_file_it_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as raised:
        target.load(tmp_path, SITE)
    assert str(raised.value) == (
        "There is no deploy.toml, so nobody knows where to put the site. Run `python3 tasks.py deploy.setup`."
    )


def test_an_empty_file_says_the_same(tmp_path: Path) -> None:
    with pytest.raises(
        SiteError, match=r"^deploy\.toml names no target\. Run `python3 tasks\.py deploy\.setup`\.$"
    ):
        load(tmp_path, "# nothing yet\n")


def two(root: Path, first: str, second: str) -> dict[str, Target]:
    return load(root, FOLDER.replace("live", first) + FOLDER.replace("live", second).replace("www", "other"))


def test_without_a_name_the_only_target_is_meant(tmp_path: Path) -> None:
    found = load(tmp_path, FOLDER.replace("live", "preview"))
    assert target.choose(found, "").name == "preview"


def test_without_a_name_live_is_meant_among_several(tmp_path: Path) -> None:
    assert target.choose(two(tmp_path, "preview", "live"), "").name == "live"


def test_without_a_name_and_without_live_it_asks_back(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as raised:
        target.choose(two(tmp_path, "north", "south"), "")
    assert str(raised.value) == "deploy.toml names 2 targets. Say which one you mean: north, south."


def test_a_misspelt_target_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as raised:
        target.choose(two(tmp_path, "preview", "live"), "prevew")
    assert str(raised.value) == "There is no target `prevew` in deploy.toml. Did you mean `preview`?"
