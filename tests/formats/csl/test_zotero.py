"""The JSON of Zotero's web API and of Better BibTeX."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats import ParsedFile, for_file, get
from valid_reading import assert_is_valid

ITEM: dict[str, Any] = {
    "itemType": "journalArticle", "title": "Grey <i>stones</i>", "publicationTitle": "Journal of Stones",
    "creators": [
        {"creatorType": "author", "firstName": "Ada", "lastName": "de Lund"},
        {"creatorType": "author", "name": "Stone Study Group"},
    ],
    "date": "2020-05-00", "tags": [{"tag": "stone, grey"}, {"tag": "hill", "type": 1}],
}  # fmt: skip
READ = {
    "id": "lund2020grey", "type": "article-journal", "title": "Grey <i>stones</i>", "issued": "2020-05",
    "author": ["de Lund, Ada", "{Stone Study Group}"], "container_title": "Journal of Stones",
    "keyword": ["stone, grey", "hill"],
}  # fmt: skip
FORMS: dict[str, Any] = {
    "the API": [{"key": "ABCD2345", "version": 7, "library": {"id": 1}, "data": {"key": "ABCD2345", **ITEM}}],
    "one item": {"key": "ABCD2345", "data": ITEM},
    "items": [ITEM],
    "Better BibTeX": {"config": {"id": "x"}, "items": [ITEM, {"itemType": "note", "note": "x"}]},
}


def read(items: Any) -> ParsedFile:
    return get("zotero").parse_text(json.dumps(items))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("indent", [None, 2])
def test_an_item_is_read_in_every_form(form: str, indent: int | None) -> None:
    text = json.dumps(FORMS[form], indent=indent)
    assert for_file("library.json", text.encode()) is for_file("<stdin>", text.encode()) is get("zotero")
    parsed = get("zotero").parse_text(text)
    assert parsed.findings == ()
    assert [record.to_dict() for record in parsed.records] == [READ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"citationKey": "lund2020"}, {"id": "lund2020"}),
        ({"extra": "a\nCitation Key: lund2020\nb"}, {"id": "lund2020", "note": "a\nb", "extra": None}),
        ({"DOI": "10.5555/A.1", "ISSN": "1234-5679"}, {"identifiers": ["doi:10.5555/a.1", "issn:1234-5679"]}),
        ({"extra": "PMID: 12345678\nseen"}, {"identifiers": ["pmid:12345678"], "note": "seen"}),
        ({"accessDate": "2024-01-02T10:00:00Z", "url": "https://a.example/x"},
         {"accessed": "2024-01-02", "url": "https://a.example/x"}),
        ({"date": "May 5, 2020"}, {"issued": "2020-05-05"}),
        ({"date": "2020 May 5"}, {"issued": "2020-05-05"}),
        ({"date": "soon"}, {"extra": {"year": "soon"}}),
        ({"itemType": "book", "numPages": "345", "place": "Oslo", "publisher": "Hills", "series": "LNS"},
         {"type": "book", "extra": {"pagetotal": "345"}, "publisher_place": "Oslo", "publisher": "Hills",
          "collection_title": "LNS"}),
        ({"itemType": "thesis", "university": "Hill University", "thesisType": "PhD thesis"},
         {"type": "thesis", "publisher": "Hill University", "genre": "PhD thesis"}),
        ({"itemType": "conferencePaper", "proceedingsTitle": "Proc. Hills", "conferenceName": "Hills 2020"},
         {"type": "paper-conference", "container_title": "Proc. Hills", "event_title": "Hills 2020"}),
        ({"itemType": "preprint", "repository": "arXiv", "archiveID": "arXiv:2401.06066"},
         {"type": "article", "genre": "preprint", "container_title": "arXiv", "identifiers": ["arxiv:2401.06066"]}),
        ({"creators": [{"creatorType": "seriesEditor", "firstName": "Eva", "lastName": "Holm"}]},
         {"extra": {"serieseditor": "Holm, Eva"}}),
        ({"unheardOf": "x", "rights": "none"}, {"extra": {"csl-unheardof": "x"}}),
    ],
)  # fmt: skip
def test_every_field_is_read_or_kept(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    parsed = read([{"itemType": "journalArticle", "title": "T", **fields}])
    assert parsed.findings == ()
    values = parsed.records[0].to_dict()
    assert {name: values.get(name) for name in expected} == expected


def test_an_unknown_type_is_reported() -> None:
    parsed = read([{"itemType": "hologram", "title": "T"}])
    assert [str(finding) for finding in parsed.findings] == ["1: MB113 unknown type 'hologram'; read as 'document'"]


values = st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.lists(st.text(max_size=3), max_size=2)


@given(st.lists(st.dictionaries(st.sampled_from(["itemType", "creators", "date", "tags", "data", "ISBN"]), values)))
def test_any_json_gives_only_valid_records(items: list[dict[str, Any]]) -> None:
    assert_is_valid(read(items))
    assert_is_valid(read({"items": items}))


def test_notes_attachments_and_rights_are_left() -> None:
    with_parts = {**ITEM, "rights": "CC0", "notes": [{"itemType": "note", "note": "<p>reread</p>"}], "attachments": []}
    others = [
        {"data": {"key": "CD", "itemType": "note", "parentItem": "AB", "note": "cited"}},
        {"data": {"itemType": "attachment", "title": "PDF", "url": "https://a.example/x.pdf"}},
    ]
    assert [(item.key, item.name, item.values) for item in read([{"key": "AB", "data": with_parts}, *others]).left] == [
        ("CD", "note", ("cited",)),
        ("attachment", "attachment", ("PDF", "https://a.example/x.pdf")),
        ("lund2020grey", "notes", ("<p>reread</p>",)),
        ("lund2020grey", "rights", ("CC0",)),
    ]
