from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import InvalidIdentifier
from moebib.formats import ParsedFile, for_file, get
from moebib.formats.paper_list.reader import read
from moebib.library.config import Config, Section
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.text.fold import fold
from shared_data import shared
from strategies import examples


def read_list(text: str, **config: Any) -> ParsedFile:
    return read(text, Config(**config))


def only_record(text: str, **config: Any) -> dict[str, Any]:
    """The only record of a list, as plain data without key and type."""
    (record,) = read_list(text, **config).records
    return {name: value for name, value in record.to_dict().items() if name not in ("id", "type")}


def findings(text: str, **config: Any) -> list[str]:
    return [str(finding) for finding in read_list(text, **config).findings]


def test_a_markdown_file_is_a_paper_list() -> None:
    assert for_file("README.md") is get("paper-list")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[ACL'24.8] [A](http://a.example)",
         {"title": "A", "issued": "2024-08", "container_title_short": "ACL", "url": "http://a.example"}),
        ("[ACL'24] [A](http://a.example)",
         {"title": "A", "issued": "2024", "container_title_short": "ACL", "url": "http://a.example"}),
        ("[ISSCC’24.02][A](http://a.example)",
         {"title": "A", "issued": "2024-02", "container_title_short": "ISSCC", "url": "http://a.example"}),
        ("[SoCC '24.11] [MoEsaic: Shared Mixture of Experts]",
         {"title": "MoEsaic: Shared Mixture of Experts", "issued": "2024-11", "container_title_short": "SoCC"}),
        ("[A](http://a.example) [[Code](http://c.example)][[Slides](http://s.example)]",
         {"title": "A", "url": "http://a.example",
          "links": {"code": ["http://c.example"], "slides": ["http://s.example"]}}),
        ("[A](http://a.example) [[Foo](http://f.example)] [Quantization, Skip Expert] [Quantization]",
         {"title": "A", "url": "http://a.example", "keyword": ["Quantization", "Skip Expert"],
          "links": {"project": ["http://f.example"]}}),
        ("['97.3] [A [b] $d_{model}$ \\*c\\* &amp; `d`](http://a.example)",
         {"title": "A [b] $d_{model}$ *c* & d", "issued": "1997-03", "url": "http://a.example"}),
        ("[On *E. coli* in H<sub>2</sub>O, <b>b</b> **c** {d} \\$x\\$](http://a.example)",
         {"title": r"On <i>E. coli</i> in H<sub>2</sub>O, <b>b</b> <b>c</b> \{d\} \$x\$", "url": "http://a.example"}),
        ("[**All bold**](http://a.example)", {"title": "All bold", "url": "http://a.example"}),
        ("[*a* and *b*](http://a.example)", {"title": "<i>a</i> and <i>b</i>", "url": "http://a.example"}),
        ("[ACL'24] [On *E. coli*]", {"title": "On <i>E. coli</i>", "issued": "2024", "container_title_short": "ACL"}),
        ("[Int'l Conf.'1997.3] [A](http://a.example)",
         {"title": "A", "issued": "1997-03", "container_title_short": "Int'l Conf.", "url": "http://a.example"}),
        ("[ACL'24.8] [Paper Title]() [[Code](http://c.example)]",
         {"title": "Paper Title", "issued": "2024-08", "container_title_short": "ACL",
          "links": {"code": ["http://c.example"]}}),
    ],
)  # fmt: skip
def test_the_bracket_line_is_read(line: str, expected: dict[str, Any]) -> None:
    assert only_record(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [A](http://a.example)", {"title": "A", "url": "http://a.example"}),
        ("- [A](http://a.example) - In ACL, August 2024. [Code](http://c.example). *Quantization*, *b*.",
         {"title": "A", "url": "http://a.example", "issued": "2024-08", "container_title_short": "ACL",
          "keyword": ["Quantization", "b"], "links": {"code": ["http://c.example"]}}),
        ("- **On *E. coli***, ACL 2024. [[paper](https://arxiv.org/abs/2401.06066)]",
         {"title": "On <i>E. coli</i>", "issued": "2024", "container_title_short": "ACL"}),
        ("* [ACL'24.8] [A](http://a.example) [[code](http://c.example)]",
         {"title": "A", "url": "http://a.example", "issued": "2024-08", "container_title_short": "ACL",
          "links": {"code": ["http://c.example"]}}),
        ("- [2023/05] **[A: b](http://a.example)** | [[code]](http://c.example)",
         {"title": "A: b", "url": "http://a.example", "issued": "2023-05", "links": {"code": ["http://c.example"]}}),
        ("- **A: b**, ACL 2024. [[paper](https://arxiv.org/abs/2401.06066)] [[code](http://c.example)]",
         {"title": "A: b", "issued": "2024", "container_title_short": "ACL", "identifiers": ["arxiv:2401.06066"],
          "links": {"code": ["http://c.example"]}}),
        ("1. (ACL 2024) [A](http://a.example)",
         {"title": "A", "url": "http://a.example", "issued": "2024", "container_title_short": "ACL"}),
        ("- [A](http://a.example) - ICML, 12 May 2023",
         {"title": "A", "url": "http://a.example", "issued": "2023-05-12", "container_title_short": "ICML"}),
        ("- [A](http://a.example) [ICML 2024] [[code](http://c.example)]",
         {"title": "A", "issued": "2024", "container_title_short": "ICML", "links": {"code": ["http://c.example"]}}),
        ("- [A](http://a.example) [ICML 2024]", {"title": "A", "issued": "2024", "container_title_short": "ICML"}),
        ("- A thing [[pdf](http://a.example/a.pdf)] [[arXiv](https://arxiv.org/abs/2401.06066)]",
         {"title": "A thing", "identifiers": ["arxiv:2401.06066"], "links": {"pdf": ["http://a.example/a.pdf"]}}),
        ("- [A](http://a.example)\n  [[Code](http://c.example)]",
         {"title": "A", "url": "http://a.example", "links": {"code": ["http://c.example"]}}),
    ],
)  # fmt: skip
def test_the_usual_bullets_are_read(line: str, expected: dict[str, Any]) -> None:
    shown = only_record(line)
    assert {name: shown.get(name) for name in expected} == expected


