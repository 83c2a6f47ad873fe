from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from moebib.errors import InputError
from moebib.formats import Options, ParsedFile, export
from moebib.formats.paper_list.reader import read
from moebib.formats.paper_list.styles import STYLES, ShownWork, as_shown
from moebib.formats.paper_list.writer import dump
from moebib.formats.paper_list.writer import parts as parts_in
from moebib.library.config import Config, Readme, Section
from moebib.library.library import Library
from moebib.records.date import Date
from moebib.records.equivalence import words_of
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markdown import escape
from moebib.text.markup import plain
from shared_data import shared
from strategies import dates, examples, texts, titles

SECTIONS = (
    Section(tag="system", heading="System-Level"),
    Section(tag="quantization", heading="Quantization & <b>more</b>"),
    Section(tag="system/offloading", heading="Expert Offloading"),
    Section(tag="system/offloading/cpu", heading="On the CPU"),
    Section(tag="quantization/others", heading="Others"),
)
CONFIG = Config(title="A List of $k$ Papers", sections=SECTIONS, readme=Readme(models_heading="Open Models"))


def work(title: str = "GShard", **fields: Any) -> Record:
    return Record.model_validate({"id": "x2024", "type": "paper-conference", "title": title} | fields)


def parts(library: Library, style: str) -> dict[str, str]:
    return parts_in(library, STYLES[style])


def line(record: Record, style: str) -> str:
    """The work in this style: the last line of a list with only this work."""
    return parts(Library([record]), style)["sections"].splitlines()[-1]


FULL = work(
    "Mixtral [8x7B]",
    issued="2024-08-11",
    container_title_short="ACL",
    identifiers=["doi:10.1145/3503221.3508418"],
    versions=[{"identifiers": ["arxiv:2401.04088"], "genre": "preprint"}],
    links={"code": ["https://github.com/a/b"], "weights": ["https://hf.co/a/b"]},
    keyword=["Quantization", "Skip, Expert"],
)


def test_seed_writes_the_line_of_the_list_it_comes_from() -> None:
    assert line(FULL, "seed") == (
        r"[ACL'24.8] [Mixtral \[8x7B\]](https://doi.org/10.1145/3503221.3508418)"
        r" [[arXiv](https://arxiv.org/abs/2401.04088)] [[Code](https://github.com/a/b)] [[Weights](https://hf.co/a/b)]"
        r" [Quantization, Skip\, Expert]"
    )


def test_awesome_writes_a_bullet_with_a_description() -> None:
    assert line(FULL, "awesome") == (
        r"- [Mixtral \[8x7B\]](https://doi.org/10.1145/3503221.3508418) - In ACL, August 2024."
        r" [arXiv](https://arxiv.org/abs/2401.04088), [Code](https://github.com/a/b), [Weights](https://hf.co/a/b)."
        r" *Quantization*, *Skip, Expert*."
    )


def test_table_writes_a_row() -> None:
    assert [cell.strip() for cell in line(FULL, "table").strip("|").split(" | ")] == [
        "2024-08-11",
        "ACL",
        r"[Mixtral \[8x7B\]](https://doi.org/10.1145/3503221.3508418)",
        "[arXiv](https://arxiv.org/abs/2401.04088) [Code](https://github.com/a/b) [Weights](https://hf.co/a/b)",
        r"Quantization, Skip\, Expert",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "[GShard]"),
        ({"keyword": ["a"]}, "[] [GShard] [a]"),
        ({"issued": "2024"}, "['24] [GShard]"),
        ({"issued": "1997-03", "container_title_short": "JMLR"}, "[JMLR'97.3] [GShard]"),
        ({"container_title_short": "ICML 2022"}, "[ICML &#50;022] [GShard]"),
        ({"identifiers": ["arxiv:2006.16668"]}, "[arXiv] [GShard](https://arxiv.org/abs/2006.16668)"),
        ({"links": {"pdf": ["http://a.example/x.pdf"]}},
         "[GShard](http://a.example/x.pdf) [[PDF](http://a.example/x.pdf)]"),
    ],
)  # fmt: skip
def test_seed_stays_readable_if_something_is_unknown(fields: dict[str, Any], expected: str) -> None:
    assert line(work(**fields), "seed") == expected


