"""In: the element tree of Python-Markdown.

Out: the same with cards, findings, sources, figures and tables as the theme draws them.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

CARDS = ("emergency", "urgent", "routine", "key", "risk", "note")
KINDS = (*CARDS, "fact")
PROOF = ("unknown", "weak", "moderate", "strong")
MAX_STONES = 20
WIDE = 3
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Parts(Treeprocessor):
    """Runs last, when headings have their ids. After a run, wrong holds (what was written, its kind)."""

    def __init__(self, md: Markdown, words: dict[str, Any]):
        super().__init__(md)
        self.words = words
        self.wrong: list[tuple[str, str]] = []

    def run(self, root: Element) -> None:
        self.wrong = []
        self.cards = 0
        self.level = 1
        self._walk(root)
        self._sources(root)

    def _walk(self, parent: Element) -> None:
        for index, element in enumerate(list(parent)):
            if element.tag in HEADINGS:
                if element.tag == "h1":
                    element.tag = "h2"
                self.level = int(element.tag[1])
            classes = element.get("class", "").split()
            if element.tag == "div" and classes[:1] == ["admonition"]:
                parent[index] = self._card(element, classes[1:])
                element = parent[index]
            elif element.tag == "dl":
                self._findings(element)
            elif element.tag == "table":
                parent[index] = _scrolling(element)
            elif element.tag == "p" and len(element) == 1 and element[0].tag == "img" and not _words(element):
                _figure(element)
            if element.tag != "section":
                self._walk(element)

    def _card(self, box: Element, kinds: list[str]) -> Element:
        kind = kinds[0] if len(kinds) == 1 else " ".join(kinds)
        title = next((child for child in box if child.get("class") == "admonition-title"), None)
        if title is not None:
            box.remove(title)
        if kind not in KINDS:
            self.wrong.append((kind, "card"))
            kind = "note"
        if kind == "fact":
            return _fact(box, title)
        own_title = title is not None and "".join(title.itertext()) != kinds[0].capitalize()
        self.cards += 1
        name = f"card-{self.cards}"
        words = self.words["card"][kind]
        card = Element("section", {"class": f"card card--{kind}", "aria-labelledby": name})
        heading = SubElement(card, "h2" if self.level == 1 else "h3", {"class": "card__title", "id": name})
        hidden = SubElement(heading, "span", {"class": "vh"})
        hidden.text = words["hidden"].strip() + " "
        if own_title and title is not None:
            hidden.tail = title.text
            heading.extend(list(title))
        else:
            hidden.tail = words["title"]
        card.extend(list(box))
        self._walk(card)
        if kind == "emergency":
            call = SubElement(SubElement(card, "p"), "a", {"class": "btn btn--urgent", "href": "tel:911"})
            call.text = words["call"]
        return card

    def _findings(self, listing: Element) -> None:
        """Group a definition list whose terms end with `Proof: level -- words` into rows."""
        if not any(_proof(child) for child in listing):
            return
        rows: list[Element] = []
        for child in list(listing):
            if child.tag == "dt" and (not rows or rows[-1][-1].tag != "dt"):
                rows.append(Element("div", {"class": "found__row"}))
            if rows:
                rows[-1].append(self._bones(child))
            listing.remove(child)
        listing.set("class", "found")
        listing.extend(rows)

    def _bones(self, child: Element) -> Element:
        proof = _proof(child)
        if not proof:
            return child
        level, label = proof
        if level not in PROOF:
            self.wrong.append((level, "proof"))
            level = "unknown"
        line = Element("dd", {"class": f"found__proof found__proof--{level}"})
        bones = SubElement(line, "span", {"class": "bones", "aria-hidden": "true"})
        for _ in PROOF[1:]:
            SubElement(bones, "i")
        bones.tail = label or self.words["proof"][level]
        return line

    def _sources(self, root: Element) -> None:
        """References count from 1, sources as well, and each source leads back to where it was first named."""
        words = self.words["footnote"]
        first: dict[str, str] = {}
        for place, (parent, reference) in enumerate(_references(root), start=1):
            number = _words(reference)
            link = Element("a", {"class": "note-ref", "id": f"ref{place}", "href": f"#source{number}"})
            link.text, link.tail = number, reference.tail
            _hidden_word(link, words["source"] + " ")
            parent[list(parent).index(reference)] = link
            first.setdefault(number, f"#ref{place}")
        for index, notes in enumerate(list(root)):
            if notes.get("class") == "footnote":
                section = Element("section", {"class": "sources", "aria-labelledby": "sources"})
                SubElement(section, "h2", {"id": "sources"}).text = words["sources"]
                section.extend(child for child in notes if child.tag == "ol")
                for place, note in enumerate(section.iterfind("ol/li"), start=1):
                    note.set("id", f"source{place}")
                    self._note(note, first.get(str(place), "#main"))
                root[index] = section

    def _note(self, note: Element, back: str) -> None:
        for paragraph in note.iter("p"):
            for link in list(paragraph.iter("a")):
                if link.get("class") == "footnote-backref":
                    paragraph.remove(link)
                elif link.text == link.get("href"):
                    link.text = re.sub(r"^https?://(www\.)?|/$", "", link.text or "")
        last = note[-1] if len(note) and note[-1].tag == "p" else SubElement(note, "p")
        link = SubElement(last, "a", {"class": "note-back", "href": back})
        link.text = "\u21a9"
        _hidden_word(link, self.words["footnote"]["back"])


def _references(root: Element) -> list[tuple[Element, Element]]:
    """Each <sup> of a footnote with its parent, in the order of the text."""
    return [
        (parent, child)
        for parent in root.iter()
        for child in parent
        if child.tag == "sup" and child.find("a[@class='footnote-ref']") is not None
    ]


def _words(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _hidden_word(element: Element, word: str) -> None:
    hidden = Element("span", {"class": "vh"})
    hidden.text, hidden.tail, element.text = word, element.text, None
    element.insert(0, hidden)


def _proof(child: Element) -> tuple[str, str] | None:
    """The level and the label of `Proof: weak -- one trial`; smarty has made the two hyphens a dash."""
    if child.tag != "dd":
        return None
    found = re.match(r"Proof:\s*(\w+)\s*(?:(?:--|\W+)\s*(.*))?$", _words(child), re.DOTALL)
    if not found:
        return None
    label = (found.group(2) or "").rpartition("\x03")[2].strip()
    return found.group(1).lower(), label[:1].upper() + label[1:]


def _fact(box: Element, title: Element | None) -> Element:
    """A figure drawn large, with a row of stones when it reads "N in M"."""
    fact = Element("div", {"class": "fact"})
    figure = SubElement(fact, "p", {"class": "fact__figure"})
    figure.text = _words(title) if title is not None else ""
    share = re.fullmatch(r"(\d+) in (\d+)", figure.text)
    if share and 0 < int(share[1]) <= int(share[2]) <= MAX_STONES:
        stones = SubElement(fact, "span", {"class": "fact__stones", "aria-hidden": "true"})
        for number in range(int(share[2])):
            counted = number >= int(share[2]) - int(share[1])
            SubElement(stones, "i", {"class": "is-counted"} if counted else {})
    SubElement(fact, "div", {"class": "fact__text"}).extend(list(box))
    return fact


def _scrolling(table: Element) -> Element:
    """A table of many columns scrolls by itself, by keyboard too, so that the page never does."""
    columns = max((len(row) for row in table.iter("tr")), default=0)
    if columns <= WIDE:
        return table
    region = Element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Table"})
    region.append(table)
    region.tail, table.tail = table.tail, None
    return region


def _figure(paragraph: Element) -> None:
    paragraph.tag = "figure"
    title = paragraph[0].get("title", "")
    if title and title.lower() != "decoration":
        SubElement(paragraph, "figcaption").text = title


class CardsExtension(Extension):
    """words are the interface words; parts says after each text what was written wrong."""

    parts: Parts

    def __init__(self, words: dict[str, Any]):
        super().__init__()
        self.words = words

    def extendMarkdown(self, md: Markdown) -> None:
        self.parts = Parts(md, self.words)
        md.treeprocessors.register(self.parts, "parts", 1)
