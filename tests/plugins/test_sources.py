from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import ARTICLE, MakeSite, lines


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ("Title: Café\n\nOlé".encode("latin-1"), 1, "This file is not saved as UTF-8, so it cannot be read. In your editor choose Save as, encoding UTF-8."),
        ("Title: A\n\nb".encode("utf-16"), 1, "This file is not saved as UTF-8, so it cannot be read. In your editor choose Save as, encoding UTF-8."),
        (b"Title: A\n\nb\0c", 3, "There is a NUL character in this line: the file is damaged or no text. Copy the words into a new file and save that as UTF-8."),
        (b"Title: A\r\n\r\nb\nc\r\n", 3, "This file mixes line ends of Windows and of other systems. In your editor choose one kind of line ends (LF) and save again."),
        (b"Title: A\n\n" + b"x" * 50_000_000, 1, "This file is 50.0 MB large. A text stays under 1 MB: cut it in parts, and put pictures into content/images."),
    ],
    ids=["latin-1", "utf-16", "nul", "line ends", "50 MB"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_its_line(
    make_site: MakeSite, data: bytes, line: int, says: str
) -> None:
    site = make_site({"articles/a.md": data})
    assert lines(site, "meta.encoding") == [f"articles/a.md:{line}: meta.encoding: {says}"]
    assert site.documents == []


def test_line_ends_of_windows_are_fine(make_site: MakeSite) -> None:
    site = make_site({"articles/a.md": ARTICLE.replace("\n", "\r\n") + "One.\r\n"})
    assert site.documents[0].html == "<p>One.</p>"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("- " * 10_000 + "x", "Lists or quotes stand more than 20 levels deep here. Nobody can follow that: use two levels at most."),
        ("> " * 10_000 + "x", "Lists or quotes stand more than 20 levels deep here. Nobody can follow that: use two levels at most."),
        ("\n".join(f"{' ' * 4 * n}- x" for n in range(300)), "Lists or quotes stand more than 20 levels deep here. Nobody can follow that: use two levels at most."),
        ("[" * 50_000, "This file has over 2000 square brackets, too many to read. Check that it is a text, and cut it in parts."),
    ],
    ids=["list in one line", "quotes", "list of many lines", "brackets"],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_a_text_that_no_parser_survives_is_refused(make_site: MakeSite, body: str, says: str) -> None:
    site = make_site({"articles/a.md": ARTICLE + body})
    assert [line.partition("meta.limit: ")[2] for line in lines(site, "meta.limit")] == [says]


def test_dotfiles_and_unknown_files_are_refused(make_site: MakeSite) -> None:
    site = make_site({"articles/.secret.md": ARTICLE, "images/run.exe": "x", ".DS_Store": "x"})
    assert lines(site, "meta.file") == [
        "articles/.secret.md:1: meta.file: `.secret.md` begins with a dot, so it is hidden and left out. Rename it, or move it out of this folder.",
        "images/run.exe:1: meta.file: `run.exe` is no Markdown, picture or PDF, so it is left out. "
        "Save texts as .md, pictures as .jpg or .png, and move other files out of this folder.",
    ]


def test_links_out_of_the_folder_are_refused(make_site: MakeSite, tmp_path: Path) -> None:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/etc").symlink_to("/etc")
    (tmp_path / "content/articles/passwd.md").symlink_to("/etc/passwd")
    site = make_site({})
    assert lines(site, "meta.file") == [
        "articles/etc:1: meta.file: `etc` is a link to another place, so it is left out. Put a copy of the file itself here.",
        "articles/passwd.md:1: meta.file: `passwd.md` is a link to another place, so it is left out. Put a copy of the file itself here.",
    ]
    assert site.documents == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("articles/a.md", "article"),
        ("a.md", "article"),
        ("pages/a.md", "page"),
        ("pages/services/a.md", "service"),
        ("pages/conditions/a.md", "condition"),
    ],
)
def test_the_folder_says_what_kind_a_file_is(make_site: MakeSite, name: str, kind: str) -> None:
    assert make_site({name: ARTICLE}).documents[0].kind == kind
