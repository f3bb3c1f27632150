"""In: parts of a Word document as XML. Out: a .docx as Word writes it, made by hand so that every trap is known."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
ROOT_RELS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>"""
RELS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{REL}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{REL}/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{REL}/image" Target="media/image1.png"/>
<Relationship Id="rId4" Type="{REL}/footnotes" Target="footnotes.xml"/>
<Relationship Id="rId5" Type="{REL}/hyperlink" Target="https://www.nccih.nih.gov/health" TargetMode="External"/>
<Relationship Id="rId6" Type="{REL}/comments" Target="comments.xml"/>
<Relationship Id="rId7" Type="{REL}/header" Target="header1.xml"/>
</Relationships>"""
STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/></w:style></w:styles>"""
LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{{}}"/><w:lvlText w:val="x"/></w:lvl>' for level in range(3)
)
NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0">{LEVELS.replace("{}", "bullet")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{LEVELS.replace("{}", "decimal")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""


def paragraph(text: str, style: str = "", inside: str = "") -> str:
    """text may hold runs already; then it stands as it is."""
    look = (
        f'<w:pPr><w:pStyle w:val="{style}"/>{inside}</w:pPr>'
        if style
        else f"<w:pPr>{inside}</w:pPr>"
        if inside
        else ""
    )
    return f"<w:p>{look}{text if text.startswith('<') else run(text)}</w:p>"


def run(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr><w:{look}/></w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def point(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(
        text, "ListParagraph", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def note_mark(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def link(text: str) -> str:
    return f'<w:hyperlink r:id="rId5">{run(text)}</w:hyperlink>'


def image(alt: str) -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="Picture 1" descr="{alt}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip r:embed="rId3"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def parts(body: list[str], picture: bytes = b"", footnotes: dict[int, str] | None = None) -> dict[str, bytes]:
    """The files of a .docx by their names."""
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in (footnotes or {}).items()
    )
    around = f'<?xml version="1.0" encoding="UTF-8"?><w:{{0}} xmlns:w="{W}" xmlns:r="{REL}">{{1}}</w:{{0}}>'
    comment = f'<w:comment w:id="0" w:author="Jo">{paragraph("Jo, please check this figure")}</w:comment>'
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT_RELS,
        "word/_rels/document.xml.rels": RELS,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": around.format("footnotes", notes),
        "word/comments.xml": around.format("comments", comment),
        "word/header1.xml": around.format("hdr", paragraph("Wasserman leaflets, third edition")),
        "word/document.xml": around.format("document", f"<w:body>{''.join(body)}</w:body>"),
    }
    return {
        **{name: text.encode() for name, text in made.items()},
        **({"word/media/image1.png": picture} if picture else {}),
    }


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def save(path: Path, files: dict[str, bytes]) -> Path:
    path.write_bytes(packed(files))
    return path