@pytest.mark.parametrize(
    ("style", "venue"),
    [
        ("seed", "[WIS (to appear)'26.11]"),
        ("awesome", "In WIS (to appear), November 2026."),
        ("table", "| WIS (to appear) |"),
    ],
)
def test_an_accepted_work_is_to_appear(style: str, venue: str) -> None:
    accepted = work(container_title_short="WIS", issued="2026-11", status={"kind": "accepted"})
    text = dump(Library([accepted], (), CONFIG), Options(style=style))
    assert venue in text
    (back,) = read(text, CONFIG).records
    assert (back.container_title_short, back.status) == ("WIS", accepted.status)
    assert "to appear" not in line(accepted.evolve(status={"kind": "corrected"}), style)


def test_a_number_that_a_model_cannot_have_is_not_unknown() -> None:
    model = Model(
        id="m", name="M", experts_active=8, experts_routed=256, not_applicable=["params_b", "experts_shared", "heads"]
    )
    text = dump(Library((), [model], CONFIG), Options())
    assert "| M | none | 8/256/none | - | none | - | - | - |" in re.sub(" +", " ", text)
    assert read(text, CONFIG).models == (model,)


def test_awesome_lists_a_work_of_an_earlier_section_without_its_link() -> None:
    record = work("Pre-gated MoE - A", url="http://a.example", tags=["system", "quantization"])
    sections = parts(Library([record], (), CONFIG), "awesome")["sections"].splitlines()
    assert [line for line in sections if line.startswith("-")] == [
        "- [Pre-gated MoE - A](http://a.example)",
        r'- Pre-gated MoE \- A - See "System-Level".',
    ]


def test_works_are_sorted_by_date_then_by_title() -> None:
    listed = [("Old", "2023-12"), ("b", "2024-02"), ("A", "2024-02-29"), ("Undated", None), ("Year", "2024")]
    records = [work(title, id=f"k{i}", issued=issued) for i, (title, issued) in enumerate(listed)]
    text = parts(Library(records), "seed")["sections"]
    assert re.findall(r"\[(\w+)\]$", text, re.M) == ["A", "b", "Year", "Old", "Undated"]


def test_contents_count_the_works_of_each_section_and_link_to_it() -> None:
    records = [
        work("A", id="a", tags=["system/offloading/cpu", "system/offloading"]),
        work("B", id="b", tags=["system/offloading"]),
        work("C", id="c", tags=["quantization/others"]),
        work("D", id="d"),
    ]
    library = Library(records, [Model(id="m", name="M")], CONFIG)
    assert parts(library, "seed")["contents"].splitlines() == [
        "- [Open Models](#open-models) (1)",
        "- [System-Level](#system-level) (2)",
        "  - [Expert Offloading](#expert-offloading) (2)",
        "    - [On the CPU](#on-the-cpu) (1)",
        r"- [Quantization & \<b>more\</b>](#quantization--bmoreb) (1)",
        "  - [Others](#others) (1)",
        "- [Others](#others-1) (1)",
    ]
    assert "    -" not in parts(library, "awesome")["contents"]


def test_works_in_no_section_are_listed_under_others() -> None:
    library = Library([work("A", tags=["unknown"])], (), CONFIG)
    assert parts(library, "seed")["sections"] == "## Others\n\n[A]"


def test_a_section_without_works_is_left_out() -> None:
    assert parts(Library((), (), CONFIG), "seed") == {"contents": "", "models": "", "sections": ""}


def test_a_style_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="unknown style 'fancy'; choose from seed, awesome, table"):
        export(Library(), "readme", style="fancy")


