"""A template of one's own as the style of a README."""

from __future__ import annotations

from typing import Any

import pytest
from markdown_it import MarkdownIt

from moebib import formats
from moebib.errors import InputError
from moebib.library.config import Config, Readme, Section
from moebib.library.library import Library
from moebib.records.record import Record

TEMPLATE = """\
{% for work in works %}
- **{{ work.title }}** ({{ work.authors|join(", ") }}{% if work.year %}, {{ work.year }}{% endif %})
  {%- if work.code %} [code]({{ work.code }}){% endif %}

{% endfor %}
"""
CONFIG = Config(readme=Readme(style="list.md.j2"), sections=(Section(tag="food", heading="Food"),))


def work(title: str = "Bread", **fields: Any) -> Record:
    return Record.model_validate({"id": "x", "type": "book", "title": title, "tags": ["food"]} | fields)


def section(template: str, *works: Record) -> str:
    """What is below the heading of the only section."""
    text = formats.export(Library(works, config=CONFIG), "readme", template=template)
    return text.partition("## Food\n\n")[2].partition("\n\n<!--")[0]


def test_a_template_writes_the_works_of_each_section() -> None:
    works = [
        work(issued="1900", author=["Roe, Jane", "{The Bakers}"], links={"code": ["https://a.example/b"]}),
        work("Cake", id="y"),
    ]
    lines = ["- **Bread** (Jane Roe, The Bakers, 1900) [code](https://a.example/b)", "- **Cake** ()"]
    assert section(TEMPLATE, *works).splitlines() == lines


def test_every_value_can_be_printed_and_an_unknown_one_is_empty() -> None:
    template = (
        "{% for w in works %}{{ w.url }}{{ w.venue }}{{ w.date }}{{ w.month }}{{ w.abstract }}{{ w.pdf }}"
        "{{ w.earlier }}{{ w.identifiers.get('doi', '') }}"
        "{% for l in w.links %}{{ l.label }}{{ l.url }}{% endfor %}{{ w.type }}"
        "{{ w.keywords|join }}{% endfor %}"
    )
    assert section(template, work()) == "book"


@pytest.mark.parametrize("hostile", ["](javascript:alert(1)) [x", "<script>alert(1)</script>", "a | b `c` *d*"])
def test_hostile_text_stays_text_whatever_a_template_does_with_it(hostile: str) -> None:
    record = work(hostile, author=[f"{{{hostile}}}"], container_title_short=hostile, keyword=[hostile])
    template = (
        "{% macro m(x) %}{{ x ~ '' }}{% endmacro %}{% for w in works %}"
        "[{{ w.title }}](https://a.example) {{ m(w.venue) }} {{ (w.authors + w.keywords)|join(' ') }}{% endfor %}"
    )
    tokens = MarkdownIt("commonmark").parse(section(template, record))
    links = [token.attrs["href"] for block in tokens for token in block.children or () if token.type == "link_open"]
    assert links == ["https://a.example"]
    assert not [token for block in tokens for token in block.children or () if token.type == "html_inline"]


def test_text_begins_no_tag_within_html_either() -> None:
    record = work("<script>x</script>", container_title_short="<b>")
    assert "<" not in section("{% for w in works %}{{ w.title }}{{ w.venue }}{% endfor %}", record)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% for %}", "list.md.j2: line 1: "),
        ("\n{{ works[0].titel }}", "list.md.j2: the template fails: .* has no attribute 'titel'"),
        ("{{ works.append(1) }}", "list.md.j2: the template fails: .*append"),
        ("{{ works[0].__class__.__mro__ }}", "list.md.j2: the template fails: .*__class__"),
        ("{% include '/etc/passwd' %}", "list.md.j2: the template fails: no loader"),
        ("{{ 1 / 0 }}", "list.md.j2: the template fails: division by zero"),
    ],
)
def test_a_template_that_fails_is_an_error_that_names_it(template: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        section(template, work())
