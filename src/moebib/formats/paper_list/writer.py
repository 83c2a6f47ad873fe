"""Writes a list as a README: contents, models and sections, all works in one style.

``parts`` makes what goes between the markers of a README; ``markers.fill`` puts it there. All text is escaped
(``moebib.text.markdown``). ``reader`` reads the same list back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats import Options
from moebib.formats.paper_list.markers import OTHERS, fill, marker_lines
from moebib.formats.paper_list.styles import STYLES, EntryStyle, SectionWork, ShownWork, as_shown, model_table
from moebib.library.config import IN_PLACE, TEMPLATE, Config, Readme, Section
from moebib.library.library import Library
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markdown import anchors, clean, escape, heading
from moebib.text.markup import plain
from moebib.text.suggest import unknown

__all__ = ["dump", "parts", "style_named"]


def dump(library: Library, options: Options) -> str:
    """A whole README: the title, and the parts between their markers."""
    config = library.config
    style = options.style or (config.readme or Readme()).style
    empty = f"{heading(_title(config), 1)}\n\n## Contents\n\n{marker_lines(('contents', 'models', 'sections'))}"
    return fill(empty, parts(library, style_named(style, options.template)))


def style_named(name: str, template: str = "") -> EntryStyle:
    """The style called *name*; that of a *template*, of which *name* is the file, if there is one.

    A list that is kept as it is has no style to write it in from nothing; then it is "seed".

    Raises:
        InputError: If there is no such style, or the template has an error.
    """
    if template:
        from moebib.formats.paper_list.template import style_of

        return style_of(template, name)
    style = STYLES.get("seed" if name == IN_PLACE else name)
    if style is None:
        raise InputError(unknown("style", name, STYLES, more=f"a template (*{TEMPLATE})"))
    return style


class _ReadmeSection(NamedTuple):
    """A section of the README; ``level`` is that of its heading, 2 for a top section."""

    heading: str
    level: int
    works: tuple[Record, ...]
    total: int
    """How many works are in the section or below it."""


def parts(library: Library, style: EntryStyle) -> dict[str, str]:
    """The Markdown of "contents", "models" and "sections" in *style*.

    A section is left out if there are no works in it or below it. Works in no section come last, under "Others".
    """
    sections = _sections(library)
    models = model_table(library.models)
    models_heading = (library.config.readme or Readme()).models_heading
    models_section = [_ReadmeSection(models_heading, 2, (), len(library.models))] if models else []
    return {
        "contents": _contents_text(library.config, [*models_section, *sections], style),
        "models": f"{heading(models_heading, 2)}\n\n{models}" if models else "",
        "sections": _sections_text(sections, style),
    }


def _title(config: Config) -> str:
    return clean(config.title) or "Papers"


def _sections(library: Library) -> list[_ReadmeSection]:
    """The sections with works, each followed by its subsections, whatever their order in the configuration."""
    config = library.config
    sections = []
    for section, level in _in_order(config.sections, "", 2):
        prefix = f"{section.tag}/"
        total = sum(any(f"{tag}/".startswith(prefix) for tag in record.tags) for record in library)
        if total:
            sections.append(_ReadmeSection(section.heading, level, library.tagged(section.tag), total))
    section_tags = set(config.tags)
    unlisted = tuple(record for record in library if not section_tags & set(record.tags))
    return [*sections, _ReadmeSection(OTHERS, 2, unlisted, len(unlisted))] if unlisted else sections


def _in_order(sections: Sequence[Section], parent: str, level: int) -> Iterator[tuple[Section, int]]:
    """The sections below *parent*, each with its level and followed by its subsections."""
    tags = {section.tag for section in sections}
    for section in sections:
        if _parent(section.tag, tags) == parent:
            yield section, level
            yield from _in_order(sections, section.tag, level + 1)


def _parent(tag: str, tags: set[str]) -> str:
    """The nearest section that *tag* is in; "" for a top one."""
    while tag:
        tag = tag.rpartition("/")[0]
        if tag in tags:
            break
    return tag


def _contents_text(config: Config, listed: Sequence[_ReadmeSection], style: EntryStyle) -> str:
    # GitHub numbers the anchors of equal headings, so the headings that are not in the contents count, too.
    targets = anchors([_title(config), "Contents", *(section.heading for section in listed)])[2:]
    return "\n".join(
        f"{'  ' * (section.level - 2)}- [{escape(section.heading)}](#{target}) ({section.total})"
        for section, target in zip(listed, targets, strict=True)
        if section.level - 1 <= style.depth
    )


def _sections_text(sections: Sequence[_ReadmeSection], style: EntryStyle) -> str:
    listed_in: dict[str, str] = {}
    blocks = []
    for section in sections:
        blocks.append(heading(section.heading, section.level))
        works = [SectionWork(record, as_shown(record), listed_in.get(record.id)) for record in section.works]
        works.sort(key=lambda work: _newest_first(work.shown, style))
        if works:
            blocks.append(style.section(works))
        listed_in = {record.id: section.heading for record in section.works} | listed_in
    return "\n\n".join(blocks)


def _newest_first(work: ShownWork, style: EntryStyle) -> tuple[tuple[int, ...], str, str, str]:
    """The place of a work in its section: by date, then by title, then by all else that is shown, but not by key."""
    parts = work.issued.parts[: style.precision] if work.issued else ()
    newest = tuple(-part for part in parts) + (1,) * (3 - len(parts))
    return newest, fold(plain(work.title)), work.title, str(work)
