"""JATS in texts that programs copy from publishers."""

from __future__ import annotations

import json

import pytest

import moebib
from moebib.normalise.jats import from_jats


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>Reeds of <jats:italic>Typha</jats:italic>.</jats:p>",
         "Reeds of <i>Typha</i>."),
        ("<jats:p>One &amp; two.</jats:p>\n  <jats:p>Three &lt;i&gt;x&lt;/i&gt;.</jats:p>",
         r"One & two. Three \<i>x\</i>."),
        ("<sec><title>Aim</title><p>CO<sub>2</sub> in <bold>ponds</bold></p></sec>",
         "Aim: CO<sub>2</sub> in <b>ponds</b>"),
        ("The <p> element &amp; <b>others</b>", "The <p> element &amp; <b>others</b>"),
    ],
)  # fmt: skip
def test_tags_become_markup_or_spaces(text: str, read: str) -> None:
    assert from_jats(text) == read


def test_they_are_read_in_csl_json_and_ris() -> None:
    text = "<jats:p>Reeds of <jats:italic>Typha</jats:italic> &amp; sedges</jats:p>"
    item = {"id": "a", "type": "book", "title": "<jats:italic>Typha</jats:italic>", "abstract": text}
    ris = f"TY  - BOOK\nID  - a\nTI  - {item['title']}\nAB  - {text}\nER  - \n"
    for parsed in (moebib.parse(json.dumps([item]), "csl-json"), moebib.parse(ris, "ris")):
        (record,) = parsed.records
        assert (record.title, record.abstract) == ("<i>Typha</i>", "Reeds of <i>Typha</i> & sedges")
        assert record.extra == {}
