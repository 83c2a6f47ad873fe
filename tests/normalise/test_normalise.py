"""Cleaning: docs/explanation/cleaning.md lists what each rule changes and what it leaves unchanged."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.normalise.rules import RULES, normalise
from moebib.records.name import Name, parse_name
from moebib.records.record import Record
from strategies import HOSTILE_NAMES, examples, records, titles

PAGE = Path(__file__).parents[2] / "docs/explanation/cleaning.md"
ROW = re.compile(r"^\| (\w+) \| (`+)(.*?)\2 \|(?: (`+)(.*?)\4 \|)?$", re.M)


def shown(text: str) -> str:
    """The text of a table cell on the page."""
    return re.sub(r"\\u([0-9a-f]{4})|\\n", lambda match: chr(int(match[1], 16)) if match[1] else "\n", text)


def rows(*, changes: bool) -> list[tuple[str, str, str]]:
    lines = [
        (row[1], shown(row[3]), shown(row[5] or row[3]), bool(row[5])) for row in ROW.finditer(PAGE.read_text("utf-8"))
    ]
    return [(field, before, after) for field, before, after, changed in lines if changed is changes]


def record(**fields: object) -> Record:
    return Record.model_validate({"id": "new", "type": "article-journal", **fields})


def cleaned(field: str, text: str) -> str:
    if field in ("name", "names"):
        names = [parse_name(name) for name in (text.split("; ") if field == "names" else [text])]
        return "; ".join(map(str, normalise(record(author=names)).author))
    return str(getattr(normalise(record(**{field: text})), field))


@pytest.mark.parametrize(("field", "before", "after"), rows(changes=True))
def test_a_rule_changes_a_value_and_not_its_result(field: str, before: str, after: str) -> None:
    assert cleaned(field, before) == after
    assert cleaned(field, after) == after


@pytest.mark.parametrize(("field", "text", "same"), rows(changes=False))
def test_a_rule_leaves_alone(field: str, text: str, same: str) -> None:
    assert cleaned(field, text) == same == text


def test_the_page_has_every_rule_with_both_tables_in_order() -> None:
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.M)[1:]
    assert [section.split("\n")[0] for section in sections] == [rule.__name__ for rule in RULES]
    for section in sections:
        assert {bool(row[5]) for row in ROW.finditer(section)} == {True, False}, section.split("\n")[0]


def test_every_row_of_the_page_is_read() -> None:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and "`" in line]
    assert len(lines) == len(ROW.findall(PAGE.read_text("utf-8"))) > 100


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_every_rule_has_a_description(rule: object) -> None:
    assert len(inspect.getdoc(rule) or "") > 40


@given(records())
def test_cleaning_is_idempotent(original: Record) -> None:
    once = normalise(original)
    assert normalise(once) == once


DIRT = [
    *("<i>", "</i>", "<sub>", "</sub>", "<jats:p>", "</jats:p>", "<math>", "</math>", "<mi>", "</mi>", ">", "<"),
    *("&amp;", "&lt;", "&gt;", "&am", "p;", "\\", "\\'", "\\emph{", "{", "}", "$", "--", "``", "''", "i", "sub"),
    *("ABSTRACT ", " AND THE EXPERTS ", " ", ".", "et al.", "x", "2", "0001", "the the "),
    *("\n", "\u200b", "\u202e"),
]


@examples(150)
@given(st.lists(st.sampled_from(DIRT), max_size=14).map("".join))
def test_cleaning_any_text_is_idempotent(text: str) -> None:
    fields = {"title": text, "abstract": text, "container_title": text, "page": text, "publisher": text}
    names = [Name(literal=plain)] if (plain := " ".join(re.sub("[{}]", "", text).split())) else []
    once = normalise(record(**fields, author=names))
    assert normalise(once) == once
    assert not re.search("[\n\u200b\u202e]", "".join(map(str, once.to_dict().values())))


@pytest.mark.parametrize(
    "text",
    [
        "&am" * 20_000 + "p;",
        "<i>" * 20_000,
        "<sub>" * 9_000 + "</sub>" * 9_000,
        "$<" * 20_000,
        "<math>" * 9_000,
        "<math>" + "<mrow>" * 400 + "</mrow>" * 400 + "</math>",
        "<jats:alternatives>" * 5_000,
        "<inline-formula>" * 5_000,
        "--" * 20_000,
        "``" * 20_000,
        "\\'" * 20_000,
        "{" * 20_000,
        "the " * 9_000,
        "- " * 20_000,
        "." * 20_000,
        "OF EXPERTS " * 5_000,
    ],
)
def test_hostile_text_is_cleaned_in_linear_time(text: str) -> None:
    normalise(record(title=text, abstract=text, container_title=text, page=text))


@given(st.sampled_from(HOSTILE_NAMES))
def test_correct_names_are_unchanged(name: Name) -> None:
    assert normalise(record(author=[name])).author == (name,)


@given(titles())
def test_a_formula_is_kept_unchanged(title: str) -> None:
    formula = "$\\{<i>x\\} -- \\'e$"
    before = title.replace("$", "").rstrip("\\")
    assert formula in normalise(record(title=f"{before} and {formula} here")).title


def test_versions_are_cleaned_like_the_work() -> None:
    version = {"title": "Sparse\n Experts.", "author": ["Roe 0002, Ann"], "genre": "preprint"}
    done = normalise(record(title="Sparse Experts", versions=[version])).versions[0]
    assert (done.title, done.author) == ("Sparse Experts", (Name(family="Roe", given="Ann"),))


def test_a_clean_record_is_returned_unchanged() -> None:
    clean = record(title="Sparse Experts", author=["Roe, Ann"], page="1-10")
    assert normalise(clean) is clean


def test_acronyms_in_a_title_in_capitals_are_taken_from_the_abstract() -> None:
    done = normalise(
        record(title="HED PET FOR DEEPSEEKMOE MODELS", abstract="We use PET in DeepSeekMoE.", keyword=["HED"])
    )
    assert done.title == "HED PET for DeepSeekMoE Models"


@pytest.mark.parametrize(
    ("last", "names"),
    [
        ("others", ["Vale", "others"]), ("Roe et al.", ["Vale", "Roe", "others"]),
        ("Roe, Max and others", ["Vale", "Roe, Max", "others"]), ("Roe", ["Vale", "Roe"]),
    ],
)  # fmt: skip
def test_et_al_in_a_name_says_that_the_list_is_incomplete(last: str, names: list[str]) -> None:
    record = Record(id="a", type="book", title="A", author=["Vale", last], translator=["Vale", last])
    assert normalise(record).to_dict()["author"] == names
    assert normalise(record).to_dict()["translator"] == names