def test_a_description_is_reported_and_not_imported() -> None:
    assert findings("- [A](http://a.example) - A fast server, for phones.") == [
        "1: MB102 text not imported: 'A fast server, for phones'"
    ]


def test_a_table_of_papers_is_read() -> None:
    text = """
| Title | Date | Venue | Code | Stars | Keywords |
|---|---|---|---|---|---|
| [A](http://a.example) | 2024-08-11 | ACL | [link](http://c.example) | 7 | x, y |
| B [[paper](https://arxiv.org/abs/2401.06066)] | Aug 2024 | NeurIPS | | | |
|  | 2024 | | | | |
| C | soon | | | | |
"""
    imported = read_list(text)
    assert [record.to_dict() for record in imported.records] == [
        {"id": "a2024", "type": "paper-conference", "title": "A", "issued": "2024-08-11",
         "container_title_short": "ACL", "url": "http://a.example", "keyword": ["x", "y"], "links": {"code": ["http://c.example"]}},
        {"id": "b2024", "type": "paper-conference", "title": "B", "issued": "2024-08",
         "container_title_short": "NeurIPS", "identifiers": ["arxiv:2401.06066"]},
        {"id": "c", "type": "document", "title": "C"},
    ]  # fmt: skip
    assert list(map(str, imported.findings)) == [
        "2: MB102 column not imported: 'Stars'",
        "6: MB101 row without a title",
        "7: MB105 not a date: 'soon'",
    ]


def test_a_table_of_models_is_read() -> None:
    text = r"""
| Reference | Para. | Experts | \#L | \#H | $d_{model}$ | $d_{ffn}$ | $d_{expert}$ | Affiliation | Time |
|:---|---|---|---|---|---|---|---|---|---|
| [NLLB](huggingface.co/facebook/nllb) | 54B | 2/64/0 | 24 | 16 | 1024 | UNK | - | FaceBook | 2025.1 |
| Small | 350M | 8/? | many | | | | | | |
"""
    imported = read_list(text)
    assert [model.to_dict() for model in imported.models] == [
        {"id": "nllb", "name": "NLLB", "url": "https://huggingface.co/facebook/nllb", "params_b": 54.0,
         "experts_active": 2, "experts_routed": 64, "experts_shared": 0, "layers": 24, "heads": 16, "d_model": 1024,
         "affiliation": "FaceBook", "released": "2025-01"},
        {"id": "small", "name": "Small", "params_b": 0.35, "experts_active": 8},
    ]  # fmt: skip
    assert list(map(str, imported.findings)) == [
        "4: MB104 link repaired, the scheme was missing: 'huggingface.co/facebook/nllb'",
        "5: MB105 invalid value in column '#L': 'many'",
    ]


