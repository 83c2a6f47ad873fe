"""The names of a venue: in full, abbreviated, as an acronym, with and without the year."""

from __future__ import annotations

import pytest

from moebib.records.equivalence import alike_venues, is_archive

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
        ("arXiv", "CoRR"),
        ("arXiv preprint arXiv:2401.06066", "arXiv.org"),
    ],
)  # fmt: skip
def test_names_of_one_venue(a: str, b: str) -> None:
    assert alike_venues(a, b)
    assert alike_venues(b, a)


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
def test_names_of_two_venues(a: str, b: str) -> None:
    assert not alike_venues(a, b)
    assert not alike_venues(b, a)


@pytest.mark.parametrize(
    ("venue", "expected"),
    [("arXiv", True), ("arXiv (Cornell University)", True), ("CoRR", True), ("Corrosion Science", False), ("", False)],
)
def test_how_people_write_that_a_work_is_on_arxiv(venue: str, expected: bool) -> None:
    assert is_archive(venue) is expected