@pytest.mark.parametrize("style", STYLES)
def test_hostile_text_is_escaped(style: str) -> None:
    title = "](javascript:alert(1)) <script>x</script> ![i](http://e.example/i) `a` | *b* \u202ec\x07"
    text = parts(Library([work(title, url="http://a.example/?(|")]), style)["sections"]
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<script" not in html
    assert "<img" not in html
    assert "<code" not in html
    assert re.findall(r'href="([^"]*)"', html) == ["http://a.example/?(%7C"]
    assert "](javascript:alert(1)) &lt;script&gt;x&lt;/script&gt; ![i](http://e.example/i) `a`" in html
    assert "\ufffdc\ufffd" in html


def test_only_math_is_rendered_as_math() -> None:
    assert escape(r"$d_{model}$ and $\alpha_1$ cost $5 or $6, $a*b$") == (
        r"$d_{model}$ and $\alpha_1$ cost \$5 or \$6, \$a\*b\$"
    )


# --- writing and reading back

URLS = st.sampled_from(
    (
        "https://github.com/a/b", "http://b.example", "https://a.example/x_y?z=%20a&amp;b=~c#d", "https://a.example/((",
        "https://a.example/a)b|c\\d`e*f*", "https://a.example/[x]?¬eId=é",
    )
)  # fmt: skip
PDFS = (
    "https://mirror.example/pdf/250{0}.12224v1", "http://a.example/{0}.pdf",
    "https://papers.example/pdf/{0}", "https://a.example/{0}a)b|c\\d`e*f*",
)  # fmt: skip
IDENTIFIERS = (
    "arxiv:{0}401.00010", "arxiv:hep-th/990100{0}", "doi:10.1002/(sici)1097-4571(199806)49:8<{0}::aid>3.0.co;2-o",
    "acl:2024.acl-long.{0}", "openreview:abcdEFG_{0}", "dblp:conf/iclr/X2{0}", "isbn:9780131103627", "pmid:1{0}",
)  # fmt: skip
ISSUED = dates().filter(lambda date: 0 <= date.year <= 9999)
VENUES = st.one_of(
    st.sampled_from(
        ("ACL", "ArXiv", "ICML 2022", "Int'l Conf. on '24", "A, B. C", "Proc. X., undated", "’22", "No. 1")
    ),
    titles(),
)


