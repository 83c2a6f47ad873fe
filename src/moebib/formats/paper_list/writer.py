"""The list as a README: contents, models, sections, in one of three styles.

``parts`` gives what stands between the markers of a README, ``fill`` puts it there and keeps every other byte.
Titles and names are escaped (``moebib.text.markdown``); what is read back by ``paper_list.reader`` is the same list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats import Options
from moebib.formats.paper_list.entry_styles import STYLES, Shown, Style, shown
from moebib.formats.paper_list.markers import fill
from moebib.formats.paper_list.model_table import model_table
from moebib.library.config import Config, Readme, Section
from moebib.library.library import Library
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markdown import anchors, clean, escape, heading

__all__ = ["dump", "fill", "parts"]

_OTHERS = "Others"


def dump(library: Library, options: Options) -> str:
    """A whole README: the title and the parts, with the markers that ``fill`` looks for."""
    config = library.config
    style = options.style or (config.readme.style if config.readme else "seed")
    places = (f"<!-- moebib:begin {name} -->\n<!-- moebib:end {name} -->" for name in ("models", "sections"))
    blank = "\n\n".join((
        heading(_title(config), 1), "## Contents",
        "<!-- moebib:begin contents -->\n<!-- moebib:end contents -->", *places,
    ))  # fmt: skip
    return fill(f"{blank}\n", parts(library, style))


class _Part(NamedTuple):
    """A section as it is shown: how deep its heading is (2 for a top one), its works and those in all below."""

    heading: str
    level: int
    works: tuple[Record, ...]
    total: int


def parts(library: Library, style: str) -> dict[str, str]:
    """The Markdown of "contents", "models" and "sections" in *style*: "seed", "awesome" or "table".

    A section without works, in it or below, is left out. Works without a section stand last, under "Others".

    Raises:
        InputError: If there is no such style.
    """
    if style not in STYLES:
        raise InputError(f"no style {style!r}; there are {', '.join(STYLES)}")
    found = _tree(library)
    models = model_table(library.models)
    models_heading = (library.config.readme or Readme()).models_heading
    listed = [*([_Part(models_heading, 2, (), len(library.models))] if models else []), *found]
    return {
        "contents": _contents(library.config, listed, STYLES[style]),
        "models": f"{heading(models_heading, 2)}\n\n{models}" if models else "",
        "sections": _sections(found, STYLES[style]),
    }


def _title(config: Config) -> str:
    return clean(config.title) or "Papers"


def _tree(library: Library) -> list[_Part]:
    """The sections, each followed by those in it, whatever their order in the configuration."""
    config = library.config
    found = [
        _Part(section.heading, level, works, len(below))
        for section, level in _in_order(config.sections, "", 2)
        if (below := [record for record in library if _below(record, section.tag)])
        for works in [library.tagged(section.tag)]
    ]
    known = set(config.tags)
    homeless = tuple(record for record in library if not known & set(record.tags))
    return [*found, _Part(_OTHERS, 2, homeless, len(homeless))] if homeless else found


def _in_order(sections: Sequence[Section], parent: str, level: int) -> list[tuple[Section, int]]:
    tags = {section.tag for section in sections}
    children = [section for section in sections if _parent(section.tag, tags) == parent]
    return [one for child in children for one in ((child, level), *_in_order(sections, child.tag, level + 1))]


def _parent(tag: str, tags: set[str]) -> str:
    """The nearest section that *tag* is in; "" for a top one."""
    while tag:
        tag = tag.rpartition("/")[0]
        if tag in tags:
            break
    return tag


def _below(record: Record, tag: str) -> bool:
    return any(own == tag or own.startswith(f"{tag}/") for own in record.tags)


def _contents(config: Config, listed: list[_Part], style: Style) -> str:
    # The anchors of all headings count, also of those that the contents leave out.
    targets = anchors([_title(config), "Contents", *(part.heading for part in listed)])[2:]
    return "\n".join(
        f"{'  ' * (part.level - 2)}- [{escape(part.heading)}](#{target}) ({part.total})"
        for part, target in zip(listed, targets, strict=True)
        if part.level - 1 <= style.depth
    )


def _sections(found: list[_Part], style: Style) -> str:
    first: dict[str, str] = {}
    blocks = []
    for part in found:
        blocks.append(heading(part.heading, part.level))
        works = sorted(((shown(record), record.id) for record in part.works), key=lambda pair: _rank(pair[0], style))
        seen = {work: first[key] for work, key in works if key in first}
        if works:
            blocks.append(style.section([work for work, _ in works], seen.get))
        first |= {key: part.heading for _, key in works if key not in first}
    return "\n\n".join(blocks)


def _rank(work: Shown, style: Style) -> tuple[tuple[int, ...], str, str, str]:
    """Newest first, then by title; what follows only tells works of one title apart, without their keys."""
    parts = work.issued.parts[: style.precision] if work.issued else ()
    newest = tuple(-part for part in parts) + (1,) * (3 - len(parts))
    return newest, fold(work.title), work.title, str(work)
