"""Editing a paper list in place: what agrees stays byte for byte, and what changes is written as the list writes it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

import pytest

from marked_list import library_of, marked_list
from moebib.formats.paper_list.document import Heading, ListDocument
from moebib.formats.paper_list.edit.edit import EditedList, edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.formats.paper_list.reader import read_document
from moebib.library.config import Config, Section
from moebib.library.library import Library
from moebib.records.date import parse_date
from moebib.records.record import Record


def edit(document: ListDocument, records: Iterable[Record], base: Library | None, **config: Any) -> EditedList:
    configured = library_of(document).config.model_copy(update=config)
    library = Library(records, config=configured)
    return edit_list(document, library, match_blocks(document, library, base), base)


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def added_lines(marked: str, record: Record) -> list[str]:
    """What adding a work to a list adds, if nothing else changes."""
    document = marked_list(marked)
    library = library_of(document)
    edited = edit(document, [*library, record], library)
    assert not edited.problems
    lines = changed_lines(document.text, edited.text)
    assert all(line.startswith("+") for line in lines)
    return [line[1:] for line in lines if line != "+"]


def preprint(**values: Any) -> Record:
    fields = {
        "id": "new2024", "type": "article", "genre": "preprint", "container_title": "arXiv", "issued": "2024-04-02",
        "title": "Fresh Experts", "identifiers": ["arxiv:2404.00009"], "tags": ["a"],
        "author": ["Doe, Jane B.", "Li, Wei", "Roe, Rita", "Kim, Sun"],
    }  # fmt: skip
    return Record(**fields | values)


def published(**values: Any) -> Record:
    fields = {
        "type": "paper-conference", "genre": "", "links": {"code": ["https://github.com/jane/fresh"]},
        "container_title": "Proceedings of the 41st International Conference on Machine Learning",
        "container_title_short": "ICML",
    }  # fmt: skip
    return preprint(**fields | values)


BRACKETS = """# L
## A {#a}
«[{venue|ICML}'{date|24.3}] [{title|One}]({url:paper|https://arxiv.org/abs/2403.00001}) \
[[Code]({url:code|https://github.com/a/one})] [{keyword|x}, {keyword|y}]»

«[{venue|Arxiv}'{date|23.9}] [{title|Two}]({url:paper|https://arxiv.org/abs/2309.00001})»

«[{venue|NeurIPS}'{date|22.12}] [{title|Three}]({url:paper|https://arxiv.org/abs/2209.00001}) \
[[Code]({url:code|https://github.com/a/three})]»
"""

TWO_DATES = """# L
## A {#a}
«- {title|Warm Experts}, [[{venue|ICML} {date|2024}]]({url:paper|https://arxiv.org/abs/2405.00001}), {date|2024-5-9}»

«- {title|Cold}, [[{venue|ArXiv} {date|2024}]]({url:paper|https://arxiv.org/abs/2403.00002}), {date|2024-3-12}»

«- {title|Old}, [[{venue|ArXiv} {date|2023}]]({url:paper|https://arxiv.org/abs/2303.00003}), {date|2023-3-2}»
"""

NUMBERED = """# L
## A {#a}
«{number|1}. **[{title|Beta}.]({url:paper|https://arxiv.org/abs/2401.00002})** \
[[code]({url:code|https://github.com/b/b})]

    *{authors|Ann Bee, Cee Dee}.* {venue|Preprint}'{date|24}»

«{number|2}. **[{title|Gamma}.]({url:paper|https://arxiv.org/abs/2402.00002})**

    *{authors|Ann Bee}.* {venue|ACL}'{date|24}»

«{number|3}. **[{title|Old}.]({url:paper|https://arxiv.org/abs/2202.00002})**

    *{authors|Ann Bee, C. D. Eff, Gee Aitch}.* {venue|EMNLP}'{date|22}»
"""

TABLE = """# L
## A {#a}
| Title | Venue | Date | Code | Note |
|:---|:--:|---|---|---|
«| **[{title|Uno}]({url:paper|https://arxiv.org/abs/2401.00001})** |  {venue|ICML}  | {date|2024-01} | \
[b]({url:code|https://github.com/a/b}) | {comment|good} |»
«| **[{title|Due}]({url:paper|https://arxiv.org/abs/2312.00001})** |  {venue|arXiv}  | {date|2023-12} | N/A | |»
«| **[{title|Tre}]({url:paper|https://arxiv.org/abs/2311.00001})** |  {venue|arXiv}  | {date|2023-11} | N/A | \
{comment|hm} |»
"""

ITEMS = """# L
## A {#a}
«- {title|Alpha}
  - Authors: {authors|Ann Bee, Cee Dee, Eff Gee, et al.}
  - Link: {url:paper|http://arxiv.org/pdf/2401.00001v1}
  - Code: {url:code|https://github.com/a/a}
  - Summary: {comment|Long text here.}»


«- {title|Beta}
  - Authors: {authors|Ann Bee, Cee Dee}
  - Link: {url:paper|http://arxiv.org/pdf/2402.00001v1}
  - Code: Not available
  - Summary: {comment|Other text here.}»


«- {title|Delta}
  - Authors: {authors|Ann Bee, Cee Dee}
  - Link: {url:paper|http://arxiv.org/pdf/2403.00001v1}
  - Code: Not available
  - Summary: {comment|Third text here.}»
"""

COMPANIES = """# L
## A {#a}
«- [{title|Warm}]({url:paper|https://arxiv.org/abs/2401.00001}): {title|Experts of One} | {comment|Warm Lab}»
«- [{title|Cold Experts}]({url:paper|https://arxiv.org/pdf/2402.00001.pdf}) | {venue|SOSP}' {date|24}»
«- [{title|Hot Experts}]({url:paper|https://arxiv.org/abs/2403.00001}) | {comment|Hot Lab}»
«- [{title|Mild Experts}]({url:paper|https://arxiv.org/abs/2405.00001})»
"""

HTML = """# L
## A {#a}
<table>
<tr><th>Paper</th><th>Year</th><th></th></tr>
«<tr><td><a href="{url:paper|https://arxiv.org/abs/2401.00001}">{title|Uno}</a></td><td>{date|2024}</td>\
<td>{comment|x}</td></tr>»
«<tr><td><a href="{url:paper|https://arxiv.org/abs/2301.00001}">{title|Due}</a></td><td>{date|2023}</td>\
<td>{comment|y}</td></tr>»
</table>
"""

PROSE = """# L
## A {#a}
«- {authors|Bee, A., & Dee, C.} ({date|2023}). {title|Warm experts}. *{venue|Journal of Things}*, 12(3), 1–10. \
{url:paper|https://doi.org/10.5555/warm}»
«- {authors|Cho, A}. ({date|2022}). {title|A theory}. *{venue|Letters of Things}*, {comment|4, 100–120}. \
{url:paper|https://doi.org/10.5555/luke}»
«- {authors|Gee, E., Dee, C., & Roe, R.} ({date|2021}). {title|Cold starts}. *{venue|Journal of Things}*, 10(1), 5–25. \
{url:paper|https://doi.org/10.5555/cold}»
"""

HTML_ROWS = """# L
## A {#a}
<table>
  «<tr>
    <td>{date|2024}</td>
    <td><a href="{url:paper|https://arxiv.org/abs/2401.00001}">{title|Uno}</a></td>
  </tr>»
  «<tr>
    <td>{date|2023}</td>
    <td><a href="{url:paper|https://arxiv.org/abs/2301.00001}">{title|Due}</a></td>
  </tr>»
</table>
"""

LISTS = {
    "brackets": BRACKETS, "two dates": TWO_DATES, "numbered": NUMBERED, "table": TABLE, "items": ITEMS,
    "companies": COMPANIES, "html": HTML, "prose": PROSE, "rows": HTML_ROWS,
}  # fmt: skip


@pytest.mark.parametrize("marked", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_list_that_agrees_with_the_library_stays_as_it_is(marked: str, newline: str) -> None:
    for text in (marked, marked.rstrip()):
        document = marked_list(text.replace("\n", newline))
        library = library_of(document)
        for base in (None, library):
            assert edit(document, library, base) == EditedList(document.text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("brackets", ["[Arxiv'24.4] [Fresh Experts](https://arxiv.org/abs/2404.00009)"]),
        ("two dates", ["- Fresh Experts, [[ArXiv 2024]](https://arxiv.org/abs/2404.00009), 2024-4-2"]),
        ("numbered", ["4. **[Fresh Experts.](https://arxiv.org/abs/2404.00009)**",
                      "    *Jane B. Doe, Wei Li, Rita Roe, Sun Kim.* Preprint'24"]),
        ("table", ["| **[Fresh Experts](https://arxiv.org/abs/2404.00009)** | arXiv | 2024-04 | N/A | |"]),
        ("items", ["- Fresh Experts", "  - Authors: Jane B. Doe, Wei Li, Rita Roe, et al.",
                   "  - Link: http://arxiv.org/pdf/2404.00009", "  - Code: Not available"]),
        ("companies", ["- [Fresh Experts](https://arxiv.org/abs/2404.00009)"]),
        ("prose", ["- Doe, J. B., Li, W., Roe, R., & Kim, S. (2024). Fresh Experts. *arXiv*. "
                   "https://arxiv.org/abs/2404.00009"]),
        ("rows", ["  <tr>", "    <td>2024</td>",
                  '    <td><a href="https://arxiv.org/abs/2404.00009">Fresh Experts</a></td>', "  </tr>"]),
        ("html", ['<tr><td><a href="https://arxiv.org/abs/2404.00009">Fresh Experts</a></td><td>2024</td>'
                  "<td></td></tr>"]),
    ],
)  # fmt: skip
def test_a_preprint_is_written_as_its_neighbours_are(name: str, expected: list[str]) -> None:
    assert added_lines(LISTS[name], preprint()) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("brackets", "[ICML'24.4] [Fresh Experts](https://arxiv.org/abs/2404.00009) "
                     "[[Code](https://github.com/jane/fresh)]"),
        ("two dates", "- Fresh Experts, [[ICML 2024]](https://arxiv.org/abs/2404.00009), 2024-4-2"),
        ("table", "| **[Fresh Experts](https://arxiv.org/abs/2404.00009)** | ICML | 2024-04 | "
                  "[fresh](https://github.com/jane/fresh) | |"),
        ("items", "  - Code: https://github.com/jane/fresh"),
        ("companies", "- [Fresh Experts](https://arxiv.org/abs/2404.00009) | ICML' 24"),
    ],
)  # fmt: skip
def test_what_is_known_of_a_work_is_written_where_the_list_has_a_place_for_it(name: str, expected: str) -> None:
    assert added_lines(LISTS[name], published())[-1] == expected


def test_the_new_work_comes_at_its_place_in_the_order_of_the_section() -> None:
    document = marked_list(BRACKETS)
    library = library_of(document)
    for issued, place in (("2024-04", 0), ("2023-12", 1), ("2023-09", 1), ("2023-02", 2), ("2021", 3)):
        edited = edit(document, [*library, preprint(issued=issued)], library)
        titles = [line for line in edited.text.splitlines() if line.startswith("[")]
        assert "Fresh" in titles[place]


def test_the_order_may_be_configured() -> None:
    document = marked_list(BRACKETS)
    library = library_of(document)
    section = library.config.sections[0]
    for order, place in (("oldest", 3), ("title", 0), ("as it is", 3)):
        sections = (section.model_copy(update={"order": order}),)
        edited = edit(document, [*library, preprint(issued="2025")], library, sections=sections)
        assert "Fresh" in [line for line in edited.text.splitlines() if line.startswith("[")][place]


ALPHABETICAL = "# L\n## A {#a}\n" + "\n".join(
    f"«* {{title|{name}}}. [[Paper]({{url:paper|https://arxiv.org/abs/2001.0000{number}}})]»"
    for number, name in enumerate(("Alpha", "Beta", "Gamma", "Omega"))
)


def test_an_alphabetical_list_stays_alphabetical() -> None:
    document = marked_list(ALPHABETICAL)
    edited = edit(document, [*library_of(document), preprint()], library_of(document))
    assert edited.text.splitlines()[4] == "* Fresh Experts. [[Paper](https://arxiv.org/abs/2404.00009)]"


def test_numbers_follow_where_the_list_counts() -> None:
    document = marked_list(NUMBERED)
    library = library_of(document)
    beta = next(record for record in library if record.title == "Beta")
    edited = edit(document, [record for record in library if record is not beta], library)
    assert [line[:2] for line in edited.text.splitlines() if "**" in line] == ["1.", "2."]
    assert [(change.kind, change.message) for change in edited.changes] == [
        ("removed", "'Beta'"),
        ("number", "renumbered 2 entries"),
    ]


def test_numbers_stay_where_the_list_does_not_count() -> None:
    document = marked_list(NUMBERED.replace("{number|2}", "{number|1}").replace("{number|3}", "{number|1}"))
    library = library_of(document)
    edited = edit(document, [*library, preprint()], library)
    assert [line[:2] for line in edited.text.splitlines() if "**" in line] == ["1."] * 4


def test_a_changed_fact_is_written_in_the_form_that_it_had() -> None:
    document = marked_list(TWO_DATES)
    library = library_of(document)
    cold = next(record for record in library if record.title == "Cold")
    version = {"type": "article", "genre": "preprint", "issued": cold.issued, "container_title": "arXiv"}
    published = cold.evolve(type="paper-conference", genre="", container_title="", container_title_short="EMNLP",
                            issued="2025-11", versions=[version])  # fmt: skip
    edited = edit(document, library.replacing(published), library)
    assert changed_lines(document.text, edited.text) == [
        "-- Cold, [[ArXiv 2024]](https://arxiv.org/abs/2403.00002), 2024-3-12",
        "+- Cold, [[EMNLP 2025]](https://arxiv.org/abs/2403.00002), 2024-3-12",
    ]
    assert edited.changes[0].message == "venue: 'ArXiv' to 'EMNLP'; date: '2024' to '2025'"


def test_a_fact_that_is_new_or_gone_comes_and_goes_with_the_text_beside_it() -> None:
    document = marked_list(BRACKETS)
    library = library_of(document)
    code = {"Two": ["https://github.com/a/two"], "Three": []}
    records = [record.evolve(links={"code": code.get(record.title, record.links.code)}) for record in library]
    edited = edit(document, records, library)
    assert changed_lines(document.text, edited.text) == [
        "-[Arxiv'23.9] [Two](https://arxiv.org/abs/2309.00001)",
        "+[Arxiv'23.9] [Two](https://arxiv.org/abs/2309.00001) [[Code](https://github.com/a/two)]",
        "-[NeurIPS'22.12] [Three](https://arxiv.org/abs/2209.00001) [[Code](https://github.com/a/three)]",
        "+[NeurIPS'22.12] [Three](https://arxiv.org/abs/2209.00001)",
    ]


def test_what_the_list_never_showed_of_a_work_is_not_added_to_its_line() -> None:
    document = marked_list(BRACKETS)
    library = library_of(document)
    records = [record.evolve(links={"code": ["https://github.com/a/b"]}) if record.title == "Two" else record
               for record in library]  # fmt: skip
    assert edit(document, records, None).text == document.text
    same = Library(records, config=library.config)
    assert edit(document, records, same).text == document.text


def test_a_line_that_was_edited_by_hand_is_left_and_reported() -> None:
    document = marked_list(BRACKETS)
    library = library_of(document)
    by_hand = marked_list(BRACKETS.replace("{venue|NeurIPS}", "{venue|OSDI}"))
    edited = edit(by_hand, library, library)
    assert edited.text == by_hand.text
    [difference] = edited.differences
    assert difference[1:] == ("three2022", "venue", "OSDI", "NeurIPS", False)
    three = next(record for record in library if record.title == "Three")
    both = edit(by_hand, library.replacing(three.evolve(container_title_short="SOSP")), library)
    assert both.text == by_hand.text
    assert [(one.listed, one.recorded, one.is_conflict) for one in both.differences] == [("OSDI", "SOSP", True)]


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("{title|Über: *Experts* — at Rest!}", {"title": "uber: experts at rest"}),
        ("{title|T} {venue|NIPS}", {"container_title": "Advances in Neural Information Processing Systems"}),
        ("{title|T} {venue|Preprint}", {"type": "article", "genre": "preprint", "container_title": "arXiv"}),
        ("{title|T} {venue|ArXiv preprint}", {"type": "article", "genre": "preprint", "container_title": "arXiv"}),
        ("{title|T} {venue|ICML (to appear)}", {"container_title_short": "ICML", "status": {"kind": "accepted"}}),
        ("{title|T} {date|'24}", {"issued": "2024-05-09"}),
        ("{title|T} {date|[9 May 2024]}", {"issued": "2024-05-09"}),
        ("{title|T} {authors|J. Doe, W. Li, et al.}", {"author": ["Doe, Jane", "Li, Wei", "Roe, Rita"]}),
        (
            "{title|T} [pdf]({url:paper|http://www.arxiv.org/pdf/2404.00009v3.pdf})",
            {"identifiers": ["arxiv:2404.00009"]},
        ),
        ("{title|T} {authors|J. Doe (Warm Lab), Wei-\u00adHua Li}", {"author": ["Doe, J.", "Li, Wei-Hua"]}),
        ("{title|T} [pdf]({url:paper|https://arxiv.org/abs/2404.00009v1,})", {"identifiers": ["arxiv:2404.00009"]}),
        ("{title|T} [pdf]({url:paper|https://dx.doi.org/10.5555/Experts})", {"identifiers": ["doi:10.5555/experts"]}),
        ("{title|T} [pdf]({url:paper|http://a.example/x/})", {"url": "https://www.a.example/x"}),
    ],
)
def test_what_is_equivalent_agrees(listed: str, recorded: dict[str, Any]) -> None:
    document = marked_list(f"# L\n## A {{#a}}\n«- {listed}»\n")
    fields = {"id": "t", "type": "document", "title": "T", "tags": ["a"]} | recorded
    library = Library([Record(**fields)], config=library_of(document).config)
    for base in (None, library):
        assert edit_list(document, library, ["t"], base) == EditedList(document.text)


HOSTILE = "A](javascript:alert(1)) | `b` <script>alert(1)</script>\n# *c* {d} $e$"


@pytest.mark.parametrize("marked", LISTS.values(), ids=LISTS)
def test_a_hostile_title_stays_in_its_place(marked: str) -> None:
    document = marked_list(marked)
    library = library_of(document)
    names = ["{<img src=x onerror=alert(1)>}", "{[a](javascript:b) | c}"]
    edited = edit(document, [*library, preprint(title=HOSTILE, author=names)], library)
    lines = changed_lines(document.text, edited.text)
    text = "\n".join(line[1:] for line in lines if line[0] == "+")
    assert "<script>" not in text.replace("\\<script>", "")
    assert "<img src" not in text.replace("\\<img", "")
    assert "](javascript" not in text.replace("\\](javascript", "")
    assert not any(line.startswith("+#") for line in lines)
    assert len(lines) <= 6


def test_a_hostile_link_is_not_written() -> None:
    document = marked_list(BRACKETS)
    library = library_of(document)
    record = preprint(identifiers=[], url="https://a.example/)[x](javascript:alert(1))|b")
    edited = edit(document, [*library, record], library)
    assert "javascript:alert(1))" not in edited.text
    assert not any(line.startswith("-") for line in changed_lines(document.text, edited.text))


def test_a_fact_without_which_no_entry_is_written_is_named() -> None:
    document = marked_list(TWO_DATES)
    library = library_of(document)
    edited = edit(document, [*library, preprint(issued=None)], library)
    assert edited.text == document.text
    [problem] = edited.problems
    assert problem.key == "new2024"
    assert problem.message == "'new2024' cannot be written like the other entries of 'A', because it has no date"


def test_the_fewest_facts_that_an_entry_lacks_are_named_in_their_order() -> None:
    row = "«| {title|%s} | {authors|Ann Lee} | {venue|ICML} | [pdf]({url:pdf|https://a.example/%s.pdf})%s |»\n"
    code = " [code]({url:code|https://github.com/a/b})"
    rows = row % ("One", 1, code) + row % ("Two", 2, "")
    document = marked_list(f"# L\n## A {{#a}}\n\n| Title | Authors | Venue | Links |\n|---|---|---|---|\n{rows}")
    library = library_of(document)
    record = preprint(author=[], container_title="", genre="", identifiers=["doi:10.5555/1"])
    [problem] = edit(document, [*library, record], library).problems
    assert problem.message.endswith("like the other entries of 'A', because it has no authors, venue or PDF link")


COUNTED = """# L (4)

A list of 4 papers.

- [Caching](#caching-3) (3)
- [Routing](#routing-1) (1)

## Caching (3) {#caching}

«- {title|One} {date|2024}»
«- {title|Two} {date|2023}»
«- {title|Three} {date|2022}»

## Routing (1) {#routing}

«- {title|Four} {date|2022}»
"""


def test_counts_and_links_to_headings_follow() -> None:
    document = marked_list(COUNTED)
    library = library_of(document)
    edited = edit(document, [*library, preprint(tags=["caching"])], library)
    expected = document.text.replace("4 papers", "5 papers").replace("(3)", "(4)").replace("-3)", "-4)")
    assert edited.text == expected.replace("- One 2024\n", "- Fresh Experts 2024\n- One 2024\n")
    assert [change.kind for change in edited.changes] == ["count", "count", "count", "added"]


def test_a_new_work_never_gets_the_reference_of_another_one() -> None:
    lines = "".join(f"* [{name} Experts][{name}], ICML 2024\n" for name in ("Cold", "Warm"))
    definitions = "[Cold]: https://arxiv.org/abs/2401.00001\n[Warm]: https://arxiv.org/abs/2401.00002\n"
    sections = (Section(tag="a", heading="A"),)
    document = read_document(f"# L\n\n## A\n\n{lines}\n{definitions}", Config(sections=sections))
    library = library_of(document)
    edited = edit(document, [*library, published(tags=["a"])], library)
    assert edited.text == document.text
    assert [problem.key for problem in edited.problems] == ["new2024"]


def test_counts_that_are_wrong_today_stay() -> None:
    document = marked_list(COUNTED.replace("(3)", "(7)").replace("4 papers", "9 papers"))
    library = library_of(document)
    edited = edit(document, [*library, preprint(tags=["caching"])], library)
    assert [change.kind for change in edited.changes] == ["added"]


YEARS = """# L
## A {#a}

<details>
<summary>2024</summary>

«- {title|One} ({date|2024})»
«- {title|Two} ({date|2024})»

</details>

<details>
<summary>2022</summary>

«- {title|Three} ({date|2022})»

</details>

## B {#b}
"""


@pytest.mark.parametrize(
    ("year", "years"),
    [
        ("2024", ["2024", "2022"]),
        ("2022", ["2024", "2022"]),
        ("2025", ["2025", "2024", "2022"]),
        ("2023", ["2024", "2023", "2022"]),
        ("2020", ["2024", "2022", "2020"]),
    ],
)
def test_a_work_comes_below_the_heading_of_its_year(year: str, years: list[str]) -> None:
    document = marked_list(YEARS)
    headings = [
        Heading(3, match[1], "", match.start(), match.end())
        for match in re.finditer("<summary>(.*)</summary>", document.text)
    ]
    document = document._replace(headings=(document.headings[0], *headings, document.headings[1]))
    library = Library(library_of(marked_list(YEARS)), config=library_of(marked_list(YEARS)).config)
    edited = edit_list(document, library.replacing(preprint(issued=year)), match_blocks(document, library), library)
    assert all(line.startswith("+") for line in changed_lines(document.text, edited.text))
    assert re.findall("<summary>(.*)</summary>", edited.text) == years
    group = re.search(f"\n\n<details>\n<summary>{year}</summary>\n\n((?:- .*\n)+)\n</details>\n", edited.text)
    assert group
    assert f"- Fresh Experts ({year})\n" in group[1]


def test_the_first_work_of_a_section_comes_below_its_heading() -> None:
    last = "\n## Last {#last}\n\n«[{venue|ACL}'{date|24}] [{title|Z}]({url:paper|https://z.example/z})»\n"
    marked = f"{BRACKETS}\n## Empty {{#empty}}\n\nSome words.\n{last}"
    document = marked_list(marked)
    library = library_of(document)
    edited = edit(document, [*library, preprint(tags=["empty"])], library)
    assert edited.text == document.text.replace(
        "Some words.\n", "Some words.\n\n[Arxiv'24.4] [Fresh Experts](https://arxiv.org/abs/2404.00009)\n"
    )


def test_a_section_without_heading_gets_one_in_the_order_of_the_configuration() -> None:
    marked = """# L

## 📖 A {#a}

«- {title|One} ({date|2024})»

### Deeper {#a/deeper}

«- {title|Two} ({date|2023})»

## 📖 C {#c}

«- {title|Three} ({date|2022})»
"""
    document = marked_list(marked)
    headings = tuple(heading._replace(text=heading.text.removeprefix("📖 ")) for heading in document.headings)
    document = document._replace(headings=headings)
    library = library_of(document)
    sections = list(library.config.sections)
    for at, tag, before in ((2, "b", "## 📖 C"), (0, "b", "## 📖 A"), (2, "a/more", "## 📖 C")):
        new = Section(tag=tag, heading="B [x]")
        configured = [*sections[:at], new, *sections[at:]]
        edited = edit(document, [*library, preprint(tags=[tag])], library, sections=tuple(configured))
        mark = "###" if "/" in tag else "## 📖"
        expected = f"{mark} B \\[x\\]\n\n- Fresh Experts (2024)\n\n{before}"
        assert edited.text.replace(" \n", "\n") == document.text.replace(" \n", "\n").replace(before, expected)
        assert [change.kind for change in edited.changes] == ["heading", "added"]


def test_works_without_a_section_are_outside_of_all_of_them_or_a_problem() -> None:
    document = marked_list(BRACKETS)
    library = library_of(document)
    edited = edit(document, [*library, preprint(tags=[])], library)
    [problem] = edited.problems
    assert problem.message == "'new2024' is in no section of the list"
    alone = marked_list(BRACKETS.replace("## A {#a}\n", ""))
    library = library_of(alone)
    assert len(edit(alone, [*library, preprint(tags=[])], library).changes) == 1


def test_what_is_of_one_work_alone_is_not_written_for_another() -> None:
    marked = """# L
## A {#a}
«- ![](pictures/one.png) {title|One} [{venue|ICML} 2024]({url:paper|https://arxiv.org/abs/2401.00001}) 🔥 (12 pages)»
«- {title|Two} [{venue|ACL} 2023]({url:paper|https://arxiv.org/abs/2301.00001})»
«- ![](pictures/three.png) {title|Three} [{venue|arXiv} 2022]({url:paper|https://arxiv.org/abs/2201.00001}) 🔥»
"""
    assert added_lines(marked, preprint(issued="2019")) == [
        "- Fresh Experts [arXiv 2019](https://arxiv.org/abs/2404.00009)"
    ]


def test_a_badge_and_a_label_are_made_of_the_repository() -> None:
    marked = """# L
## A {#a}
«- {title|One} [{date|2024}]({url:paper|https://arxiv.org/abs/2401.00001}) \
[one]({url:code|https://github.com/lab/one}) ![](https://img.shields.io/github/stars/lab/one?style=social)»
«- {title|Two} [{date|2023}]({url:paper|https://arxiv.org/abs/2301.00002}) \
[two]({url:code|https://github.com/lab/two}) ![](https://img.shields.io/github/stars/lab/two?style=social)»
«- {title|Three} [{date|2022}]({url:paper|https://arxiv.org/abs/2201.00001})»
"""
    assert added_lines(marked, published()) == [
        "- Fresh Experts [2024](https://arxiv.org/abs/2404.00009) [fresh](https://github.com/jane/fresh) "
        "![](https://img.shields.io/github/stars/jane/fresh?style=social)"
    ]
    document = marked_list(marked)
    library = library_of(document)
    two = next(record for record in library if record.title == "Two")
    moved = library.replacing(two.evolve(links={"code": ["https://github.com/team/second"]}))
    edited = edit(document, moved, library)
    assert edited.text == document.text.replace("lab/two", "team/second").replace("[two]", "[second]")


def test_no_pdf_is_made_up_for_a_work_where_few_have_one() -> None:
    work = "«- [{{title|{}}}]({{url:paper|https://arxiv.org/abs/2401.0000{}}}){}»\n"
    marks = [f" [pdf]({{url:pdf|https://a.example/{number}.pdf}})" if number < 4 else "" for number in range(1, 9)]
    blocks = "\n".join(work.format(f"Paper {number}", number, mark) for number, mark in enumerate(marks, 1))
    title = "- [Fresh Experts](https://arxiv.org/abs/2404.00009)"
    assert added_lines(f"# L\n## A {{#a}}\n{blocks}", preprint()) == [title]
    with_pdf = preprint(links={"pdf": ["https://b.example/fresh.pdf"]})
    assert added_lines(f"# L\n## A {{#a}}\n{blocks}", with_pdf) == [f"{title} [pdf](https://b.example/fresh.pdf)"]


def test_a_fact_is_never_denied() -> None:
    row = "«| {{title|{}}} | {{date|{}}} | {} |»\n"
    code = "[Code]({url:code|https://github.com/lab/one})"
    rows = "".join(row.format(f"Work {year}", year, "⚠️") for year in range(2010, 2020))
    other = row.format("Last", 2009, code) + row.format("Other", 2008, code)
    document = marked_list(
        f"# L\n## A {{#a}}\n|Title|Year|Code|\n|-|-|-|\n{rows}\n## B {{#b}}\n|Title|Year|Code|\n|-|-|-|\n{other}"
    )
    library = library_of(document)
    edited = edit(document, [*library, published()], library)
    assert "| Fresh Experts | 2024 | [Code](https://github.com/jane/fresh) |\n" in edited.text
    edited = edit(document, [*library, preprint()], library)
    assert "| Fresh Experts | 2024 | ⚠️ |\n" in edited.text


@pytest.mark.parametrize(("written", "new"), [("{venue|ICML}2024", "arXiv2019"), ("{venue|ICML}'24", "arXiv'19")])
def test_a_year_that_is_no_part_of_its_own_is_not_that_of_another_work(written: str, new: str) -> None:
    other = written.replace("ICML", "arXiv")
    marked = (
        f"# L\n## A {{#a}}\n«- {{title|One}} [{written}]»\n«- {{title|Two}} [{other}]»\n«- {{title|Three}} [{other}]»\n"
    )
    assert added_lines(marked, preprint(issued="2019")) == [f"- Fresh Experts [{new}]"]


def test_venue_and_year_in_badges_are_those_of_the_work() -> None:
    badge = "![{0}](https://img.shields.io/badge/{0}-{1}-blue)"
    marked = "# L\n## A {#a}\n" + "".join(
        f"«- {{title|Work {number}}} {badge.format(venue, year)} [[Paper]({{url:paper|https://arxiv.org/abs/{year[2:]}01.0000{number}}})]»\n"
        for number, (venue, year) in enumerate(
            (("ICML", "2024"), ("arXiv", "2023"), ("ACL", "2022"), ("arXiv", "2021"))
        )
    )
    document = marked_list(marked)
    blocks = tuple(
        block._replace(item=block.item._replace(venue=venue, issued=parse_date(year)))
        for block, venue, year in zip(
            document.blocks, ("ICML", "arXiv", "ACL", ""), ("2024", "2023", "2022", "2021"), strict=True
        )
    )
    document = document._replace(blocks=blocks)
    library = library_of(document)
    added = edit(document, [*library, preprint(issued="2019")], library)
    assert "- Fresh Experts ![arXiv](https://img.shields.io/badge/arXiv-2019-blue) " in added.text
    added = edit(document, [*library, published(container_title="", container_title_short="A-B C")], library)
    assert "- Fresh Experts ![A-B C](https://img.shields.io/badge/A--B%20C-2024-blue) " in added.text
    acl = next(record for record in library if record.venue == "ACL")
    moved = edit(document, library.replacing(acl.evolve(container_title_short="EMNLP", issued="2023")), library)
    assert moved.text == document.text.replace(badge.format("ACL", "2022"), badge.format("EMNLP", "2023"))


def publish(document: ListDocument, title: str) -> str:
    """The new line of a work that was a preprint and has been published at OSDI 2025."""
    library = library_of(document)
    record = next(record for record in library if record.title == title)
    version = {"type": "article", "genre": "preprint", "container_title": "arXiv", "issued": record.issued}
    osdi = record.evolve(type="paper-conference", genre="", container_title="", container_title_short="OSDI",
                         issued="2025-07", versions=[version])  # fmt: skip
    edited = edit(document, library.replacing(osdi), library)
    assert not edited.differences
    return next(line for line in edited.text.splitlines() if title in line)


def test_the_date_of_the_preprint_stays_where_the_list_has_no_venue() -> None:
    marked = """# L
## A {#a}
«- {date|2024.03} [{title|One}]({url:paper|https://arxiv.org/abs/2403.00001})»
«- {date|2023.05} [{title|Two}]({url:paper|https://arxiv.org/abs/2305.00001})»
"""
    assert publish(marked_list(marked), "One").startswith("- 2024.03 [One]")


def test_a_venue_is_added_as_others_have_it_with_the_date_beside_it() -> None:
    marked = """# L
## A {#a}
«- {title|One} [[{date|24 May 2022}]({url:paper|https://arxiv.org/abs/2205.00001})]»
«- {title|Two} [[{venue|ACL}{date|2021}]({url:paper|https://arxiv.org/abs/2105.00001})]»
«- {title|Three} [[{venue|ICML}{date|2020}]({url:paper|https://arxiv.org/abs/2005.00001})]»
"""
    assert publish(marked_list(marked), "One") == "- One [[OSDI2025](https://arxiv.org/abs/2205.00001)]"


def test_a_venue_is_spelt_as_elsewhere_but_without_year_and_track_of_another_work() -> None:
    marked = """# L
## A {#a}
«- {title|One} ({venue|arXiv})»
«- {title|Two} ({venue|OSDI'23 Findings})»
«- {title|Three} ({venue|Usenix OSDI})»
"""
    assert publish(marked_list(marked), "One") == "- One (Usenix OSDI)"
    assert publish(marked_list(marked.replace("Usenix OSDI", "SOSP")), "One") == "- One (OSDI)"


def test_a_new_section_gets_a_line_in_the_contents() -> None:
    document = marked_list(COUNTED)
    library = library_of(document)
    sections = list(library.config.sections)
    sections.insert(1, Section(tag="serving", heading="Serving"))
    new = preprint(tags=["serving"])
    edited = edit(document, [*library, new], library, sections=tuple(sections))
    assert "- [Caching](#caching-3) (3)\n- [Routing](#routing-1) (1)\n" in document.text
    assert "\n## Serving (1)\n\n- Fresh Experts 2024\n\n## Routing" in edited.text
    assert "- [Caching](#caching-3) (3)\n- [Serving](#serving-1) (1)\n- [Routing](#routing-1) (1)\n" in edited.text


def test_the_first_works_of_a_numbered_section_are_numbered() -> None:
    document = marked_list(f"{NUMBERED}\n## Empty {{#empty}}\n")
    library = library_of(document)
    new = [
        preprint(id=f"new{at}", title=f"Fresh {at}", identifiers=[f"arxiv:2404.0000{at}"], tags=["empty"])
        for at in (1, 2)
    ]
    edited = edit(document, [*library, *new], library)
    assert re.findall(r"(\d)\. \*\*\[Fresh", edited.text) == ["1", "2"]
