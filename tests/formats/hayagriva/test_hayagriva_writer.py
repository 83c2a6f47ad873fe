"""Writing Hayagriva: Typst accepts it, and it is read back."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from moebib import Library, Record, export
from moebib.formats import get
from moebib.formats.hayagriva.fields import IN_HAYAGRIVA, NOT_IN_HAYAGRIVA, TYPE_ROWS
from moebib.formats.hayagriva.reader import from_hayagriva
from moebib.formats.hayagriva.values import (
    decode_markup,
    decode_text,
    encode_markup,
    encode_text,
    read_name,
    write_name,
)
from moebib.formats.hayagriva.writer import dump, to_hayagriva
from moebib.records.fields import TYPES
from moebib.records.name import Name
from strategies import names, titles, whole


def make(**fields: Any) -> Record:
    return Record.model_validate({"id": "key2024", "type": "document", **fields})


def read_back(record: Record) -> Record:
    parsed = get("hayagriva").parse_text(export(Library([record]), "hayagriva"))
    assert parsed.findings == ()
    assert len(parsed.records) == 1
    return parsed.records[0]


def test_a_paper_as_typst_reads_it() -> None:
    record = make(
        type="paper-conference", title="Sparse GPUs at $k$", author=["de Wit, Jan", "{Barnes, Inc.}"],
        issued="2024-06-12", container_title="Proceedings of Sparsity", container_title_short="SPAR", publisher="ACM",
        publisher_place="Bonn", page="1-10", volume="A-7", identifiers=["arxiv:2401.06066"],
        event_title="Sparsity 2024", event_place="Rome", collection_title="Notes", language="en", note="Best $5",
    )  # fmt: skip
    assert dump(record.id, to_hayagriva(record)) == (
        "key2024:\n"
        "  type: article\n"
        '  title: "Sparse {GPUs} at $k$"\n'
        "  author:\n"
        '    - "de Wit, Jan"\n'
        '    - name: "Barnes, Inc."\n'
        "  date: 2024-06-12\n"
        '  page-range: "1-10"\n'
        "  serial-number:\n"
        '    arxiv: "2401.06066"\n'
        '  url: "https://arxiv.org/abs/2401.06066"\n'
        '  language: "en"\n'
        "  parent:\n"
        "    - type: proceedings\n"
        "      title:\n"
        '        value: "Proceedings of Sparsity"\n'
        '        short: "{SPAR}"\n'.replace("{SPAR}", "SPAR")
        + '      volume: "A-7"\n'
        "      publisher:\n"
        '        name: "ACM"\n'
        '        location: "Bonn"\n'
        "      parent:\n"
        "        - type: anthology\n"
        '          title: "Notes"\n'
        "    - type: conference\n"
        '      title: "Sparsity 2024"\n'
        '      location: "Rome"\n'
        '  note: "Best \\\\$5"\n'
    )


def test_an_archive_is_written_where_styles_print_it() -> None:
    entry = to_hayagriva(
        make(type="article", genre="preprint", container_title="arXiv", identifiers=["arxiv:2401.06066"])
    )
    assert entry == {
        "type": "article",
        "genre": "preprint",
        "serial-number": {"serial": "arXiv:2401.06066", "arxiv": "2401.06066"},
        "url": "https://arxiv.org/abs/2401.06066",
        "publisher": "arXiv",
    }


def test_no_works_are_an_empty_mapping() -> None:
    assert yaml.safe_load(export(Library(), "hayagriva")) == {}


def test_every_field_is_in_the_table() -> None:
    assert sorted((*IN_HAYAGRIVA, *NOT_IN_HAYAGRIVA)) == sorted(Record.model_fields)


def test_every_csl_type_has_a_type() -> None:
    assert {row.type for row in TYPE_ROWS} == set(TYPES)


@pytest.mark.parametrize("fields", [{}, {"container_title": "C", "collection_title": "S", "genre": "proceedings"}])
def test_every_type_is_read_back(fields: dict[str, str], subtests: pytest.Subtests) -> None:
    for type_ in TYPES:
        with subtests.test(type_):
            record = make(type=type_, **fields)
            assert read_back(record) == record


@given(whole(Record))
def test_no_field_of_a_record_is_lost(record: Record) -> None:
    lost = {field: Record.model_fields[field].get_default() for field in NOT_IN_HAYAGRIVA}
    assert read_back(record) == record.evolve(**lost)


@pytest.mark.parametrize(
    "fields",
    [
        {"issued": "2024-06-12/2024-06-14"},
        {"identifiers": ["doi:10.1145/1.2", "doi:10.1145/3.4", "url:https://a.example/x"]},
        {"author": [Name("Tocqueville", "Alexis", "de"), Name("Plato"), Name("van Gogh", "Vincent")]},
        {"language": "Klingon"},
        {"keyword": ["a; b", "c"], "extra": {"file": "x.pdf", "hayagriva-archive": "A { b"}},
        {"extra": {"type": "{PhD} Dissertation", "date": "no: date", "x" * 2_000: "y"}},
        {"url": "https://doi.org/10.1145/1.2"},
        {"type": "article", "genre": "preprint", "number": "arXiv:1", "publisher": "", "container_title": ""},
        {"container_title_short": "ACL"},
        {"type": "article", "genre": "preprint", "publisher": "P", "container_title": "arXiv"},
    ],
)
def test_values_that_typst_cannot_express_are_read_back(fields: dict[str, Any]) -> None:
    assert read_back(make(**fields)) == make(**fields)


@given(titles() | st.text("{}$\\GPUax ^_1.-", max_size=14))
def test_every_text_is_read_back(text: str) -> None:
    bare = re.sub(r"\\(?=[{}$<\\])|</b>", "", text)  # without needless backslashes and without tags
    bare = re.sub(r"([$(,{])[_^]", r"\1", bare)  # a script of nothing is no formula of Typst
    assert decode_markup(encode_markup(bare)) == bare
    assert decode_text(encode_text(text)) == text


@given(titles() | st.text("{}$\\GPUax ^_1.-#", max_size=14))
def test_no_text_is_a_template_that_typst_rejects_or_runs(text: str) -> None:
    for encoded in (encode_markup(text), encode_text(text)):
        bare = re.sub(r"\\[\\{}$]", "", encoded)
        depth = [bare[:i].count("{") - bare[:i].count("}") for i in range(len(bare) + 1)]
        assert min(depth) == depth[-1] == 0
        formulas = [re.sub(r"\b(?:log|pi)\b", "", formula) for formula in bare.split("$")[1::2]]  # which Typst has, too
        assert bare.count("$") % 2 == 0
        assert not any(re.search(r"[#{\\&\"@]|[A-Za-z]{2}", formula) for formula in formulas)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("On NeRF-SLAM at 303.5mW", "On {NeRF}-{SLAM} at 303.5mW".replace("303.5mW", "{303.5mW}")),
        ("Mixture-of-Experts for All", "Mixture-of-Experts for All"),
        ("the {Kalman} filter", "the {Kalman} filter"),
        ("an {iPhone}", "an {{iPhone}}"),  # so that these braces are not mistaken for ours
        ("$d_{model}$ and $x^2$", "$d_(m o d e l)$ and $x^2$"),
        ("H$_2$O, $n$th and ${}^{13}$C", "{H₂O}, $n$th and {¹³C}"),
        (r"$\tfrac12$ of $\overset{a}{b}$", r"$frac(1, 2)$ of \$\\overset\{a\}\{b\}\$"),
        (r"$\underbrace{a}$ and $#$", r"\$\\underbrace\{a\}\$ and \$#\$"),
        ("On <i>E. coli</i> in CO<sub>2</sub>", "On E. coli in {CO₂}"),
        ("$5 and $10", r"\$5 and \$10"),
        (r"a } b \ c", r"a \} b \\ c"),
    ],
)
def test_title_markup_keeps_case_and_meaning(title: str, written: str) -> None:
    assert encode_markup(title) == written


@given(names())
def test_a_name_is_read_as_it_was_written(name: Name) -> None:
    back = read_name(write_name(name))
    assert (back.literal or back.family, back.given, back.suffix, back.particle) == (
        name.literal or name.family, name.given, name.suffix, name.particle,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("Berg", "Jan", "", "van den"), "van den Berg, Jan"),
        (Name("Liu", "Tom", suffix="Jr."), "Liu, Jr., Tom"),
        (Name(literal="DeepSeek-AI"), "DeepSeek-AI"),
        (Name(literal="Barnes and Noble"), {"name": "Barnes and Noble"}),  # else "Barnes and" would be a prefix
        (Name("van Gogh", "Vincent"), {"name": "van Gogh", "given-name": "Vincent"}),
        (Name("A, B", "C"), {"name": "A, B", "given-name": "C"}),
    ],
)
def test_a_name_is_split_into_parts(name: Name, written: object) -> None:
    if name.literal == "Barnes and Noble":
        written = "Barnes and Noble" if read_name("Barnes and Noble") == name else written
    assert write_name(name) == written


@pytest.mark.parametrize(
    "key", ["knuth1984", "yes", "1e3", "123", "null", "a:b", "über", "x'y", "-a", "a/b+c.", "a" * 2_000]
)
def test_every_key_is_text(key: str) -> None:
    assert list(yaml.safe_load(dump(key, {"type": "book"}))) == [key]
    assert read_back(make(id=key)).id == key


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_every_value_is_text(text: str) -> None:
    entry = {"note": text, "list": [text, {"a": text, "b": []}], "empty": {}}
    assert yaml.safe_load(dump("a", entry)) == {"a": entry}


def test_the_author_of_the_book_and_the_number_of_a_chapter_are_where_typst_has_them() -> None:
    record = make(type="chapter", container_title="Hills", extra={"bookauthor": "Holm, Eva", "chapter": "3"})
    entry = to_hayagriva(record)
    assert entry["chapter"] == "3"
    assert entry["parent"] == {"type": "book", "title": "Hills", "author": ["Holm, Eva"]}
    assert "moebib" not in entry
    assert read_back(record) == record


@pytest.mark.parametrize(
    ("extra", "written"),
    [
        ({"hayagriva-archive": "A { b"}, {"archive": r"A \{ b"}),
        ({"hayagriva-affiliated": '[{"role": "translator", "names": ["A, B"]}]'},
         {"affiliated": [{"role": "translator", "names": ["A, B"]}]}),
        ({"hayagriva-runtime": "01:02"}, {"runtime": "01:02"}),
        ({"hayagriva-runtime": "long"}, {}),  # Typst would reject the whole file
        ({"hayagriva-page-total": "[1]"}, {}),
        ({"hayagriva-affiliated": "[broken"}, {}),
        ({"hayagriva-date": "soon"}, {}),
    ],
)  # fmt: skip
def test_kept_values_are_written_back_if_typst_accepts_them(extra: dict[str, str], written: dict[str, Any]) -> None:
    entry = to_hayagriva(make(extra=extra))
    assert {name: value for name, value in entry.items() if name not in ("type", "moebib")} == written
    assert read_back(make(extra=extra)).extra == extra


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ("2024-06-12", "2024-06-12"), ("1999~", "~1999"), ("-0043%", "~-0043"), ("2024/2025", "2024"),
        ("1999?", "1999"), ("2001-21", "2001"), ("199X", "~1990"), ("../1990", "1990"), ("Y12345", None),
    ],
)  # fmt: skip
def test_the_date_is_one_that_typst_accepts_and_comes_back_unchanged(issued: str, date: str | None) -> None:
    entry = to_hayagriva(make(issued=issued))
    assert entry.get("date") == date
    back, findings = from_hayagriva("key2024", entry)
    assert back
    assert (str(back.issued), findings) == (issued, [])


@pytest.mark.parametrize(("date", "issued"), [
    ("~1999-05", "1999-05~"), ("+1999", "1999"), ("-0043", "-0043"), ("~-44", "-0044~"), ("1999-6-5", "1999-06-05"),
    ("June 1999", "1999-06"),
])  # fmt: skip
def test_the_sign_and_the_mark_of_an_approximate_date_are_read(date: str, issued: str) -> None:
    back, findings = from_hayagriva("key2024", {"type": "book", "date": date})
    assert back
    assert (str(back.issued), findings) == (issued, [])


def test_others_are_not_written_as_a_person_and_come_back() -> None:
    record = make(author=["Dai, Damai", "others"])
    entry = to_hayagriva(record)
    assert entry["author"] == ["Dai, Damai"]
    assert from_hayagriva("key2024", entry)[0] == record
    assert from_hayagriva("key2024", {"author": ["Dai, Damai", "others"]})[0] == record
