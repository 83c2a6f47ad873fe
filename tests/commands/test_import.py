"""Works and models that an importer has read are added to a library."""

from __future__ import annotations

from pathlib import Path

from moebib.commands.import_ import import_files, take_in
from moebib.formats import ParsedFile
from moebib.library.config import Config, Section
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
from small_list import make_list

SYSTEM = Section(tag="system", heading="Systems")
KNOWN = Record(id="du2024sida", type="paper-conference", title="SiDA", issued="2024", identifiers=["doi:10.1000/a"])
LIBRARY = Library([KNOWN], [Model(id="mixtral", name="Mixtral")], Config(sections=(SYSTEM,)))


def test_a_new_work_keeps_its_key_unless_it_is_used_or_invalid() -> None:
    free = Record(id="liu2020sparse", type="article", title="Sparse")
    taken = Record(id="DU2024sida", type="article", title="Dense", author=["Du, Ann"], issued="2023")
    not_a_file = Record(id="DBLP:conf/x/1", type="article", title="Odd", author=["Yu, Bo"], issued="2021")
    intake = take_in(LIBRARY, ParsedFile((free, taken, not_a_file)), source="a.bib")
    assert [work.id for work in intake.works] == ["liu2020sparse", "du2023dense", "yu2021odd"]


def test_a_listed_work_gets_only_new_values() -> None:
    again = Record(id="x", type="article", title="SiDA-MoE", tags=["system"], identifiers=["doi:10.1000/a"])
    intake = take_in(LIBRARY, ParsedFile((again,)), source="a.bib")
    assert [(work.id, work.title, work.tags, work.aliases) for work in intake.works] == [
        ("du2024sida", "SiDA", ("system",), ("SiDA-MoE",))
    ]
    (finding,) = intake.findings
    assert (finding.code, finding.file) == ("MB103", "a.bib")
    assert finding.hint == "they differ in type, title"


def test_a_listed_work_without_new_values_is_not_written() -> None:
    assert take_in(LIBRARY, ParsedFile((KNOWN,)), source="a.bib").works == ()


def test_two_entries_for_the_same_work_are_merged() -> None:
    first = Record(id="a", type="article", title="Sparse", identifiers=["acl:2024.acl-long.70"])
    doi = "doi:10.18653/v1/2024.acl-long.70"  # the same work
    second = Record(id="b", type="article", title="Sparse!", identifiers=[doi], tags=["system"])
    intake = take_in(LIBRARY, ParsedFile((first, second)), source="a.bib")
    assert [(work.id, work.aliases, work.tags) for work in intake.works] == [("a", ("Sparse!",), ("system",))]


def test_an_identifier_of_another_work_is_not_added_to_a_work() -> None:
    dois = ("doi:10.5555/a", "doi:10.5555/b")
    works = [Record(id=doi[-1], type="book", title=doi[-1], identifiers=[doi]) for doi in dois]
    both = Record(id="c", type="book", title="a", identifiers=dois)
    for library, added in ((Library(), (*works, both)), (Library(works), (both,))):
        intake = take_in(library, ParsedFile(added), source="a.bib")
        identifiers = {work.id: list(map(str, work.identifiers)) for work in intake.works}
        assert identifiers in ({"a": [dois[0]], "b": [dois[1]]}, {})
        message = "doi:10.5555/b is also an identifier of 'b'; not added to 'a'"
        assert [(finding.code, finding.message) for finding in intake.findings] == [("MB007", message)]


def test_two_papers_in_the_same_volume_are_not_merged() -> None:
    isbn = ["isbn:9781939133359"]
    papers = tuple(Record(id=key, type="paper-conference", title=key, identifiers=isbn) for key in "ab")
    library = Library([papers[0]])
    assert [work.id for work in take_in(library, ParsedFile(papers), source="a.bib").works] == ["b"]


def test_a_model_refers_to_its_paper_by_the_key_of_the_listed_entry() -> None:
    paper = Record(id="sida2024", type="article", title="SiDA", identifiers=["doi:10.1000/a"])
    models = (Model(id="sida", name="SiDA", papers=["sida2024"]), Model(id="Mixtral", name="Mixtral"))
    intake = take_in(LIBRARY, ParsedFile((paper,), models), source="a.md")
    assert [(model.id, *model.papers) for model in intake.models] == [("sida", "du2024sida")]


def test_relations_are_to_the_keys_of_the_list() -> None:
    to_later = [{"kind": "extended-by", "key": "Later"}, {"kind": "same-work", "key": "du2024sida"}]
    to_sida = [{"kind": "notice-of", "key": "sida2024"}, {"kind": "same-work", "key": "nowhere"}]
    sida = Record(id="sida2024", type="article", title="SiDA", identifiers=["doi:10.1000/a"], relations=to_later)
    later = Record(id="later", type="book", title="Later", relations=to_sida)
    intake = take_in(LIBRARY, ParsedFile((sida, later)), source="a.jsonl")
    assert {work.id: [(relation.kind, relation.key) for relation in work.relations] for work in intake.works} == {
        "du2024sida": [("extended-by", "later")], "later": [("notice-of", "du2024sida")],
    }  # fmt: skip
    assert [str(finding) for finding in intake.findings if finding.code == "MB011"] == [
        "a.jsonl: MB011 no entry 'nowhere'\n  hint: the reference is left out"
    ]


def test_new_sections_are_added_and_a_tag_without_a_section_gets_one() -> None:
    hardware = Section(tag="hardware", heading="Hardware-level")
    record = Record(id="a", type="article", title="A", tags=["hardware", "system", "model/low-rank"])
    intake = take_in(LIBRARY, ParsedFile((record,), sections=(SYSTEM, hardware)), source="a.md")
    assert [(section.tag, section.heading) for section in intake.sections] == [
        ("hardware", "Hardware-level"), ("model/low-rank", "Low rank"),
    ]  # fmt: skip


def test_a_list_without_sections_gets_none() -> None:
    record = Record(id="a", type="article", title="A", tags=["hardware"])
    assert take_in(Library(), ParsedFile((record,)), source="a.jsonl").sections == ()


def test_import_gives_a_new_work_an_unused_key(tmp_path: Path) -> None:
    make_list(tmp_path)
    file = tmp_path / "other.jsonl"
    file.write_text(
        '{"id": "CHO2022bounds", "type": "book", "title": "Bounds, Again", "author": ["Cho, Bo"], "issued": "2022"}'
    )
    report = import_files([file], tmp_path)
    assert (report.added, report.updated, report.known) == (1, 0, 0)
    assert [change.path for change in report.changes] == ["entries/papers/cho2022boundsa.toml"]


def test_import_names_the_file_in_every_finding(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('nothing\n{}\n{"id": "a", "type": "book"}\n', "utf-8")
    report = import_files([file], tmp_path)
    assert {finding.file for finding in report.findings} == {str(file)}
    assert report.not_understood == len(report.findings) > 0
    assert report.added == 1


def test_prose_does_not_count_as_not_understood(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text(
        "# Notes\n\nOnly prose.\n\n## Papers\n\n- [Warm Bread](https://arxiv.org/abs/2401.06066)\n", "utf-8"
    )
    report = import_files([file], tmp_path, write=False)
    assert [finding.code for finding in report.findings] == ["MB102"]
    assert report.not_understood == 0
