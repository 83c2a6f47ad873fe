"""Places: the series, year and track of a publication, however its source writes them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import InputError, SourceError
from moebib.matching.places import Place, place_of, same_place, track_rank
from moebib.records.answer import Found
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from recorded_answers import Recorded, recordings
from stated import stated_in
from strategies import examples, records

ACL_2024 = "Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics"
NAACL = (
    "Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational Linguistics"
)


def paper(container: str = "", short: str = "", **fields: Any) -> Record:
    fields = {"type": "paper-conference", "title": "Sparse Experts", **fields}
    return Record(id="doe2024", container_title=container, container_title_short=short, **fields)


def article(container: str, **fields: Any) -> Record:
    return paper(container, type="article-journal", **fields)


def known(publication: Record) -> Place:
    place = place_of(publication)
    assert place
    return place


@pytest.mark.parametrize(
    ("publication", "series", "year", "track"),
    [
        (paper("Advances in Neural Information Processing Systems 35"), "neurips", 2022, "main"),
        (paper("NIPS", issued="2016"), "neurips", 2016, "main"),
        (paper("Thirty-eighth Annual Conference on Neural Information Processing Systems"), "neurips", None, "main"),
        (paper("Neural Information Processing Systems", volume="35", issued="2023"), "neurips", 2022, "main"),
        (paper("Forty-second International Conference on Machine Learning", "ICML 2025"), "icml", 2025, "main"),
        (paper("Proceedings of Machine Learning and Systems 6 (MLSys 2024)"), "mlsys", 2024, "main"),
        (paper("Proceedings of the AAAI Conference on Artificial Intelligence", volume="37"), "aaai", 2023, "main"),
        (paper("SC24: International Conference for High Performance Computing, Networking, Storage and Analysis"),
         "sc", 2024, "main"),
        (paper("16th USENIX Symposium on Operating Systems Design and Implementation (OSDI 22)"), "osdi", 2022, "main"),
        (paper("SIGMOD/PODS '21: International Conference on Management of Data"), "sigmod", 2021, "main"),
        (paper("IEEE INFOCOM 2024 - IEEE Conference on Computer Communications"), "infocom", 2024, "main"),
        (paper("2025 Design, Automation & Test in Europe Conference (DATE)"), "date", 2025, "main"),
        (paper("Lecture Notes in Computer Science", event_title="18th European Conference on Computer Vision",
               issued="2024"), "eccv", 2024, "main"),
        (paper("", "ACL (1)", issued="2024"), "acl", 2024, "main"),
        (paper("", "ACL (Findings)", issued="2024"), "acl", 2024, "findings"),
        (paper("Findings of the Association for Computational Linguistics: EMNLP 2023"), "emnlp", 2023, "findings"),
        (paper(f"{ACL_2024} (Volume 3: System Demonstrations)", issued="2024"), "acl", 2024, "demo"),
        (paper(f"{NAACL}: Human Language Technologies, Volume 2 (Industry Papers)"), "naacl", 2019, "industry"),
        (paper("2023 Conference on Empirical Methods in Natural Language Processing: Industry Track"),
         "emnlp", 2023, "industry"),
        (paper("Proceedings of the 59th Annual Meeting of the Association for Computational Linguistics and the 11th "
               "International Joint Conference on Natural Language Processing", issued="2021"), "acl", 2021, "main"),
        (paper("Companion Proceedings of the ACM on Web Conference 2024"), "www", 2024, "companion"),
        (paper("Proceedings of the Neural Information Processing Systems Track on Datasets and Benchmarks 1",
               "NeurIPS Datasets and Benchmarks", issued="2021"), "neurips", 2021, "datasets and benchmarks"),
        (paper("NeurIPS 2022 Datasets and Benchmarks"), "neurips", 2022, "main"),
        (paper("The Second Tiny Papers Track at ICLR 2024"), "iclr", 2024, "tiny papers"),
        (paper("Tiny Papers @ ICLR 2023"), "iclr", 2023, "tiny papers"),
        (paper("ICLR 2024 Blogposts"), "iclr", 2024, "blog posts"),
        (paper("", identifiers=["acl:2021.findings-emnlp.12"]), "emnlp", 2021, "findings"),
        (paper("", identifiers=["doi:10.18653/v1/2024.acl-long.70"]), "acl", 2024, "main"),
        (paper("", identifiers=["acl:2024.acl-srw.7"]), "acl", 2024, "workshop student research"),
        (paper("NeurIPS", identifiers=["dblp:conf/nips/DoeR22a"], issued="2023"), "neurips", 2022, "main"),
        (paper("", identifiers=["dblp:conf/iclr/DoeR0024"], issued="2024"), "iclr", 2024, ""),
        (article("J. Mach. Learn. Res.", issued="2024"), "jmlr", 2024, "journal"),
        (article("Invented", identifiers=["issn:1532-4435"], issued="2024"), "jmlr", 2024, "journal"),
        (article("Machine Learning: Science and Technology"), "machine learning science technology", None, "journal"),
        (paper("Findings of the Association for Computational Linguistics ACL 2024"), "acl", 2024, "findings"),
        (paper("NIPS 30"), "neurips", 2017, "main"),
        (paper("SIGMOD '98"), "sigmod", 1998, "main"),
        (paper("Computer Vision \u2013 ECCV 2022"), "eccv", 2022, "main"),
        (paper("Intl. Conf. on Machine Learning"), "icml", None, "main"),
        (paper("", "ACL Findings", issued="2024"), "acl", 2024, "findings"),
        (article("IEEE Micro", issued="2024"), "ieee micro", 2024, "journal"),
        (article("Machine Learning", issued="2024"), "machine learning", 2024, "journal"),
        (article("Proceedings of the ACM on Management of Data", issued="2023"), "pacmmod", 2023, "journal"),
        (paper("Third Conference on Invented Things", issued="2024"), "conference invented things", 2024, "main"),
    ],
)  # fmt: skip
def test_a_place_has_series_year_and_track(publication: Record, series: str, year: int | None, track: str) -> None:
    assert known(publication)[:3] == (series, year, track)


@pytest.mark.parametrize(
    ("publication", "series", "track"),
    [
        (paper("Workshop on Invented Things at ICML 2024"), "icml", "workshop invented things"),
        (paper("NeurIPS 2023 Workshop: Imagined Tables"), "neurips", "workshop imagined tables"),
        (paper("Proceedings of the 4th Workshop on Invented Talks", "IT@ACL"), "acl", "workshop invented talks"),
        (paper("NeurIPS Lock-LLM Workshop"), "neurips", "workshop lock llm"),
        (paper("IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops, CVPR Workshops 2022"),
         "cvpr", "workshop"),
        (paper("", "CVPRW"), "cvpr", "workshop"),
        (paper("", "ICML_W"), "icml", "workshop"),
        (paper("", "ACL SRW"), "acl", "workshop srw"),
        (paper("5th International Conference on Learning Representations, ICLR 2017, Workshop Track Proceedings"),
         "iclr", "workshop"),
        (paper("Proceedings of the First Workshop on Invented Things"), "", "workshop invented things"),
        (paper("Proceedings of the Workshop on Hot Topics in Operating Systems"), "hotos", "workshop hotos"),
        (paper("Proceedings of the 3rd Workshop on Machine Learning and Systems", "EuroMLSys"),
         "euromlsys", "workshop euromlsys"),
        (paper("5th Workshop on Learning Representations"), "", "workshop learning representations"),
        (paper("SC23-W: Workshops of the International Conference on High Performance Computing"), "sc", "workshop"),
        (paper("Proceedings of the Ninth Workshop on Statistical Machine Translation"), "wmt", "main"),
    ],
)  # fmt: skip
def test_a_workshop_is_no_main_track(publication: Record, series: str, track: str) -> None:
    assert (known(publication).series, known(publication).track) == (series, track)


@pytest.mark.parametrize(
    "publication",
    [
        paper("arXiv", type="article", genre="preprint"),
        paper("bioRxiv", type="article", genre="preprint"),
        article("arXiv preprint arXiv:2401.01234"),
        paper("", identifiers=["doi:10.5555/1"]),
        paper("", type="thesis", publisher="University of Invention"),
        paper("Lecture Notes in Computer Science"),
    ],
)
def test_what_says_no_place_has_none(publication: Record) -> None:
    assert place_of(publication) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (paper("Advances in Neural Information Processing Systems 35"), paper("NeurIPS", issued="2022")),
        (paper("NIPS 2017"), paper("", "NeurIPS", issued="2017")),
        (paper("21st International Conference on Computational Linguistics and 44th Annual Meeting of the "
               "Association for Computational Linguistics", issued="2006"), paper("", "ACL", issued="2006")),
        (paper("", identifiers=["acl:2024.lrec-main.1"]), paper("", "LREC/COLING", issued="2024")),
        (paper("Invented Advances in NeurIPS", "NeurIPS 2022", issued="2023"), paper("NeurIPS 2022")),
        (article("J. Mach. Learn. Res.", volume="25", page="140:1-140:67", issued="2024"),
         article("Journal of Machine Learning Research", volume="25", page="1-67", issued="2024")),
        (article("Invented Letters", volume="6", page="525-535", issued="2024"),
         article("Invented Letters", volume="6", page="525", issued="2023")),
        (article("J. Imag. Syst.", volume="3", issued="2024"), article("Journal of Imagined Systems", issued="2024")),
        (paper("NeurIPS 2025 Workshop Invented Things"), paper("Workshop on Invented Things at NeurIPS 2025")),
        (paper("6th Workshop on Vision and Things", issued="2024"),
         paper("6th Workshop on Vision and Things", "VT@ICML", issued="2024")),
        (paper("Third Conference on Invented Things", issued="2024"),
         paper("3rd Conference on Invented Things", issued="2024")),
        (paper("Invented Notes", volume="976", issued="2023"), paper("Invented Notes", volume="976", issued="2024")),
    ],
)  # fmt: skip
def test_two_names_of_one_place_are_one_place(a: Record, b: Record) -> None:
    assert same_place(a, b) is same_place(b, a) is True


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (paper("ICML", issued="2024"), paper("NeurIPS", issued="2024")),
        (paper("ACL 2024"), paper("Findings of ACL", issued="2024")),
        (paper("ICML 2024"), paper("ICML 2024 Workshop on Invented Things")),
        (paper("ICML 2023"), paper("ICML 2024")),
        (paper("ICML", issued="2022"), paper("ICML", issued="2024")),
        (paper("ACL 2024"), paper(f"{ACL_2024}: Student Research Workshop", issued="2024")),
        (paper("ACL 2024"), paper(f"{ACL_2024} (Volume 3: System Demonstrations)", issued="2024")),
        (paper("ICML", issued="2024"), article("Journal of Machine Learning Research", issued="2024")),
        (article("Invented Letters", volume="6"), article("Invented Letters", volume="7")),
        (article("Journal of Imagined Systems", issued="2024"), article("Nature of Warmth", issued="2024")),
        (article("Machine Learning", issued="2024"), article("Neuron", issued="2024")),
        (paper("Conference on Invented Things", identifiers=["issn:0302-9743"], issued="2024"),
         paper("Symposium on Dense Systems", identifiers=["issn:0302-9743"], issued="2024")),
        (paper("NeurIPS 2024 Workshop on Tables"), paper("ICML 2024 Workshop on Tables")),
        (paper("", identifiers=["acl:D19-1001"]), paper("", identifiers=["acl:2021.emnlp-main.1"])),
    ],
)  # fmt: skip
def test_another_series_year_track_or_volume_is_another_place(a: Record, b: Record) -> None:
    assert same_place(a, b) is same_place(b, a) is False


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (paper("NeurIPS", issued="2022"), paper("NeurIPS", issued="2023")),
        (paper("NeurIPS"), paper("NeurIPS", issued="2023")),
        (paper("ICPR", volume="1", issued="2022"), paper("ICPR", volume="1", issued="2023")),
        (paper("NeurIPS 2024 Workshop"), paper("NeurIPS 2024 Workshop on Tables")),
        (paper("CIT", issued="2024"), paper("Conference on Systems", issued="2024")),
        (article("Clay", issued="2024"), article("Clay Communications", issued="2024")),
        (paper("SIGMOD 2024"), article("Proc. ACM Manag. Data", issued="2024")),
        (paper("", "EMNLP/IJCNLP (3)", issued="2019"), paper("", identifiers=["acl:D19-3001"])),
        (paper("NeurIPS 2024"), paper("NeurIPS-ENLSP", issued="2024")),
        (paper("AAAI", issued="2024"), paper("AAAI 2024 Spring Symposium on Things", issued="2024")),
        (paper("SOSP 2021"), paper("28th Symposium on Operating Systems Principles CD-ROM", issued="2021")),
        (article("Machine Learning"), article("Machine Learning: Science and Technology")),
        (article("Invented Letters", issued="2023"), article("Invented Letters", issued="2024")),
        (article("Invented Letters", volume="6", page="20-30", issued="2024"),
         article("Invented Letters", volume="6", page="200-230", issued="2024")),
        (paper("ICML", issued="2024"), paper("arXiv", type="article", genre="preprint", issued="2024")),
        (paper("ICLR 2024"), paper("", identifiers=["dblp:conf/iclr/Doe24"], issued="2024")),
    ],
)  # fmt: skip
def test_a_place_that_may_be_the_same_is_unknown(a: Record, b: Record) -> None:
    assert same_place(a, b) is same_place(b, a) is None


def test_the_main_track_is_cited_before_findings_workshop_thesis_and_preprint() -> None:
    ranked = [
        paper("ACL 2024"),
        paper("Findings of ACL", issued="2024"),
        paper("ACL 2024 Workshop on Tables"),
        paper("", type="thesis"),
        paper("OpenReview", type="article", genre="preprint"),
        paper("", type="software"),
    ]
    assert [track_rank(publication) for publication in ranked] == [0, 1, 2, 3, 4, 5]
    assert track_rank(paper("Imagined Reviews", type="review")) == track_rank(article("")) == 3
    assert track_rank(article("Journal of Imagined Systems")) == track_rank(paper("", type="book")) == 0


def test_tracks_of_one_conference_are_never_one_place() -> None:
    tracks = [
        paper("", identifiers=[f"acl:2024.{volume}.1"])
        for volume in ("acl-long", "findings-acl", "acl-srw", "acl-demos", "acl-tutorials")
    ]
    assert not any(same_place(a, b) for a, b in combinations(tracks, 2))


_WORDS = st.sampled_from((
    "ACL", "NeurIPS", "Findings of", "Workshop on", "Things", "2024", "'23", "35", ":", "(", ")", "-", "@", "at", "SRW",
    "Proceedings of the", "Machine Learning", "and the 3rd", "EMNLP-IJCNLP",
))  # fmt: skip


@examples(200)
@given(st.lists(_WORDS, max_size=8), st.lists(_WORDS, max_size=8))
def test_any_two_names_are_compared_in_either_order(words: list[str], others: list[str]) -> None:
    a, b = paper(" ".join(words), issued="2024"), paper("", " ".join(others), issued="2024")
    assert same_place(a, b) is same_place(b, a)
    assert same_place(a, a) is not False


@examples(50)
@given(records(), records())
def test_any_two_records_are_compared_in_either_order(a: Record, b: Record) -> None:
    assert same_place(a, b) is same_place(b, a)
    assert track_rank(a) in range(6)


# Recorded answers


@cache
def recorded_answers() -> tuple[Found, ...]:
    """All that was recorded of one publication each."""
    return tuple(answer for recorded in recordings() if recorded.source for answer in answers_in(recorded))


def answers_in(recorded: Recorded) -> Iterator[Found]:
    for identifier in identifiers_in(recorded):
        try:
            answer = source(recorded.source).parse([recorded.response], [identifier])[identifier]
        except SourceError:
            continue
        if isinstance(answer, Found):
            yield answer


def identifiers_in(recorded: Recorded) -> Iterator[Identifier]:
    """Those of the work in the answer by which its source can be queried; lists of works are left out."""
    works = stated_in(recorded.service, recorded.response.body)
    for text in works[0].identifiers if len(works) == 1 else ():
        try:
            identifier = parse_identifier(text)
        except InputError:
            continue
        if identifier.scheme in source(recorded.source).schemes:
            yield identifier


def test_recorded_answers_about_one_doi_are_never_in_two_places() -> None:
    answers: defaultdict[Identifier, list[Found]] = defaultdict(list)
    for answer in recorded_answers():
        for identifier in {other.canonical for other in answer.identifiers if other.scheme in (Scheme.DOI, Scheme.ACL)}:
            answers[identifier].append(answer)
    results = [
        (same_place(a.record, b.record), identifier)
        for identifier, found in answers.items()
        for a, b in combinations(found, 2)
        if a.source != b.source
    ]
    assert [identifier for result, identifier in results if result is False] == []
    assert sum(result is True for result, _ in results) > 40


def test_recorded_papers_of_two_volumes_are_never_in_one_place() -> None:
    volumes = [
        (volume, answer.record)
        for answer in recorded_answers()
        for identifier in answer.record.identifiers
        if (volume := volume_of(identifier))
    ]
    assert len({volume for volume, _ in volumes}) > 40
    for (volume, a), (other, b) in combinations(volumes, 2):
        assert volume == other or not same_place(a, b), (a.identifiers, b.identifiers)


def volume_of(identifier: Identifier) -> str:
    """The volume by the ID in the ACL Anthology ("2022.acl-long", "P18-1"), or the conference and year in DBLP."""
    if identifier.scheme is Scheme.ACL:
        return re.sub(r"\.\d+$|(?<=-\d)\d+$", "", identifier.value)
    parts = re.fullmatch(r"(conf/\w+)/.*(\d\d)[a-z]?", identifier.value) if identifier.scheme is Scheme.DBLP else None
    return "".join(parts.groups()) if parts else ""