def letters(title: str) -> str:
    """What distinguishes the titles of works."""
    return "".join(words_of(plain(title))) or title


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Works with different titles, because a list cannot distinguish works with the same title."""
    names = draw(st.lists(titles(), max_size=4, unique_by=lambda title: letters(as_shown(work(title)).title)))
    records = []
    for number, title in enumerate(names, 1):
        forms = draw(st.lists(st.sampled_from(IDENTIFIERS), unique=True, max_size=2))
        if number > 1:
            forms = [form for form in forms if "{0}" in form]
        own_identifiers = [form.format(number + 1) for form in forms]
        earlier = [{"identifiers": [f"arxiv:{number + 1}312.00011"]}] if draw(st.booleans()) else []
        kinds = dict.fromkeys(
            ("code", "weights", "data", "project", "slides", "video"), st.lists(URLS, max_size=2, unique=True)
        )
        pdfs = st.lists(st.sampled_from([form.format(number) for form in PDFS]), max_size=1)
        links = draw(st.fixed_dictionaries({}, optional=kinds | {"pdf": pdfs}))
        # From these, a date and a venue follow, if there is none.
        has_both = bool(earlier) or any(form.startswith(("arxiv:", "acl:")) for form in forms)
        records.append(work(
            title, id=f"k{number}", issued=draw(ISSUED if has_both else st.none() | ISSUED),
            container_title_short=draw(VENUES.filter(bool) if has_both else st.just("") | VENUES),
            identifiers=own_identifiers, versions=earlier, links=links,
            status=draw(st.sampled_from((None, {"kind": "accepted"}))),
            url=draw(st.none() | st.just(f"https://a.example/{number}/(x)")),
            keyword=draw(st.lists(st.one_of(st.sampled_from(("a, b", "Code", "*x*", "Quantization")), texts()),
                                  max_size=3, unique=True)),
            tags=draw(st.lists(st.sampled_from(CONFIG.tags), unique=True, max_size=3)),
        ))  # fmt: skip
    return Library(records, (), CONFIG)


def as_listed(records: tuple[Record, ...], style: str) -> dict[str, tuple[ShownWork, set[str]]]:
    """What the style shows of each work, by title."""
    cut = STYLES[style].precision
    listed = {}
    for record in records:
        shown = as_shown(record)
        shown = shown._replace(title=plain(shown.title))
        issued = Date(*shown.issued.parts[:cut]) if shown.issued and cut < 3 else shown.issued  # type: ignore[arg-type]
        listed[shown.title] = (shown._replace(issued=issued), set(record.tags))
    return listed


def again(imported: ParsedFile) -> Library:
    return Library(imported.records, imported.models, CONFIG)


@pytest.mark.parametrize("style", STYLES)
@examples(40)
@given(library=libraries())
@example(library=Library([work("In A, undated. B - C", container_title_short="X. Y")], (), CONFIG))
@example(library=Library([work("Code", url="https://a.example/x", keyword=["Code", "Data"])], (), CONFIG))
@example(library=Library([work("1. A", keyword=["- b"]), work("[ ] - ", id="y", tags=["system"])], (), CONFIG))
def test_a_rendered_list_is_read_back_unchanged(style: str, library: Library) -> None:
    text = dump(library, Options(style=style))
    back = read(text, CONFIG)
    assert as_listed(back.records, style) == as_listed(library.records, style)
    assert {finding.code for finding in back.findings} <= {"MB102", "MB103"}
    assert dump(again(back), Options(style=style)) == text


@examples(40)
@given(
    st.lists(
        st.builds(
            Model,
            id=st.just("m"),
            name=titles(),
            url=st.none() | URLS,
            params_b=st.none() | st.floats(0.001, 9999).map(lambda size: round(size, 3)),
            experts_active=st.none() | st.integers(0, 999),
            experts_routed=st.none() | st.integers(0, 999),
            heads=st.none() | st.integers(1, 10**9),
            not_applicable=st.sampled_from(((), ("d_ffn",), ("experts_shared", "layers", "d_expert"))),
            affiliation=st.just("") | titles(),
            released=st.none() | dates(),
        ),
        max_size=3,
        unique_by=lambda model: fold(model.name),
    )
)
def test_models_are_read_back_unchanged(models: list[Model]) -> None:
    given_models = [model.evolve(id=f"m{i}") for i, model in enumerate(models)]
    text = dump(Library((), given_models, CONFIG), Options(style="seed"))
    back = read(text, CONFIG)
    bare = [model.evolve(id="m", name=" ".join(model.name.split())) for model in back.models]
    assert sorted(map(repr, bare)) == sorted(map(repr, models))
    assert dump(again(back), Options(style="seed")) == text


@pytest.mark.parametrize("style", STYLES)
def test_the_real_list_is_read_back_from_each_style(style: str) -> None:
    text = shared("data/awesome-moe-inference.md").read_text(encoding="utf-8")
    first = read(text, Config())
    config = Config(title="MoE", sections=first.sections)
    rendered = dump(Library(first.records, first.models, config), Options(style=style))
    back = read(rendered, Config(title="MoE"))
    assert as_listed(back.records, style) == as_listed(first.records, style)
    assert back.sections == first.sections
    assert len(back.models) == len(first.models) == 23
    library = Library(back.records, back.models, config.model_copy(update={"sections": back.sections}))
    assert dump(library, Options(style=style)) == rendered
