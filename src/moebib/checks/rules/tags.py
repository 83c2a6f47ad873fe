"""Tags, sections and keys of a list of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.records.citekey import make_key
from moebib.records.record import Record
from moebib.text.suggest import suggest

_SUFFIX = re.compile(r"[a-z]?")


def untagged(record: Record, context: Context) -> Iterator[Flaw]:
    """A work without a section stands nowhere in the README."""
    if not record.tags and context.config.sections:
        yield Flaw(("tags",), "no tag: the work stands in no section of the README", "`moebib tags` lists them")


def unknown_tag(record: Record, context: Context) -> Iterator[Flaw]:
    """Where there are sections, tags are a closed vocabulary."""
    known = context.config.tags
    for i, tag in enumerate(record.tags):
        if known and tag not in known:
            hint = suggest(tag, known).removeprefix("; ") or "`moebib tags` lists those there are"
            yield Flaw(("tags", i), f"{tag!r} is none of the sections", hint)


def tagged_twice_over(record: Record, _: Context) -> Iterator[Flaw]:
    """A work in a section below another one is in that one, too."""
    for i, tag in enumerate(record.tags):
        below = next((other for other in record.tags if other.startswith(f"{tag}/")), None)
        if below:
            rest = tuple(other for other in record.tags if other != tag)
            yield Flaw(("tags", i), f"{below!r} is in {tag!r} already", f"remove {tag!r}", {"tags": rest})


def empty_section(context: Context) -> Iterator[tuple[str, Flaw]]:
    """A heading with nothing below it; told at the first work, as it belongs to none."""
    used = {tag for record in context.records for tag in record.tags}
    for section in context.config.sections:
        is_used = any(tag == section.tag or tag.startswith(f"{section.tag}/") for tag in used)
        if not is_used and context.records:
            hint = "remove it from moebib.toml, or tag a work with it"
            yield context.records[0].id, Flaw((), f"the section {section.tag!r} has no works", hint)


def odd_key(record: Record, _: Context) -> Iterator[Flaw]:
    """Keys are family + year + word of the title; the year may be that of any version."""
    made = {make_key(one) for one in _readings(record)}
    if not any(record.id.startswith(key) and _SUFFIX.fullmatch(record.id[len(key) :]) for key in made):
        hint = f"the pattern gives {make_key(record)!r}; `moebib rekey` renames it and keeps the old key"
        yield Flaw(("id",), f"the key {record.id!r} is not by the pattern", hint)


def _readings(record: Record) -> Iterator[Record]:
    """The record with each of its titles, first authors and dates: a key stays when a paper is published."""
    dates = [record.issued, *(version.issued for version in record.versions)]
    authors = [record.author, *(version.author for version in record.versions if version.author)]
    for title in record.titles or ("",):
        for date in dates:
            for people in authors:
                yield record.model_copy(update={"title": title, "issued": date, "author": people})


def alias_of_two(context: Context) -> Iterator[tuple[str, Flaw]]:
    """A former key, or another title, that two works have."""
    keys: dict[str, str] = {}
    for record in context.records:
        for i, key in enumerate(record.ids):
            other = keys.setdefault(key.lower(), record.id)
            if other != record.id or key.lower() == record.id.lower():
                yield record.id, Flaw(("ids", i), f"the former key {key!r} is also one of {other!r}", "keep it in one")
    titles: dict[str, str] = {}
    for record in context.records:
        for i, alias in enumerate(record.aliases):
            other = titles.setdefault(alias.lower(), record.id)
            if other != record.id:
                yield record.id, Flaw(("aliases", i), f"{alias!r} is also another title of {other!r}", "keep it in one")


_CONFIG = '# moebib.toml\n[[sections]]\ntag = "system"\nheading = "Systems"\n[[sections]]\ntag = "system/caching"\n' \
          'heading = "Caching"\n'  # fmt: skip
_SPARSE = 'type = "book"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\nissued = "2024"\n'
_DENSE = 'type = "book"\ntitle = "Dense Experts"\nauthor = ["Roe, Max"]\nissued = "2024"\n'
_WORK, _ROE = f"# papers/doe2024sparse.toml\n{_SPARSE}", f"# papers/roe2024dense.toml\n{_DENSE}"

FAMILY = Family("tags and keys", (
    Rule(
        code="MB411", name="no-tag", finds="a work without a tag in a list that has sections",
        why="It stands in no section of the README, so nobody will find it there.",
        bad=(f"{_CONFIG}{_WORK}", f"{_CONFIG}{_WORK}tags = []"),
        good=(f'{_CONFIG}{_WORK}tags = ["system"]', f'{_CONFIG}{_WORK}tags = ["system/caching"]', _WORK),
        fix="Tag it; `moebib tags` lists the sections.", check_work=untagged, on="list",
    ),
    Rule(
        code="MB412", name="unknown-tag", finds="a tag that is none of the sections in moebib.toml",
        why="Tags are a closed vocabulary: a tag with a slip of the pen hides the work.",
        bad=(f'{_CONFIG}{_WORK}tags = ["system/cachin"]', f'{_CONFIG}{_WORK}tags = ["system", "hardware"]'),
        good=(f'{_CONFIG}{_WORK}tags = ["system/caching"]', f'{_CONFIG}{_WORK}tags = ["system"]',
              f'{_WORK}tags = ["anything"]'),
        fix="Correct the tag, or add the section to moebib.toml.", check_work=unknown_tag, level="error", on="list",
    ),
    Rule(
        code="MB413", name="tag-within-a-tag", finds="a work that is tagged with a section and with one in it",
        why="The upper section shows it anyway; the second line of the README is a repeat.",
        bad=(f'{_CONFIG}{_WORK}tags = ["system", "system/caching"]',
             f'{_CONFIG}{_WORK}tags = ["system/caching", "system"]'),
        good=(f'{_CONFIG}{_WORK}tags = ["system/caching"]', f'{_CONFIG}{_WORK}tags = ["system"]',
              f'{_WORK}tags = ["system", "systematic/caching"]'),
        fix="`moebib fix` removes the upper one.", check_work=tagged_twice_over, on="list",
    ),
    Rule(
        code="MB414", name="section-without-works", finds="a section of moebib.toml that no work is tagged with",
        why="The README gets a heading with nothing below it, or a reader looks for what is not there.",
        bad=(f'{_CONFIG}{_WORK}tags = ["system"]', f"{_CONFIG}{_WORK}"),
        good=(f'{_CONFIG}{_WORK}tags = ["system/caching"]', _WORK,
              f'{_CONFIG}{_WORK}tags = ["system/caching"]\n{_ROE}tags = ["system"]'),
        fix="Remove the section, or tag a work with it.", check_list=empty_section, level="note", on="list",
    ),
    Rule(
        code="MB415", name="key-not-by-the-pattern",
        finds="a key that is not family name, year and first word of the title",
        why="Readers guess keys. It is a note, for a key that others cite should rather stay as it is.",
        bad=(_WORK.replace("doe2024sparse", "sparse"), _WORK.replace("doe2024sparse", "doe2025sparse"),
             _WORK.replace("doe2024sparse", "doe2024sparsely")),
        good=(_WORK, _WORK.replace("doe2024sparse", "doe2024sparseb"),
              f'{_WORK}[[versions]]\ntype = "article"\ngenre = "preprint"\nissued = "2023"\n'
              .replace("doe2024sparse", "doe2023sparse")),
        fix="`moebib rekey OLD NEW` renames it, and keeps the old key as an alias.",
        check_work=odd_key, level="note", on="list",
    ),
    Rule(
        code="MB416", name="alias-of-two-works", finds="a former key or another title that two works have",
        why="A citation by that key, or a search for that title, leads to the wrong work.",
        bad=(f'{_WORK}ids = ["old"]\n{_ROE}ids = ["OLD"]',
             f'{_WORK}aliases = ["Experts"]\n{_ROE}aliases = ["experts"]'),
        good=(f'{_WORK}ids = ["old"]\n{_ROE}ids = ["older"]', f'{_WORK}aliases = ["Experts"]\n{_ROE}',
              f"{_WORK}{_ROE}"),
        fix="Leave it in the one that it belongs to.", check_list=alias_of_two, level="error",
    ),
))  # fmt: skip
