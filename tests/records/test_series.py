"""The tables of conferences and journals, and the names that lead to them."""

from __future__ import annotations

from collections import Counter

import pytest

from moebib.records._conferences import CONFERENCES
from moebib.records._journals import JOURNALS
from moebib.records.identifier import parse_identifier
from moebib.records.series import all_series_in, anthology_volume, is_book_series, name_of_venue, series_named

SERIES = (*CONFERENCES, *JOURNALS)


def test_every_name_and_identifier_leads_to_one_series() -> None:
    names = [{name_of_venue(name) for name in (series.short, *series.names)} for series in SERIES]
    for values in (names, *([{*getattr(series, field)} for series in SERIES] for field in ("dblp", "acl", "issn"))):
        assert [
            value for value, number in Counter(value for row in values for value in row).items() if number > 1
        ] == []


def test_every_name_is_found() -> None:
    assert [name for series in SERIES for name in (series.short, *series.names) if series_named(name) != series] == []


def test_every_identifier_is_valid() -> None:
    for series in SERIES:
        assert [str(parse_identifier(f"issn:{issn}")) for issn in series.issn] == [f"issn:{one}" for one in series.issn]
        assert all(key.startswith("journals/" if series.kind == "journal" else "conf/") for key in series.dblp)


def test_the_conferences_that_a_journal_prints_are_in_the_table() -> None:
    assert {short for journal in JOURNALS for short in journal.prints} <= {series.short for series in CONFERENCES}


@pytest.mark.parametrize(
    ("text", "shorts"),
    [
        ("2023 57th IEEE/ACM International Symposium on Microarchitecture (MICRO)", ["MICRO"]),
        ("SIGMOD/PODS '21: International Conference on Management of Data", ["SIGMOD", "PODS"]),
        ("2024 IEEE/RSJ International Conference on Intelligent Robots and Systems (IROS)", ["IROS"]),
        ("Robotics: Science and Systems XX", ["RSS"]),
        ("Proceedings of the 2024 Annual ACM-SIAM Symposium on Discrete Algorithms (SODA)", ["SODA"]),
        ("Proceedings of the 2024 on ACM SIGSAC Conference on Computer and Communications Security", ["CCS"]),
        ("61st ACM/EDAC/IEEE Design Automation Conference (DAC)", ["DAC"]),
        ("Machine Learning", ["Machine Learning"]),
        ("Machine Learning: Science and Technology", []),
        ("Findings of the Association for Computational Linguistics: EMNLP 2023", ["EMNLP"]),
        ("Journal of Machine Learning Research, Volume 25", ["JMLR"]),
        ("International Conference on Machine Learning and Applications", []),
        ("International Conference on Neural Information Processing", []),
        ("Conference on Invented Things", []),
        ("", []),
    ],
)
def test_the_series_in_a_name_are_found(text: str, shorts: list[str]) -> None:
    assert sorted(series.short for series in all_series_in(text)) == sorted(shorts)


@pytest.mark.parametrize(
    ("identifier", "short", "year", "track"),
    [
        ("2024.acl-long.70", "ACL", 2024, "main"),
        ("2024.findings-naacl.70", "NAACL", 2024, "findings"),
        ("2023.emnlp-demo.1", "EMNLP", 2023, "demo"),
        ("2024.lrec-main.1", "LREC-COLING", 2024, "main"),
        ("2024.things-1.1", None, 2024, ""),
        ("P98-1001", "ACL", 1998, ""),
        ("J05-1001", "CL", 2005, ""),
        ("W19-0101", None, 2019, ""),
    ],
)
def test_an_id_of_the_acl_anthology_has_series_year_and_track(
    identifier: str, short: str | None, year: int, track: str
) -> None:
    volume = anthology_volume(identifier)
    assert (volume.series and volume.series.short, volume.year, volume.track) == (short, year, track)


def test_series_of_books_are_no_venues() -> None:
    names = ("Lecture Notes in Computer Science", "LNCS", "Proceedings of Machine Learning Research", "LIPIcs",
             "CEUR Workshop Proceedings", "Communications in Computer and Information Science")  # fmt: skip
    assert all(map(is_book_series, names))
    assert not any(map(is_book_series, ("Lecture Hall Systems", "Machine Learning Research", "ICML")))
