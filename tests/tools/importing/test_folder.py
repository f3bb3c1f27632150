from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.tools.importing.conftest import Desk
from tests.tools.importing.words import head_and_body, invented, lost, notes
from tools.importing import front_matter

HUGO = {
    "hugo.toml": 'baseURL = "https://spine.example/"\n',
    "content/posts/knees.md": """+++
title = "Sore knees"
date = 2021-05-06T10:00:00Z
lastmod = 2022-01-01
draft = false
tags = ["knees", "moving"]
aliases = ["/old/knees/", "/2021/knees.html"]
weight = 4
+++
# Sore knees

Knees like to move. See [the hips](hips.md#walk) and {{< ref "hips.md" >}}.

{{< figure src="/img/knee.jpg" alt="A knee" caption="A knee from the side" >}}

{{< youtube abc123 >}}

Setext heading
--------------

* one
  * two
* three

```
code {{ stays }}
```

| Sign | Do |
|---|---|
| swollen | call |

<div class="note">A <strong>note</strong> in HTML</div>

About 40% of adults have it.[^1]

[^1]: Smith. Knees. 2020.
""",
    "content/posts/hips/index.md": "---\ntitle: 'Hips: an ''odd'' title'\ndate: 2020-02-03\ndescription: >\n  How hips move,\n  and why.\nimage: hip.jpg\n---\nHips. ![A hip](hip.jpg \"The hip\")\n",
    "content/about.md": '{"title": "About", "author": "Ann Lee"}\n\nWe are [here][map].\n\n[map]: https://maps.example/x "Map"\n',
    "static/img/knee.jpg": "\xff\xd8\xff knee",
    "content/posts/hips/hip.jpg": "\xff\xd8\xff hip",
    "themes/x/README.md": "not ours",
}
JEKYLL = {
    "_config.yml": "permalink: /:year/:month/:title/\n",
    "_posts/2019-03-04-neck-care.md": """---
layout: post
title: Neck care
categories: [neck, care]
redirect_from:
  - /neck.html
  - /old-neck/
author: Jo Park
---
Turn your head slowly.{: .lead}

{% include figure.html src="/images/neck.png" alt="A neck" %}

{% raw %}Text in raw.{% endraw %} See [the shoulder]({% post_url 2018-01-02-shoulder %}) at {{ site.baseurl }}/contact/.

{% include newsletter.html title="Join us" %}
""",
    "_posts/2018-01-02-shoulder.md": "---\ntitle: Shoulder\n---\nLift less.\n",
    "_drafts/idea.md": "---\ntitle: An idea\n---\nTo do.\n",
    "about.md": "---\ntitle: Who we are\npermalink: /who/\n---\nWe care.\n",
}


