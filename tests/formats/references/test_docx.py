"""The bibliography of a .docx file: its sources, or else its section of references."""

from __future__ import annotations

import io
import zipfile

import pytest

from moebib import InputError, formats
from moebib.formats.references import docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
B = 'xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"'
SOURCES = f"""<?xml version="1.0"?><b:Sources {B}><b:Source><b:Tag>Lun24</b:Tag>
<b:SourceType>JournalArticle</b:SourceType><b:Title>Firing Pots</b:Title><b:Year>2024</b:Year>
<b:JournalName>Journal of Clay</b:JournalName><b:Author><b:Author><b:NameList>
<b:Person><b:Last>Lund</b:Last><b:First>Ida</b:First><b:Middle>A.</b:Middle></b:Person></b:NameList></b:Author></b:Author>
</b:Source><b:Source><b:SourceType>Report</b:SourceType><b:Title>Clay</b:Title><b:Author><b:Author>
<b:Corporate>World Clay Organization</b:Corporate></b:Author></b:Author></b:Source></b:Sources>"""


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(text: str, *, italic: bool = False) -> str:
    properties = "<w:rPr><w:i/></w:rPr>" if italic else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def document(*paragraphs: str) -> str:
    return f'<?xml version="1.0"?><w:document {W}><w:body>{"".join(paragraphs)}</w:body></w:document>'


def archive(**parts: str) -> bytes:
    names = {"document": "word/document.xml", "sources": "customXml/item1.xml"}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(names[name], text)
    return data.getvalue()


def test_the_paragraphs_of_the_section_of_references_are_read() -> None:
    text = document(
        paragraph(run("Lund, I. (2020). Not a reference. Clay.")),
        paragraph(run("References"), style="Heading1"),
        paragraph(
            run("Lund, I., &amp; Quill, A. (2024). Firing pots. "),
            run("Journal of Clay, 3", italic=True),
            run("(1), 5."),
        ),
        paragraph(run("Quill, A. (2023). "), run("Glazes: A survey", italic=True), run(". Clay Press.")),
        paragraph(run("Appendix"), style="Heading1"),
        paragraph(run("Lund, I. (2021). Not a reference. Clay.")),
    )
    format = formats.for_file("paper.docx")
    parsed = format.parse(archive(document=text), name="paper.docx")
    assert [(record.title, record.type, record.container_title) for record in parsed.records] == [
        ("Firing pots", "article-journal", "Journal of Clay"),
        ("Glazes: A survey", "book", ""),
    ]


def test_sources_have_fields() -> None:
    data = archive(document=document(paragraph(run("References"))), sources=SOURCES)
    records, findings = formats.for_file("paper.docx").parse(data, name="paper.docx")
    assert [(record.id, record.type, record.title, record.author.texts()) for record in records] == [
        ("Lun24", "article-journal", "Firing Pots", ["Lund, Ida A."]),
        ("source2", "report", "Clay", ["{World Clay Organization}"]),
    ]
    assert (records[0].container_title, str(records[0].issued)) == ("Journal of Clay", "2024")
    assert findings == ()


def test_a_document_without_references_is_empty() -> None:
    data = archive(document=document(paragraph(run("Firing pots (2024). By Lund."))))
    assert formats.for_file("paper.docx").parse(data, name="paper.docx").is_empty


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 nothing", "not a .docx file: "),
        (archive(sources=SOURCES), "not a .docx file: it has no word/document.xml"),
        (archive(document="<w:document"), "not XML"),
        (archive(document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "XML with a DOCTYPE, which is refused"),
    ],
)
def test_another_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        formats.for_file("paper.docx").parse(data, name="paper.docx")


def test_a_part_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "_LARGEST", 1000)
    with pytest.raises(InputError, match="has more than 1,000 bytes"):
        docx.text_of(archive(document=document(paragraph(run("a" * 2000)))), "paper.docx")


def test_many_parts_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive(document=document(paragraph(run("a" * 900))), sources="a" * 900)
    monkeypatch.setattr(docx, "_LARGEST", 1500)
    with pytest.raises(InputError, match="has more than 1,500 bytes"):
        docx.text_of(data, "paper.docx")
