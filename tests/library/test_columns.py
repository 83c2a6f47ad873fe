"""Columns of works, lines of templates, and order."""

from __future__ import annotations

import pytest

from moebib.errors import InputError
from moebib.library.columns import COLUMNS, LineTemplate, column, columns_of, sort_works, text_of
from moebib.records.record import Links, Record

WORK = Record(
    id="arden2024warm", type="article-journal", title="Keeping <i>Experts</i> Warm",
    author=["Arden, Mia", "{Warm Lab}"],
    issued="2024-03", container_title="Journal of Invented Results", container_title_short="JIR", volume="7",
    identifiers=["doi:10.5555/warm", "arxiv:2402.99992", "isbn:9783161484100"], tags=["routing"],
    keyword=["caching", "a\tb"], links={"code": ["https://code.example/a"]}, status={"kind": "retracted"},
)  # fmt: skip
BARE = Record(id="bare", type="document")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", "arden2024warm"), ("title", "Keeping Experts Warm"), ("authors", ["Mia Arden", "Warm Lab"]),
        ("year", 2024), ("date", "2024-03"), ("venue", "JIR"), ("doi", "10.5555/warm"), ("arxiv", "2402.99992"),
        ("isbn", "9783161484100"), ("link", "https://doi.org/10.5555/warm"), ("code", ["https://code.example/a"]),
        ("slides", []), ("tags", ["routing"]), ("volume", "7"), ("container_title", "Journal of Invented Results"),
        ("status", "retracted"), ("author", ["Mia Arden", "Warm Lab"]), ("url", None),
    ],
)  # fmt: skip
def test_a_column_is_a_field_an_identifier_or_a_link(name: str, value: object) -> None:
    assert column(name)(WORK) == value


def test_every_name_that_is_documented_is_a_column() -> None:
    from moebib.cli.list_ import list_

    names = [*COLUMNS, *Links.model_fields]
    assert f"Fields: {' '.join(COLUMNS)}\n" in (list_.help or "")
    assert [text_of(column(name)(BARE)) for name in names] == ["bare", *[""] * (len(names) - 1)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("titel", "unknown field 'titel'; did you mean 'title'?"),
        ("", "unknown field ''; choose from key, title,"),
        ("key.__class__", "unknown field 'key.__class__'"),
        ("links", "unknown field 'links'; did you mean 'link'?"),
        ("booktitle", "unknown field 'booktitle'; did you mean 'container_title'?"),
    ],
)
def test_an_unknown_name_is_an_error(name: str, message: str) -> None:
    for use in (column, columns_of, lambda name: LineTemplate.parse(f"{{{name}}}"), lambda name: sort_works([], name)):
        with pytest.raises(InputError) as raised:
            use(name)
        assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{key} {title}", "arden2024warm Keeping Experts Warm\n"),
        ("{key:<15}|{year:>6}|{title:.7}|", "arden2024warm  |  2024|Keeping|\n"),
        ("{{{key}}}", "{arden2024warm}\n"),
        (r"{key}\t{doi}\n{authors}", "arden2024warm\t10.5555/warm\nMia Arden; Warm Lab\n"),
        (r"\\cite{{{key}}}", "\\cite{arden2024warm}\n"),
        ("{keywords}", "caching; a b\n"),  # a value stays on its line, and in its column
        ("text", "text\n"),
        ("", "\n"),
    ],
)
def test_a_template_is_filled_with_the_fields_of_a_work(template: str, line: str) -> None:
    assert LineTemplate.parse(template).fill(WORK) == line


@pytest.mark.parametrize("template", ["{key", "key}", "{key!r}", "{key:d}", "{key:>99999999}", "{key:{year}}"])
def test_an_invalid_template_is_an_error(template: str) -> None:
    with pytest.raises(InputError, match="invalid template"):
        LineTemplate.parse(template)


def keys(order: str, *works: Record) -> list[str]:
    return [work.id for work in sort_works(works, order)]


def test_works_are_sorted_by_dates_numbers_and_folded_text_and_those_without_a_value_are_last() -> None:
    a = Record(id="a", type="book", title="Écarts", issued="-0350", volume="10")
    b = Record(id="b", type="book", title="Eagles", issued="2024-02", volume="9")
    c = Record(id="c", type="book", title="zebra", issued="2024-11")
    assert keys("date", BARE, c, b, a) == ["a", "b", "c", "bare"]
    assert keys("-date", BARE, a, b, c) == ["c", "b", "a", "bare"]
    assert keys("year", c, b, a) == ["a", "c", "b"]
    assert keys("volume", c, a, b) == ["b", "a", "c"]
    assert keys("title", c, a, b, BARE) == ["b", "a", "c", "bare"]
    assert keys("-year,-title", a, b, c) == ["c", "b", "a"]
