"""The loss report: it names every loss, and every loss that it names occurs."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moebib import Library, Record, export
from moebib.formats import Home, Loss, Options, all_formats, get
from moebib.formats import names as format_names
from moebib.records.fields import MARKUP, TYPES
from moebib.records.publication import Version
from moebib.text.grammar import parse
from moebib.text.latex import as_safe, is_safe
from strategies import IDENTIFIERS, URLS, records, titles, whole

WRITTEN = format_names("write")
READ = tuple(format.name for format in all_formats("read") if format.write)
TEXTS = (
    "container_title", "container_title_short", "collection_title", "event_title", "event_place", "publisher",
    "publisher_place", "volume", "issue", "number", "edition", "abstract", "note",
)  # fmt: skip
EXAMPLES: dict[str, Any] = {
    "title": "T", "author": ["Wit, Jan"], "editor": ["Berg, Ed"], "issued": "2024-06", "page": "1-10",
    "genre": "Habilitation", "language": "en", "identifiers": ["doi:10.1145/1.2"], "url": "http://b.example",
    "keyword": ["k"], "tags": ["routing"], "ids": ["old"], "aliases": ["Other"],
    "links": {"code": ["https://a.example/c"]}, "versions": [{"title": "V"}], "status": {"kind": "retracted"},
    "origin": {"title": {"source": "arxiv", "date": "2026-11-24"}}, "extra": {"file": "x.pdf"},
    **dict.fromkeys(TEXTS, "A"),
}  # fmt: skip
"""For each field, a value that no caveat applies to; it is lost only if the format has no place for the field."""


def make(**fields: Any) -> Record:
    return Record.model_validate({"id": "key2024", "type": "document", **fields})


def full_records() -> st.SearchStrategy[Record]:
    """Records of any type with any of the fields filled, often with values that a format carries only in part."""
    fields = st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(TYPES),
            "genre": st.sampled_from(("preprint", "PhD thesis", "proceedings", "manual", "Thesis", "event", "x")),
            "label": st.sampled_from(("v1", "v12", "v0", "camera-ready")),
            "page": st.sampled_from(("1-10", "7", "C3-32\u2013C3-35", "1-10, 20-25", "e1-e5")),
            "language": st.sampled_from(("en", "de", "en-US", "tlh-x", "Klingon")),
            "identifiers": st.lists(st.sampled_from(IDENTIFIERS), unique=True, max_size=5),
            "url": st.sampled_from(URLS),
            "keyword": st.lists(st.one_of(titles(), st.sampled_from(("a; b", "a, b", "a{"))), unique=True, max_size=3),
            "extra": st.dictionaries(
                st.sampled_from(
                    ("primaryclass", "annote", "ris-c1", "csl-annote", "hayagriva-archive", "month", "ris-da")
                ),
                st.one_of(titles(), st.just("x")),
                max_size=2,
            ),
        },
    )
    bases = st.one_of(records(), whole(Record))
    return st.builds(lambda base, more: Record.model_validate(base.to_dict() | more), bases, fields)


def lost(record: Record, format: str) -> set[str]:
    """The fields that differ after writing and reading a file of *format*."""
    parsed = get(format).parse_text(export(Library([record]), format))
    assert len(parsed.records) == 1
    back = parsed.records[0]
    return {field for field in Record.model_fields if comparable(record, field) != comparable(back, field)}


def comparable(record: Record, field: str) -> object:
    value = getattr(record, field)
    if field in MARKUP:
        return parse(value)
    if field == "extra":  # in .bib files signs at which TeX would stop are escaped
        texts = {name: " ".join(latex.split()) for name, latex in value.items()}
        return {name: as_safe(latex) if is_safe(latex) else latex for name, latex in texts.items()}
    return set(value) if field == "identifiers" else value


def test_the_table_has_every_format_and_every_field() -> None:
    fields = [
        name
        for field in Record.model_fields
        for name in (
            field,
            *(f"versions.{version_field}" for version_field in Version.model_fields if field == "versions"),
        )
    ]
    for format in all_formats("write"):
        assert list(format.homes()) == fields
        assert format.caveats.keys() <= set(fields)
        assert format.fields().keys() <= set(fields)
        assert all(home.names for home in format.homes().values() if home.caveat)


@given(full_records())
@example(make(type="article-journal", container_title_short="A"))
@example(make(type="paper-conference", container_title_short="A"))
@example(make(extra={"annote": "Stones & hills"}))
@example(make(title=r"Stones in $\overset{a}{b}$"))
def test_every_loss_is_one_that_the_table_names(record: Record) -> None:
    for format in READ:
        changed = lost(record, format)
        if format != "bibtex" and (shown := get(format).shown):
            changed |= {loss.field for loss in shown(record, Options(), "")}
        assert {loss.field for loss in get(format).losses(record) if loss.code == "MB146"} == changed
        homes = get(format).homes()
        unnamed = {field for field in changed if homes[field].names and not homes[field].caveat}
        assert (format, unnamed) == (format, set())


@pytest.mark.parametrize("format", WRITTEN)
def test_a_field_is_lost_if_the_format_has_no_place_for_it(format: str, subtests: pytest.Subtests) -> None:
    for field in [field for field in EXAMPLES if field != "title"]:
        with subtests.test(field):
            losses = {loss.field: loss for loss in get(format).losses(make(**{field: EXAMPLES[field]}))}
            home = get(format).homes()[field]
            if home.names:
                assert field not in losses or home.caveat
            else:
                assert losses[field].why == "no place for it"
                assert losses[field].lost


@pytest.mark.parametrize(
    ("format", "field", "record"),
    [
        *((format, field, {field: ["family=Tocqueville, given=Alexis, prefix=van, dropping_particle=de"]})
          for format in ("bibtex", "biblatex", "ris") for field in ("author", "editor", "translator")),
        *((format, "page", {"page": "1 - 10"}) for format in ("bibtex", "biblatex", "ris")),
        *((format, "author", {"author": ["Wit, Jan", "others"]}) for format in ("ris", "csv")),
        *((format, field, record) for format in ("bibtex", "biblatex") for field, record in (
            ("genre", {"type": "webpage", "genre": "Thesis"}),
            ("publisher_place", {"type": "book", "publisher_place": "countryus"}),
            ("identifiers", {"identifiers": ["doi:10.1145/1.2", "doi:10.1145/3.4"]}),
            ("url", {"url": "https://doi.org/10.1145/1.2"}),
            ("label", {"label": "v2"}),
            ("label", {"label": "of May", "identifiers": ["arxiv:2401.06066"]}),
            ("status", {"status": {"kind": "corrected"}}),
            ("status", {"status": {"kind": "accepted", "date": "2026"}}),
            ("extra", {"extra": {"annote": r"a \pond"}}),
        )),
        ("csl-json", "extra", {"extra": {"annote": r"a \pond"}}),
        ("ris", "title", {"title": "{A} b"}),
        ("ris", "container_title", {"type": "book", "container_title": "A"}),
        ("ris", "collection_title", {"type": "book", "container_title": "A"}),
        ("ris", "event_title", {"event_title": "A"}),
        ("ris", "event_place", {"event_place": "A"}),
        ("ris", "translator", {"type": "paper-conference", "translator": ["Cho, Ada"]}),
        ("ris", "version", {"type": "book", "version": "2"}),
        ("ris", "edition", {"type": "software", "edition": "2"}),
        ("ris", "identifiers", {"url": "https://doi.org/10.1145/1.2"}),
        ("ris", "url", {"url": "https://doi.org/10.1145/1.2"}),
        ("ris", "links", {"links": {"code": ["https://a.example/c"]}}),
        ("ris", "extra", {"extra": {"file": "x"}}),
        ("csv", "identifiers", {"identifiers": ["isbn:9780262033848"]}),
        ("csv", "links", {"links": {"pdf": ["https://a.example/c"]}}),
        ("readme", "status", {"status": {"kind": "retracted"}}),
        ("readme", "identifiers", {"identifiers": ["isbn:9780262033848"]}),
    ],
)  # fmt: skip
def test_a_caveat_describes_a_loss_that_occurs(format: str, field: str, record: dict[str, Any]) -> None:
    losses = {loss.field: loss for loss in get(format).losses(make(**record))}
    assert losses[field].why == get(format).caveats[field]


def test_the_reason_of_lost_white_space_names_it() -> None:
    (loss,) = get("bibtex").losses(make(title="Warm  Experts"))
    assert loss.why.startswith("white space becomes one space")


def test_a_loss_says_what_is_lost_and_what_replaces_it() -> None:
    record = make(
        author=["Wit, Jan", "family=Berg, given=Eva, prefix=de, useprefix=false"],
        identifiers=["doi:10.1145/1.2"],
        tags=["routing"],
    )
    assert get("ris").losses(record) == (
        Loss(
            "author",
            ("family=Berg, given=Eva, prefix=de, useprefix=false",),
            ("de Berg, Eva",),
            get("ris").caveats["author"],
        ),
        Loss("tags", ("routing",), (), "no place for it"),
    )


def test_a_backslash_that_a_text_does_not_need_is_no_loss() -> None:
    record = make(title="Experts at \\$5", note="Written as \\<i>")
    assert not get("biblatex").losses(record)


def test_the_places_agree_with_the_tables() -> None:
    assert get("biblatex").homes()["issued"] == Home(("date",))
    assert get("csl-json").homes()["issued"] == Home(("issued",))
    assert get("ris").homes()["issued"] == Home(("PY", "DA"))
    assert get("hayagriva").homes()["volume"] == Home(("parent.volume",))
    assert get("csv").homes()["issued"].names == ("year", "issued")


def test_the_page_of_the_formats_is_up_to_date() -> None:
    path = Path(__file__).parents[2] / "docs" / "make_formats.py"
    spec = importlib.util.spec_from_file_location("make_formats", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == module.PAGE.read_text("utf-8"), "run: python docs/make_formats.py"


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "csl-json", "hayagriva", "jsonl"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("organization", r"O \& P"), ("annote", "R&D\n  of ponds"), ("annote", "100% of #1"), ("pages", "{}"),
     ("url", "ftp://a.example/x;\n  ftp://a.example/y")],
)  # fmt: skip
def test_spaces_and_escaped_signs_are_no_loss(format: str, name: str, value: str) -> None:
    assert not get(format).losses(make(type="article-journal", extra={name: value}))


@pytest.mark.parametrize("format", ["bibtex", "csl-json"])
def test_a_command_that_becomes_text_is_one(format: str) -> None:
    assert [loss.lost for loss in get(format).losses(make(extra={"annote": r"a \pond{b}"}))] == [
        (r"annote = a \pond{b}",)
    ]


def test_works_are_read_together_unless_their_keys_are_changed() -> None:
    records = [make(extra={"annote": r"\pond"}), make(id="other", title="Reeds")]
    format = get("csl-json")
    texts = [format.record_writer().item(record, Options()) for record in records]
    expected = [format.losses(record) for record in records]
    assert [len(losses) for losses in expected] == [1, 0]
    assert format.losses_of_all(records, Options(), texts) == expected
    assert format.losses_of_all(records[:1] * 2, Options(), texts[:1] * 2) == expected[:1] * 2


@pytest.mark.parametrize(
    ("format", "shown"),
    [("csl-json", (r"$\frac{1}{2}$",)), ("hayagriva", ()), ("ris", (r"$\frac{1}{2}$",)), ("biblatex", ())],
)
def test_a_formula_of_which_readers_see_the_tex_is_reported(format: str, shown: tuple[str, ...]) -> None:
    record = make(title=r"Ponds of $k$ and $\frac{1}{2}$ reeds for \$5")
    losses = [loss for loss in get(format).losses(record) if loss.field == "title" and loss.instead == ()]
    assert [loss.lost for loss in losses] == ([shown] if shown else [])


@pytest.mark.parametrize(
    ("format", "title", "why"),
    [
        ("bibtex", "Ponds  and reeds", "white space becomes one space"),
        ("ris", "Ponds\tand reeds", "white space becomes one space"),
        ("ris", "Ponds and {Reeds}", "without the braces that protect its case"),
        ("bibtex", r"Ponds of $\input{x}$",
         "a formula with a command that is unknown, or that TeX would execute, becomes text"),
    ],
)  # fmt: skip
def test_the_reason_for_the_loss_of_a_text_is_its_own(format: str, title: str, why: str) -> None:
    assert [loss.why for loss in get(format).losses(make(title=title)) if loss.instead] == [why]


def test_a_short_title_in_place_of_the_title_is_the_reason() -> None:
    record = make(type="article-journal", container_title="", container_title_short="J. Ponds")
    assert [loss.why for loss in get("bibtex").losses(record)] == ["the container_title_short if there is none"]
