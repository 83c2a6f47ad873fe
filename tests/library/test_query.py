"""Search: words and fields."""

from __future__ import annotations

import pytest

from moebib.errors import InputError
from moebib.library.query import corrected, query_of, search
from moebib.records.record import Record

RECORDS = [
    Record(id="du2024sida", type="paper-conference", title="SiDA: Serving with Offloading", author=["Csordás, Róbert"],
           issued="2024-05", container_title="Proceedings of Machine Learning and Systems 6",
           container_title_short="MLSys", tags=["system/offloading"], keyword=["Quantization"],
           links={"code": ["https://example.org/c"]}, identifiers=["doi:10.1000/a"],
           versions=[{"genre": "preprint", "identifiers": ["arxiv:2310.18859"]}]),
    Record(id="rasley2022moe", type="article", genre="preprint", title="A Training System", issued="2022",
           abstract="We study offloading.", aliases=["fMoE: Fine-Grained"], tags=["system"],
           identifiers=["arxiv:2401.06066"]),
    Record(id="nobody", type="book", title="Undated", remark="Pages not seen.", status={"kind": "accepted"},
           versions=[{"origin": {"issued": {"source": "a", "date": "2026-11-24", "remark": "A guess"}}}]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "keys"), [
    ("offload", ["du2024sida", "rasley2022moe"]),  # in the title first
    ("OFFLOAD serving", ["du2024sida"]),
    ('"serving with"', ["du2024sida"]),
    ("csordas", ["du2024sida"]),  # accents are ignored
    ("fmoe", ["rasley2022moe"]),  # an alternative title
    ("system/off", ["du2024sida"]),  # the section it is listed in
    ("2310.18859", ["du2024sida"]),
    ("year:2024", ["du2024sida"]),
    ("year:2022..", ["du2024sida", "rasley2022moe"]),
    ("year:..2022", ["rasley2022moe"]),
    ("year:2021..2023", ["rasley2022moe"]),
    ("tag:system", ["du2024sida", "rasley2022moe"]),
    ("tag:offloading", ["du2024sida"]),
    ("venue:mlsys", ["du2024sida"]),
    ("venue:machine", ["du2024sida"]),
    ("author:Róbert", ["du2024sida"]),
    ("title:fine-grained", ["rasley2022moe"]),
    ("keyword:quant", ["du2024sida"]),
    ("has:code", ["du2024sida"]),
    ("has:abstract", ["rasley2022moe"]),
    ("has:doi", ["du2024sida"]),
    ("has:published", ["du2024sida", "nobody"]),
    ("has:preprint", ["du2024sida", "rasley2022moe"]),
    ("type:book", ["nobody"]),
    ('"not seen"', ["nobody"]),
    ("remark:seen", ["nobody"]),
    ("remark:guess", ["nobody"]),
    ("has:remark", ["nobody"]),
    ("status:accepted", ["nobody"]),
    ("key:rasley", ["rasley2022moe"]),
    ("id:doi:10.1000", ["du2024sida"]),
    ("-has:code year:1900..", ["rasley2022moe"]),
    ("sida:", ["du2024sida"]),  # a word that ends in a colon is a word
    ("sida OR fmoe", ["du2024sida", "rasley2022moe"]),
    ("offload year:2024 OR type:book", ["du2024sida", "nobody"]),  # OR binds less than the implied AND
    ("offload AND (year:2022 OR type:book)", ["rasley2022moe"]),
    ("(sida OR fmoe) (year:2022)", ["rasley2022moe"]),
    ("offload NOT sida", ["rasley2022moe"]),
    ("NOT (offload OR NOT type:book)", ["nobody"]),
    ("-(offload)", ["nobody"]),
    ("NOT NOT offload", ["du2024sida", "rasley2022moe"]),
    ('author:"csordas, robert" OR "or"', ["du2024sida"]),  # in quotation marks, a word is no operator
    ("or", ["du2024sida"]),  # in lower case, neither
    ("abstract:offloading", ["rasley2022moe"]),
    ("tag:unused", []),
    ("", ["du2024sida", "rasley2022moe", "nobody"]),
])  # fmt: skip
def test_a_query_finds_the_best_matches_first(query: str, keys: list[str]) -> None:
    assert [record.id for record in search(RECORDS, query, ["unused"])] == keys


@pytest.mark.parametrize(("query", "reason"), [
    ("yaer:2024", "did you mean 'year'"),
    ("year:20x4", "not a year"),
    ("year:..", "not a year"),
    ("has:codes", "did you mean 'code'"),
    ('"open', "unclosed quotation mark"),
    ("tag:load", "unknown tag 'load'"),
    ("tag:offloadin", "did you mean 'system/offloading'"),
    ("type:boook", "unknown type 'boook'; did you mean 'book'"),
    ("status:retractd", "did you mean 'retracted'"),
    ("(offload", "unclosed parenthesis"),
    ("offload)", "unexpected '\\)'"),
    ("offload OR", "before the end"),
    ("OR offload", "before 'OR'"),
    ("()", "before '\\)'"),
    ("NOT", "before the end"),
    ("(" * 10_000 + "a", "more than 50 parentheses"),
])  # fmt: skip
def test_an_invalid_query_is_rejected(query: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        search(RECORDS, query)


@pytest.mark.parametrize(("arguments", "query"), [
    (["offload", "year:2024.."], "offload year:2024.."),
    (["serving with"], '"serving with"'),
    (["author:Jan Berg"], 'author:"Jan Berg"'),
    (["-author:Jan Berg"], '-author:"Jan Berg"'),
    (["sida OR fmoe", "year:2022"], "(sida OR fmoe) year:2022"),
    (["(sida", "OR", "fmoe)"], "(sida OR fmoe)"),
    (["offload year:2022"], "offload year:2022"),
    (["offload year:2022", "sida"], "(offload year:2022) sida"),
    (["(sida OR"], "(sida OR"),
    (["SiDA: serving"], '"SiDA: serving"'),
    (['"serving with" sida'], '"serving with" sida'),
    (["f(x)"], "f(x)"),
    (["", " "], " "),
])  # fmt: skip
def test_an_argument_with_spaces_is_a_phrase_unless_it_is_a_query(arguments: list[str], query: str) -> None:
    assert query_of(arguments).strip() == query.strip()


@pytest.mark.parametrize(("query", "better"), [
    ("ofloading year:2022", "offloading year:2022"),
    ('"traning sistem" OR (ofloading)', '"training system" OR (offloading)'),
    ('author:"csordas robrt" -title:sidda', 'author:"csordas robert" -title:sida'),
    ("id:2310.18858 type:book", None),
    ("offloading", None),
    ("xyzzy", None),
    ("NOT offloading", None),
])  # fmt: skip
def test_a_word_that_no_record_has_is_corrected(query: str, better: str | None) -> None:
    assert corrected(RECORDS, query) == better
