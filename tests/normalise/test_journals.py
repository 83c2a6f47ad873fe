"""Names of journals, abbreviated and in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.errors import InputError
from moebib.normalise import journals
from moebib.normalise.journals import JournalNames, journal_names
from moebib.records.fields import Type
from moebib.records.record import Record

PAIRS = [
    ("Journal of Invented Results", "J. Invent. Res."),
    ("The Annals of Lakes & Ponds", "Ann. Lakes Ponds"),
    ("Annals of Lakes", "Ann. Lakes"),
    ("Annals of Lakeside", "Ann. Lakes"),
    ("St. Lund Journal of Reeds", "St. Lund J. Reeds"),
]


@pytest.fixture(autouse=True)
def without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if pyiso4 were not installed."""
    journals._by_words.cache_clear()
    monkeypatch.setattr(journals, "_abbreviator", lambda: None)


def written(names: JournalNames, name: str, *, short: str = "", type: Type = "article-journal") -> tuple[str, str]:
    record = Record(id="a", type=type, title="T", container_title=name, container_title_short=short)
    new, _ = names.written(record)
    return new.container_title, new.container_title_short


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Journal of Invented Results", "J. Invent. Res."),
        ("journal of {I}nvented results", "J. Invent. Res."),
        ("Annals of Lakes and Ponds", "Ann. Lakes Ponds"),
        ("J. Invent. Res.", "J. Invent. Res."),
        ("J Invent Res", "J. Invent. Res."),
        ("Quarterly of Geese", "Quarterly of Geese"),
        ("St. Lund Journal of Reeds", "St. Lund J. Reeds"),
        ("", ""),
    ],
)
def test_a_list_abbreviates_names_however_they_are_written(name: str, expected: str) -> None:
    assert written(journal_names("abbreviated", PAIRS), name)[0] == expected


def test_a_name_in_a_list_is_abbreviated_in_proceedings_too() -> None:
    assert written(journal_names("abbreviated", PAIRS), PAIRS[0][0], type="chapter")[0] == "J. Invent. Res."


@pytest.mark.parametrize(
    ("name", "short", "expected"),
    [
        ("J. Invent. Res.", "", ("Journal of Invented Results", "J. Invent. Res.")),
        ("J Invent Res", "JIR", ("Journal of Invented Results", "JIR")),
        ("J. Mach. Learn. Res.", "", ("Journal of Machine Learning Research", "J. Mach. Learn. Res.")),
        ("IEEE Trans. Neural Networks", "", ("IEEE Transactions on Neural Networks", "IEEE Trans. Neural Networks")),
        ("Ann. Lakes", "", ("Ann. Lakes", "")),  # of two journals
        ("Journal of Invented Results", "", ("Journal of Invented Results", "")),
        ("Q. Geese", "", ("Q. Geese", "")),
    ],
)
def test_an_abbreviation_is_written_in_full_and_kept_as_the_short_name(
    name: str, short: str, expected: tuple[str, str]
) -> None:
    assert written(journal_names("full", PAIRS), name, short=short) == expected


def test_the_short_name_of_an_entry_abbreviates_it() -> None:
    names = journal_names("abbreviated", PAIRS)
    assert written(names, "Quarterly of Geese", short="Q. Geese") == ("Q. Geese", "")
    assert written(names, "Quarterly of Geese", short="QoG") == ("Quarterly of Geese", "QoG")


@pytest.mark.parametrize(
    ("form", "name", "message"),
    [
        ("abbreviated", "Quarterly of Geese", "no abbreviation of 'Quarterly of Geese' is known"),
        ("full", "Q. Geese", "no full name of 'Q. Geese' is known"),
        ("abbreviated", "Q. Geese", ""),
        ("full", "Quarterly of Geese", ""),
        ("full", "St. Lake Journal", ""),
        ("abbreviated", "Science", ""),
        ("abbreviated", "A & A", ""),
    ],
)
def test_what_is_not_known_is_a_finding(form: str, name: str, message: str) -> None:
    names = journal_names("full" if form == "full" else "abbreviated", PAIRS)
    record = Record(id="a", type="article-journal", title="T", container_title=name)
    new, findings = names.written(record)
    assert new == record
    assert [finding.message for finding in findings] == ([message] if message else [])


def test_only_journals_are_reported() -> None:
    record = Record(id="a", type="paper-conference", title="T", container_title="Workshop on Geese")
    assert journal_names("abbreviated", PAIRS).written(record) == (record, ())


def test_without_a_list_and_words_nothing_can_be_abbreviated() -> None:
    with pytest.raises(InputError, match="needs the list of words of pyiso4\nhint: pip install pyiso4"):
        journal_names("abbreviated")
    assert written(journal_names("full"), "Mach. Learn.")[0] == "Machine Learning"


WORDS = """\
WORD\tABBREVIATION\tLANGUAGES
journal\tj.\teng
invent-\tinvent.\teng
result-\tres.\teng
letter-\tlett.\teng
societ-\tsoc.\teng
science-\tsci.\teng
"""


def test_words_are_abbreviated_as_in_iso_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = pytest.importorskip("pyiso4.ltwa")
    (tmp_path / "words.csv").write_text(WORDS, "utf-8")
    (tmp_path / "small.txt").write_text("of\nand\non\n", "utf-8")
    create = words.Abbreviate.create
    files = (str(tmp_path / "words.csv"), str(tmp_path / "small.txt"))
    monkeypatch.undo()
    monkeypatch.setattr(words.Abbreviate, "create", lambda: create(*files))
    journals._abbreviator.cache_clear()
    journals._by_words.cache_clear()
    names = journal_names("abbreviated")
    expected = {
        "Journal of Invented Results": "J. Invent. Res.",
        "The Journal of the Society": "J. Soc.",
        "Pond Letters B": "Pond Lett. B",
        "IEEE Letters on Ponds": "IEEE Lett. Ponds",
        "Science": "Science",
        "The Science": "Science",
        "Society. D, Letters": "Soc., D Lett.",
        "Soc. D": "Soc. D",
        "Journal of Invent": "Journal of Invent",
        "Journal of Ponds, The": "J. Ponds",
        "Журнал результатов": "Журнал результатов",
        "J & S": "J & S",
        "J. Invent. Res.": "J. Invent. Res.",
    }
    assert {name: written(names, name)[0] for name in expected} == expected
    assert written(names, "Journal of Invented Results", type="chapter")[0] == "Journal of Invented Results"
    journals._abbreviator.cache_clear()
    journals._by_words.cache_clear()


def test_records_that_have_both_names_are_a_list() -> None:
    both = Record(
        id="a",
        type="article-journal",
        title="T",
        container_title="Quarterly of Geese",
        container_title_short="Q. Geese",
    )
    other = both.evolve(id="b", container_title="Quarterly of Gold", container_title_short="Q. G.")
    third = other.evolve(id="c", container_title="Quarterly of Gneiss")
    full = journal_names("full", PAIRS).knowing([both, other, third])
    assert written(full, "Q. Geese")[0] == "Quarterly of Geese"
    assert written(full, "Q. G.")[0] == "Q. G."  # two journals
    assert written(journal_names("abbreviated", PAIRS).knowing([both]), "Quarterly of geese")[0] == "Q. Geese"


def test_what_cannot_be_abbreviated_word_by_word_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_abbreviator", lambda: lambda _: None)  # pyiso4 fails on "Geophys"
    record = Record(id="a", type="article-journal", title="T", container_title="J Geophys")
    assert [finding.code for finding in journal_names("abbreviated").written(record)[1]] == ["MB148"]
    journals._by_words.cache_clear()