@pytest.mark.parametrize(
    "line",
    ["[A](http://a.example) [[Weights](https://hf.co/x/y)]", "[Tiny: A Small Model](http://b.example)",
     "[A](https://hf.co/x/y/)"],
)  # fmt: skip
def test_a_model_is_linked_to_the_paper_with_its_link_or_its_name(line: str) -> None:
    table = "| Model | Params |\n|---|---|\n| [tiny](https://hf.co/x/y) | 1B |\n"
    imported = read_list(f"{table}\n{line}\n")
    assert imported.models[0].papers == (imported.records[0].id,)


@pytest.mark.parametrize(
    ("url", "identifier", "kept"),
    [
        ("https://arxiv.org/abs/2401.06066", "arxiv:2401.06066", None),
        ("https://doi.org/10.1145/3503221.3508418", "doi:10.1145/3503221.3508418", None),
        ("arxiv.org/abs/2401.06066", "arxiv:2401.06066", None),
        ("https://arxiv.org/pdf/2401.06066", "arxiv:2401.06066", None),
        ("https://arxiv.org/abs/2401.06066v1", "arxiv:2401.06066", None),
        ("http://arxiv.org/abs/2401.06066", "arxiv:2401.06066", None),
        ("https://dl.acm.org/doi/pdf/10.1145/3580305.3599278", "doi:10.1145/3580305.3599278", None),
        ("https://openreview.net/forum?id=stXtBqyTWX¬eId=p7", "openreview:stXtBqyTWX", None),
        ("https://a.example/x", None, "https://a.example/x"),
        ("https://huggingface.co/a/b/blob/main/report.pdf", None, "https://huggingface.co/a/b/blob/main/report.pdf"),
        ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=1", None,
         "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=1"),
    ],
)  # fmt: skip
def test_a_link_is_kept_as_written_unless_an_identifier_leads_there(
    url: str, identifier: str | None, kept: str | None
) -> None:
    (record,) = read_list(f"[ACL'24] [A]({url})").records
    assert [str(listed) for listed in record.identifiers] == ([identifier] if identifier else [])
    assert record.url == kept


@pytest.mark.parametrize(
    ("line", "kind", "venue"),
    [
        ("[Arxiv'24] [A](http://a.example)", "article", "arXiv"),
        ("[A](https://arxiv.org/pdf/2401.06066)", "article", "arXiv"),
        ("[ACL'24] [A](https://arxiv.org/abs/2401.06066)", "paper-conference", "ACL"),
        ("['24] [A](http://a.example)", "webpage", ""),
    ],
)
def test_a_work_that_is_listed_on_arxiv_is_a_preprint(line: str, kind: str, venue: str) -> None:
    (record,) = read_list(line).records
    assert (record.type, record.venue, record.is_preprint) == (kind, venue, kind == "article")


def test_a_venue_gets_the_short_name_of_the_configuration() -> None:
    assert (
        only_record("[nips'22] [A](http://a.example)", venues={"NIPS": "NeurIPS"})["container_title_short"] == "NeurIPS"
    )


# --- sections

TREE = """# The List

## Contents

- [Model Level](#model-level)

## Model Level

### Efficient Design

#### MoE Module

[A](http://a.example)

### Empty

## System
[B](http://b.example)

## Citation

Please cite us.
"""


def test_headings_are_the_tree_of_sections() -> None:
    imported = read_list(TREE)
    assert [(section.tag, section.heading) for section in imported.sections] == [
        ("model-level", "Model Level"),
        ("model-level/efficient-design", "Efficient Design"),
        ("model-level/efficient-design/moe-module", "MoE Module"),
        ("system", "System"),
    ]
    assert [record.tags for record in imported.records] == [("model-level/efficient-design/moe-module",), ("system",)]
    assert list(map(str, imported.findings)) == ["5: MB102 skipped: table of contents", "22: MB102 skipped: prose"]


def test_a_heading_in_the_configuration_has_its_tag() -> None:
    configured = (
        Section(tag="model", heading="Modèl level"),
        Section(tag="model/module", heading="MoE Module"),
        Section(tag="model/design", heading="EFFICIENT DESIGN"),
    )
    imported = read_list(TREE, sections=configured)
    assert [record.tags for record in imported.records] == [("model/design/moe-module",), ("system",)]
    assert [section.heading for section in imported.sections][:2] == ["Modèl level", "EFFICIENT DESIGN"]


