"""Values that are equivalent, and values that are not."""

from __future__ import annotations

import pytest

from moebib.records.date import parse_date
from moebib.records.equivalence import (
    abbreviates,
    equivalent_dates,
    equivalent_name,
    equivalent_names,
    equivalent_pages,
    equivalent_text,
    equivalent_venues,
    is_archive,
)
from moebib.records.name import Names, parse_name


def people(*names: str) -> Names:
    return Names(map(parse_name, names))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Mixture-of-Experts", "Mixture of experts.", True),
        ("Naïve Gating", "Naive gating", True),
        ("専門家の混合", "専門家の混合", True),
        ("Experts I", "Experts II", False),
        ("Experts", "Experts: A Survey", False),
        ("???", "!!!", False),  # a text of only punctuation is compared as it is
        ("深い専門家", "浅い専門家", False),
    ],
)
def test_texts_are_equivalent_but_for_case_accents_and_punctuation(a: str, b: str, expected: bool) -> None:
    assert (equivalent_text(a, b), equivalent_text(b, a)) == (expected, expected)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Li, Hai", "Li, H.", True),
        ("Li, Hai Helen", "Li, Hai", True),
        ("Li, Hai Helen", "Li, H. H.", True),
        ("Lee, Hsien-Hsin S.", "Lee, H. S.", True),
        ("Li, Hai", "Li, ...", True),
        ("Kim, Yu-Hsin", "Kim, Yuhsin", True),
        ("van den Berg, Jan", "Berg, Jan van den", True),
        ("van den Berg, Jan", "{van den Berg}, Jan", True),
        ("Wei, Zhang", "Zhang, Wei", True),  # not every source knows which part is the family name
        ("Erdős, Paul", "Erdos, Paul", True),
        ("{DeepSeek-AI}", "{DeepSeek AI}", True),
        ("Li, Hai", "Li, Han", False),
        ("Li, J. K.", "Li, John Q.", False),
        ("Li, Helen", "Li, Hai Helen", False),
        ("Li, Hai", "Lin, Hai", False),
        ("Li, Hai", "{Li Lab}", False),
    ],
)
def test_names_are_equivalent_if_one_abbreviates_the_other(a: str, b: str, expected: bool) -> None:
    first, second = parse_name(a), parse_name(b)
    assert (equivalent_name(first, second), equivalent_name(second, first)) == (expected, expected)


def test_lists_of_names_have_the_same_people_in_the_same_order() -> None:
    assert equivalent_names(people("Li, Hai", "Cho, Ada"), people("Li, H.", "Cho, A."))
    assert not equivalent_names(people("Li, Hai", "Cho, Ada"), people("Cho, Ada", "Li, Hai"))
    assert not equivalent_names(people("Li, Hai", "Cho, Ada"), people("Li, Hai"))


def test_an_incomplete_list_matches_a_longer_one() -> None:
    incomplete = people("Li, Hai", "others")
    assert equivalent_names(incomplete, people("Li, Hai", "Cho, Ada"))
    assert equivalent_names(incomplete, people("Li, Hai", "Cho, Ada", "others"))
    assert equivalent_names(incomplete, people("Li, Hai"))
    assert not equivalent_names(incomplete, people("Cho, Ada", "Li, Hai"))
    assert not equivalent_names(people("Li, Hai", "Cho, Ada", "others"), people("Li, Hai"))
    assert not equivalent_names(people("others"), people("Cho, Ada"))


