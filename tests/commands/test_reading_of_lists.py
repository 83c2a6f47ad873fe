"""What was read of a list is counted by section, and findings of one kind are put together."""

from __future__ import annotations

from moebib.commands.reading import SectionSummary, grouped, summarised
from moebib.errors import Finding
from moebib.formats.paper_list.reader import read
from moebib.library.config import Config

LIST = """# Papers
- [Cold Gates](https://a.example/x.pdf)
## Routing
- [ICML'24] [Warm Experts](https://arxiv.org/abs/2401.00010)
### Caching
- [Blog'24] [Hot Experts](https://a.example/y)
"""


def test_a_section_is_counted_with_all_below_it() -> None:
    assert summarised(read(LIST, Config()), ()) == (
        SectionSummary("Routing", works=2, authors=0, venues=1, dates=2, links=2),
        SectionSummary("", works=1, authors=0, venues=0, dates=0, links=1),
    )


def test_findings_of_one_kind_differ_only_in_values() -> None:
    findings = [
        Finding("MB101", "line not understood: 'a: b'"), Finding("MB102", "skipped: prose, lines 2-3"),
        Finding("MB101", 'line not understood: "it\'s"'), Finding("MB103", "duplicate of line 3, merged"),
        Finding("MB103", "duplicate of line 44, merged"), Finding("MB103", "duplicate of line 5, merged: date '2024'"),
        Finding("MB104", "link repaired, the scheme was missing: 'x'"),
    ]  # fmt: skip
    groups = grouped(findings)
    assert [(group.kind, len(group.findings), group.done and group.done[0]) for group in groups] == [
        ("MB101 line not understood", 2, None),
        ("MB102 skipped", 1, "text that is not an entry"),
        ("MB103 duplicate of line , merged", 2, "repeated entry"),
        ("MB103 duplicate of line , merged", 1, None),
        ("MB104 link repaired, the scheme was missing", 1, "repaired link"),
    ]