@pytest.mark.parametrize("count", ["(1)", "[12]", "(3 papers)", "\uff084\u7bc7\uff09"])
def test_the_count_of_works_in_a_heading_is_no_part_of_its_section(count: str) -> None:
    text = f"# L\n\n## Routing {count}\n\n- [Cold Experts](https://arxiv.org/abs/2401.00010), 2024\n"
    first = read(text, Config())
    assert [(section.tag, section.heading) for section in first.sections] == [("routing", "Routing")]
    again = read(text.replace(count, "(2)"), Config(sections=first.sections))
    assert again.records[0].tags == ("routing",)


def test_two_headings_never_share_a_tag() -> None:
    text = "## C\n[A](http://a.example)\n## C++\n[B](http://b.example)\n## 深度\n[D](http://d.example)\n## C\n[E](http://e.example)"
    assert [record.tags for record in read_list(text).records] == [("c",), ("c-2",), ("section",), ("c",)]


# --- repeats

REPEATS = """[Arxiv'23] [ModuleFormer: A](https://arxiv.org/abs/2306.04640)

[ACL'24] [Moduleformer: B](https://arxiv.org/pdf/2306.04640) [[Code](http://c.example)] [x]

[ICML'24] [Same Title](http://a.example/1)

[ICML'24] [Same title](https://arxiv.org/abs/2401.06066)

[ICML'24] [Same title](https://arxiv.org/abs/2401.00001)
"""


def test_a_duplicate_is_merged_into_the_first_entry_and_reported() -> None:
    imported = read_list(REPEATS)
    assert [(record.title, record.aliases, record.venue) for record in imported.records] == [
        ("ModuleFormer: A", ("Moduleformer: B",), "ACL"),
        ("Same Title", (), "ICML"),  # a title in another case is not another name
        ("Same title", (), "ICML"),  # another arXiv ID: another work
    ]
    assert imported.records[0].links.code == ("http://c.example",)
    assert imported.records[0].keyword == ("x",)
    assert list(map(str, imported.findings)) == [
        "3: MB103 duplicate of line 1, merged: title 'ModuleFormer: A' there, 'Moduleformer: B' here; "
        "venue 'arXiv' there, 'ACL' here; date '2023' there, '2024' here",
        "7: MB103 duplicate of line 5, merged: title 'Same Title' there, 'Same title' here; "
        "link 'http://a.example/1' there, 'https://arxiv.org/abs/2401.06066' here",
    ]


# --- unrecognised text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](javascript:alert(1))", "1: MB101 line not understood: 'x'"),
        ("See [the paper](http://a.example).", "1: MB101 line not understood: 'See the paper.'"),
        ("- just words", "1: MB102 skipped: prose"),
        ("![b](http://a.example/b.svg) [![c](http://a.example/c)](http://a.example)", "1: MB102 skipped: badge"),
        ("> [A](http://a.example)\n> b", "1: MB102 skipped: block quote, lines 1-2"),
        ("```\n[A](http://a.example)\n```", "1: MB102 skipped: code block, lines 1-3"),
        ("<p>\nx\n</p>", "1: MB102 skipped: prose, lines 1-3"),
        ("| a | b |\n|---|---|\n| [A](http://a.example) | c |", "1: MB101 table not understood, lines 1-3"),
        ("[ACL'24.13] [A](http://a.example)", '1: MB105 not a date: "ACL\'24.13"'),
        ("[A](http://a.example) [[Code]()]", "1: MB104 link not imported, it has no URL"),
        ("[A](http://a.example) [[Code](file:///x)]",
         "1: MB104 link not imported, not an http(s) URL: 'file:///x'"),
        ("[A](<http://a.example/b c>)",
         "1: MB104 link repaired, it contained a character that is not allowed in a URL: 'http://a.example/b c'"),
    ],
)  # fmt: skip
def test_unrecognised_text_is_reported_with_its_line(text: str, expected: str) -> None:
    assert findings(text) == [expected]


def test_markers_are_not_reported_as_skipped() -> None:
    assert findings("<!-- moebib:begin models -->\n<!-- moebib:end models -->\n") == []