def folder(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / "old-site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("latin-1" if "\xff" in text else "utf-8"))
    return root / "old-site"


@pytest.fixture
def hugo(desk: Desk) -> dict[str, str]:
    assert desk.bring(folder(desk.root, HUGO)) == 0
    return desk.drafts()


@pytest.fixture
def jekyll(desk: Desk) -> dict[str, str]:
    assert desk.bring(folder(desk.root, JEKYLL)) == 0
    return desk.drafts()


def test_texts_of_hugo_come_in(hugo: dict[str, str]) -> None:
    assert list(hugo) == ["articles/hips.md", "articles/knees.md", "pages/about.md"]
    head, body = head_and_body(hugo["articles/knees.md"])
    assert head == {
        "Title": "Sore knees",
        "Date": "2021-05-06",
        "Modified": "2022-01-01",
        "Category": "moving",
        "Status": "draft",
    }
    assert re.findall(r"^#+ .*$", body, re.MULTILINE) == ["## Setext heading"]
    assert "* one\n    * two\n* three" in body
    assert "```\ncode {{ stays }}\n```" in body
    assert "had no place" not in body
    assert "A **note** in HTML" in body
    assert "\n[^1]: Smith. Knees. 2020.\n" in body


def test_links_of_hugo_lead_to_the_drafts(hugo: dict[str, str]) -> None:
    assert "[the hips](hips.md#walk)" in hugo["articles/knees.md"]
    assert "We are [here](https://maps.example/x)." in hugo["pages/about.md"]


def test_pictures_of_hugo_are_copied(desk: Desk, hugo: dict[str, str]) -> None:
    assert '![A knee](../images/knee.jpg "A knee from the side")' in hugo["articles/knees.md"]
    assert '![A hip](../images/hip.jpg "The hip")' in hugo["articles/hips.md"]
    assert sorted(path.name for path in (desk.content / "images").iterdir()) == ["hip.jpg", "knee.jpg"]


def test_what_only_hugo_draws_is_listed(hugo: dict[str, str]) -> None:
    left = notes(hugo["articles/knees.md"], "LEFT OUT")
    assert "- a tag that only the old program can draw: youtube abc123" in left
    assert "- a line of the old head that this site does not know: weight: 4" in left


def test_old_addresses_of_hugo_are_redirected(desk: Desk, hugo: dict[str, str]) -> None:
    assert tomllib.loads((desk.content / "redirects.toml").read_text(encoding="utf-8")) == {
        "/posts/knees/": "/health/knees/",
        "/old/knees/": "/health/knees/",
        "/2021/knees.html": "/health/knees/",
        "/posts/hips/": "/health/hips/",
    }


def test_texts_of_jekyll_come_in(desk: Desk, jekyll: dict[str, str]) -> None:
    assert list(jekyll) == [
        "articles/idea.md",
        "articles/neck-care.md",
        "articles/shoulder.md",
        "pages/about.md",
    ]
    head, body = head_and_body(jekyll["articles/neck-care.md"])
    assert head == {"Title": "Neck care", "Date": "2019-03-04", "Status": "draft"}
    assert "Turn your head slowly.\n" in body
    assert "Text in raw. See [the shoulder](shoulder.md) at /contact/." in body
    assert "A neck" in notes(body, "PICTURE")
    assert "newsletter.html" in notes(body, "LEFT OUT") and "Join us" in body
    assert 'names "Jo Park"' in notes(body, "QUESTION")
    assert tomllib.loads((desk.content / "redirects.toml").read_text(encoding="utf-8")) == {
        "/2019/03/neck-care/": "/health/neck-care/",
        "/neck.html": "/health/neck-care/",
        "/old-neck/": "/health/neck-care/",
        "/2018/01/shoulder/": "/health/shoulder/",
        "/who/": "/about/",
    }


@pytest.mark.parametrize("name", ["posts/knees.md", "posts/hips/index.md", "about.md"])
def test_no_word_of_hugo_is_lost(hugo: dict[str, str], name: str) -> None:
    draft = hugo[
        {"posts/knees.md": "articles/knees.md", "about.md": "pages/about.md"}.get(name, "articles/hips.md")
    ]
    _, source = front_matter.split(HUGO[f"content/{name}"])
    source = re.sub(
        r"</?\w+[^>]*>|\{\{|\}\}|ref|figure|src=|alt=|caption=|/img/knee\.jpg|\(hips\.md#walk\)|hip\.jpg|\[map\]",
        "",
        source,
    )
    assert [
        word for word in lost(source.replace("[^1]", ""), draft) if word not in ("map", "hips", "md")
    ] == []
    assert [word for word in invented(HUGO[f"content/{name}"], draft) if word not in ("in", "order")] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("---\ntitle: A: b # note\nn: 3\n---\nBody", {"title": "A: b", "n": "3"}),
        ('---\ntitle: "Say \\"hi\\" # no note"\n---\nBody', {"title": 'Say "hi" # no note'}),
        (
            "---\ntags: [a, 'b, c', \"d\"]\nlist:\n- x\n- y\n---\nBody",
            {"tags": ["a", "b, c", "d"], "list": ["x", "y"]},
        ),
        ("---\ntext: |\n  one\n  two\nafter: 1\n---\nBody", {"text": "one two", "after": "1"}),
        ('+++\ntitle = "T"\n+++\nBody', {"title": "T"}),
        ('{"title": "T"}Body', {"title": "T"}),
    ],
)
def test_heads_are_read(text: str, values: dict[str, object]) -> None:
    assert front_matter.split(text) == (values, "Body")


@pytest.mark.parametrize("text", ["+++\noops\n+++\nBody", "---\nnever ended", "{broken", "Body"])
def test_a_head_that_cannot_be_read_stays_in_the_body(text: str) -> None:
    assert front_matter.split(text) == ({}, text)


def test_one_markdown_file_comes_in_with_its_head(desk: Desk) -> None:
    site = folder(desk.root, HUGO)
    draft = desk.draft(site / "content/posts/hips/index.md")
    head, body = head_and_body(draft)
    assert list(desk.drafts()) == ["articles/hips.md"]
    assert (head["Title"], head["Date"]) == ("Hips: an 'odd' title", "2020-02-03")
    assert '![A hip](../images/hip.jpg "The hip")' in body


def test_a_folder_without_texts_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    empty = desk.root / "empty"
    empty.mkdir()
    assert desk.bring(empty) == 2
    assert (
        capsys.readouterr().err == f"{empty} was not brought in. There is no Markdown file in this folder.\n"
    )


def test_links_out_of_the_folder_are_not_followed(desk: Desk) -> None:
    site = folder(desk.root, {"content/a.md": "---\ntitle: A\n---\nWords. ![x](../../../secret.jpg)\n"})
    (desk.root / "secret.jpg").write_bytes(b"\xff\xd8\xff secret")
    (site / "content/link.md").symlink_to(desk.root / "content/clinic.toml")
    assert desk.bring(site) == 0
    assert list(desk.drafts()) == ["pages/a.md"]
    assert not (desk.content / "images").exists()
