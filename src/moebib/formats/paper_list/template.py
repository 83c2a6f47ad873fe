"""Templates of one's own for the works of a section, in the language of Jinja2.

A template runs in a sandbox, and sees only text: what a work states, in Markdown that is escaped already. So it cannot
read a file, and a title cannot become markup, whatever the template does with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from moebib.errors import InputError
from moebib.formats.paper_list.styles import EntryStyle, SectionWork
from moebib.records.date import MONTH_NAMES
from moebib.records.record import Links
from moebib.text.markdown import destination, escape
from moebib.text.markup import markdown

__all__ = ["style_of"]


def style_of(template: str, name: str) -> EntryStyle:
    """The style of *template*, of which *name* is the file: it is given ``works``, and gives their Markdown.

    Raises:
        InputError: If its syntax is wrong; also by the style, if the template uses what does not exist.
    """
    from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # The values are Markdown, so escaping them for HTML would change what readers see.
    environment = ImmutableSandboxedEnvironment(
        autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    try:
        compiled = environment.from_string(template)
    except TemplateSyntaxError as error:
        raise InputError(f"line {error.lineno}: {error.message}", where=name) from error

    def section(works: Sequence[SectionWork]) -> str:
        try:
            return compiled.render(works=[_values(work) for work in works]).strip("\n")
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise InputError(f"the template fails: {error}", where=name) from error

    return EntryStyle(section, precision=3, depth=6)


def _values(work: SectionWork) -> dict[str, Any]:
    """What a template sees of a work: Markdown, lists of it, and "" for what is unknown."""
    record, shown = work.record, work.shown
    issued = shown.issued
    return {
        "title": _in_html_too(markdown(shown.title)),
        "url": destination(shown.page),
        "authors": [_text(name.display()) for name in record.author],
        "venue": _text(shown.venue),
        "date": str(issued or ""),
        "year": str(issued.year) if issued else "",
        "month": MONTH_NAMES[issued.month - 1] if issued and issued.month else "",
        "type": record.type,
        "keywords": [_in_html_too(escape(label, also=",")) for label in shown.labels],
        "abstract": _in_html_too(markdown(record.abstract)),
        "identifiers": {str(identifier.scheme): _text(identifier.value) for identifier in record.all_identifiers},
        "links": [{"label": _text(label), "url": destination(url)} for label, url in shown.links],
        **{kind: next(map(destination, getattr(record.links, kind)), "") for kind in Links.model_fields},
        "earlier": _text(work.earlier or ""),
    }


def _text(text: str) -> str:
    return _in_html_too(escape(text))


def _in_html_too(text: str) -> str:
    """*text*, which is Markdown, with nothing that begins a tag within HTML, where a backslash escapes nothing."""
    return text.replace("\\<", "&lt;")