@examples(200)
@given(st.text(alphabet="[]()'’24.- |*_`#<>!&\\$\n\r\tahttp:/x\x01\x02\0", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    imported = read_list(text)
    assert {finding.code for finding in imported.findings} <= {"MB101", "MB102", "MB103", "MB104", "MB105"}
    assert all(finding.line for finding in imported.findings)


# --- the real list

REAL = "data/awesome-moe-inference.md"


def real() -> tuple[str, ParsedFile]:
    text = shared(REAL).read_text(encoding="utf-8")
    return text, read_list(text)


def lines_of(message: str) -> int:
    match = re.search(r", lines (\d+)-(\d+)$", message)
    return int(match[2]) - int(match[1]) + 1 if match else 1


def test_every_line_of_the_real_list_is_accounted_for() -> None:
    text, imported = real()
    code = Counter(finding.code for finding in imported.findings)
    skipped = sum(lines_of(finding.message) for finding in imported.findings if finding.code in ("MB101", "MB102"))
    headings = len(re.findall(r"^#", text, re.M))
    rows = len(re.findall(r"^\|", text, re.M))
    assert (headings, rows) == (22, 25)
    assert (len(imported.records), code["MB103"], len(imported.models)) == (148, 21, 23)
    assert headings + rows + 148 + 21 + skipped == sum(bool(line.strip()) for line in text.splitlines())


def test_each_known_work_is_one_record_of_the_real_list() -> None:
    _, imported = real()
    facts = json.loads(shared("data/facts.json").read_text(encoding="utf-8"))
    matches = {
        fact["key"]: [record.id for record in imported.records if is_of(record, fact)]
        for fact in facts
        if fact["key"] != "2412.14219"  # the survey that the list belongs to
    }
    # The list gives two models the link of one report, which then has two titles.
    assert {key: ids for key, ids in matches.items() if len(ids) != 1} == {
        "2401.04088": ["mixtral8x7b2024", "mixtral8x22b2024"]
    }
    assert len({ids[0] for ids in matches.values()}) == len(imported.records) - 1 == 147


def is_of(record: Record, fact: dict[str, Any]) -> bool:
    """Whether the record has the key of the fact as an identifier or a link, or else its repository or title."""
    own_identifiers = {identifier.canonical for identifier in (*record.identifiers, *identifiers(record.url or ""))}
    if own_identifiers & set(identifiers(fact["key"])):
        return True
    repository = fact["urls"].get("repo")
    return fold(record.title) == fold(fact["title"]) or bool(repository and f"{record.url}".startswith(repository))


def identifiers(text: str) -> list[Identifier]:
    try:
        return [parse_identifier(text).canonical]
    except InvalidIdentifier:
        return []


def test_the_version_that_a_list_links_to_is_the_label_of_the_preprint() -> None:
    linked = (
        "- [Warm Experts](https://arxiv.org/abs/2502.12224v3)\n- [Cold Experts](https://arxiv.org/abs/2502.12225)\n"
    )
    assert [record.label for record in read_list(linked).records] == ["v3", ""]


@pytest.mark.parametrize("report", ["https://arxiv.org/pdf/2401.01234v2", "https://lab.example/report/"])
def test_links_beside_the_name_of_a_model_lead_to_its_papers_and_are_not_its_name(report: str) -> None:
    imported = read_list(
        "- [arXiv'24] [Experts at Home](https://arxiv.org/abs/2401.01234)\n"
        "- [Lab'24] [Experts on Tour](https://lab.example/report)\n\n"
        "| Model | Params |\n|---|---|\n"
        f"| [Hydra](https://models.example/hydra) <br /> [[Tech Report]({report}) ] | 8B |\n"
        f"| Medusa ([report]({report})) | 9B |\n"
    )
    paper = imported.records["lab" in report].id
    assert [(model.name, model.url, model.papers) for model in imported.models] == [
        ("Hydra", "https://models.example/hydra", (paper,)),
        ("Medusa", None, (paper,)),
    ]


def test_names_between_chinese_commas_are_no_part_of_a_title_with_a_colon() -> None:
    record = only_record(
        "- 【ICML 2023】Kiln: Firing Pots with Care，Ada Quill、Ida Lund、Jon Berg。[[论文]](http://a.example/p.pdf)"
    )
    assert (record["title"], record["author"]) == (
        "Kiln: Firing Pots with Care",
        ["Quill, Ada", "Lund, Ida", "Berg, Jon"],
    )


@pytest.mark.parametrize(
    ("summary", "tag"), [("Click to expand", "routing"), ("<b>Show more</b>", "routing"), ("Top-k", "routing/top-k")]
)
def test_a_summary_that_only_opens_details_is_no_section(summary: str, tag: str) -> None:
    details = (
        f"<details>\n<summary>{summary}</summary>\n\n- [Warm Experts](https://arxiv.org/abs/2402.01234)\n\n</details>"
    )
    imported = read_list(f"# L\n\n## Routing\n\n{details}\n\n- [Cold Experts](https://arxiv.org/abs/2402.01235)\n")
    assert [record.tags for record in imported.records] == [(tag,), ("routing",)]