@pytest.mark.parametrize(
    ("new", "old", "loses"),
    [
        (["Li, H."], ["Li, Hai"], True),
        (["Li, Hai"], ["Li, Hai Helen"], True),
        (["Cho, A.", "Li, Hai"], ["Li, Hai"], False),
        (["Li, Hai Helen"], ["Li, H. H."], False),
        (["Lin, H."], ["Li, Hai"], False),
    ],
)
def test_replacing_a_name_with_an_initial_loses_information(new: list[str], old: list[str], loses: bool) -> None:
    assert abbreviates(people(*new), people(*old)) is loses


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2024", "2024-05", True), ("2024-05", "2024-05-03/2024-05-06", True), ("2024-05", "2024-06", False),
        ("2001-21", "2001-05", True), ("2001-21", "2001-22", False), ("1995~", "1995", True), ("199X", "1995-05", True),
        ("199X", "19XX", True), ("199X", "2000", False), ("2001-05-XX", "2001-05-03", True),
        ("2001-05-XX", "2001-06", False), ("2001-XX", "2001-06", True),
    ],
)  # fmt: skip
def test_dates_are_equivalent_if_one_is_less_precise(a: str, b: str, expected: bool) -> None:
    assert equivalent_dates(parse_date(a), parse_date(b)) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("12-34", "12 \N{EN DASH} 34", True), ("C3-32", "c3-32", True), ("12-34", "12-35", False), ("1", "12", False)],
)
def test_pages_are_equivalent_but_for_case_and_dashes(a: str, b: str, expected: bool) -> None:
    assert equivalent_pages(a, b) is expected


ACL = "Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)"
HPCA = "2024 IEEE International Symposium on High-Performance Computer Architecture (HPCA)"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ACL", ACL),
        ("NAACL", "2024 Conference of the North American Chapter of the Association for Computational Linguistics"),
        ("ASPLOS (1)", "ASPLOS"),
        ("ASPLOS'25", "Architectural Support for Programming Languages and Operating Systems"),
        ("MLSys", "Proceedings of Machine Learning and Systems 6 (MLSys 2024)"),
        ("MLSys", "Proceedings of Machine Learning and Systems"),
        ("EuroSys", "Proceedings of the Nineteenth European Conference on Computer Systems"),
        ("PPoPP", "Principles and Practice of Parallel Programming"),
        ("FAST", "21st USENIX Conference on File and Storage Technologies"),
        ("USENIX ATC", "2024 USENIX Annual Technical Conference"),
        ("OSDI 24", "18th USENIX Symposium on Operating Systems Design and Implementation"),
        ("IEEE Trans. Parallel Distrib. Syst.", "IEEE Transactions on Parallel and Distributed Systems"),
        ("ICLR", "The Twelfth International Conference on Learning Representations"),
        ("International Conference on Machine Learning", "Proc. 39th International Conference on Machine Learning"),
        ("NeurIPS", "Advances in Neural Information Processing Systems"),
        ("NeurIPS", "NIPS"),
        ("NeurIPS", "NeurIPS 2024 Datasets and Benchmarks Track"),
        ("HPCA", HPCA),
        ("WIS", "Proceedings of the Workshop on Invented Systems"),
        ("ACM", "Association for Computing Machinery"),
        ("SIGMOD", "Proceedings of the ACM on Management of Data"),
        ("arXiv", "CoRR"),
        ("arXiv preprint arXiv:2401.06066", "arXiv.org"),
    ],
)  # fmt: skip
def test_equivalent_venue_names(a: str, b: str) -> None:
    assert equivalent_venues(a, b)
    assert equivalent_venues(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ICLR", "ICML"),
        ("ICLR", "International Conference on Machine Learning"),
        ("ISCA", HPCA),
        ("EMNLP", "ACL"),
        ("OSDI", "SOSP"),
        ("Nature", "Nature Communications"),
        ("Machine Learning", "Proceedings of Machine Learning and Systems"),
        ("ICML", "ICML 2024 Workshop on Invented Things"),
        ("ICML", "Workshop on Invented Things at the International Conference on Machine Learning"),
        ("ICML", "Advances in Neural Information Processing Systems"),
        ("arXiv", "NeurIPS"),
    ],
)
def test_different_venue_names(a: str, b: str) -> None:
    assert not equivalent_venues(a, b)
    assert not equivalent_venues(b, a)


@pytest.mark.parametrize(
    ("venue", "expected"),
    [("arXiv", True), ("arXiv (Cornell University)", True), ("CoRR", True), ("Corrosion Science", False), ("", False)],
)
def test_common_ways_to_say_that_a_work_is_on_arxiv(venue: str, expected: bool) -> None:
    assert is_archive(venue) is expected
