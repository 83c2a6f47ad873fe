"""Tags, sections, keys and names of fields in a list of moebib."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, Flaw, Rule
from moebib.records.citekey import is_key, make_key
from moebib.records.fields import KEY_RULE
from moebib.records.name import Names
from moebib.records.record import Record
from moebib.text.markup import escape
from moebib.text.shorten import quote
from moebib.text.suggest import suggestion

_CONFIG = '# moebib.toml\n[[sections]]\ntag = "system"\nheading = "Systems"\n[[sections]]\ntag = "system/caching"\n' \
          'heading = "Caching"\n'  # fmt: skip
_SPARSE = 'type = "book"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\nissued = "2024"\n'
_DENSE = 'type = "book"\ntitle = "Dense Experts"\nauthor = ["Roe, Max"]\nissued = "2024"\n'
_WORK, _ROE = f"# papers/doe2024sparse.toml\n{_SPARSE}", f"# papers/roe2024dense.toml\n{_DENSE}"


@Rule(
    code="MB411", name="missing-tag", finds="a work without a tag in a list that has sections",
    why="The work is in no section of the README.",
    bad=(f"{_CONFIG}{_WORK}", f"{_CONFIG}{_WORK}tags = []"),
    good=(f'{_CONFIG}{_WORK}tags = ["system"]', f'{_CONFIG}{_WORK}tags = ["system/caching"]', _WORK),
    fix="Add a tag; `moebib tags` lists the sections.", on="list",
).each_work  # fmt: skip
def missing_tag(record: Record, context: Context) -> Iterator[Flaw]:
    """Any tag will do; MB412 checks that it exists."""
    if not record.tags and context.config.sections:
        hint = "add one; `moebib tags` lists the sections"
        yield Flaw(("tags",), "missing tag: the work is in no section of the README", hint)


@Rule(
    code="MB412", name="unknown-tag", finds="a tag that is not one of the sections in moebib.toml",
    why="A misspelt tag hides the work from its section.",
    bad=(f'{_CONFIG}{_WORK}tags = ["system/cachin"]', f'{_CONFIG}{_WORK}tags = ["system", "hardware"]'),
    good=(f'{_CONFIG}{_WORK}tags = ["system/caching"]', f'{_CONFIG}{_WORK}tags = ["system"]',
          f'{_WORK}tags = ["anything"]'),
    fix="Correct the tag, or add the section to moebib.toml.", level="error", on="list",
).each_work  # fmt: skip
def unknown_tag(record: Record, context: Context) -> Iterator[Flaw]:
    """A list without sections may use any tags."""
    section_tags = context.config.tags
    for number, tag in enumerate(record.tags):
        if section_tags and tag not in section_tags:
            hint = suggestion(tag, section_tags) or "`moebib tags` lists the sections"
            yield Flaw(("tags", number), f"unknown tag {tag!r}", hint)


@Rule(
    code="MB413", name="redundant-tag", finds="a work that is tagged with a section and with one of its subsections",
    why="The README lists the work twice.",
    bad=(f'{_CONFIG}{_WORK}tags = ["system", "system/caching"]',
         f'{_CONFIG}{_WORK}tags = ["system/caching", "system"]'),
    good=(f'{_CONFIG}{_WORK}tags = ["system/caching"]', f'{_CONFIG}{_WORK}tags = ["system"]',
          f'{_WORK}tags = ["system", "systematic/caching"]'),
    fix="`moebib fix` removes the tag of the section above.", on="list",
).each_work  # fmt: skip
def redundant_tag(record: Record, _: Context) -> Iterator[Flaw]:
    """A work in a subsection is also in the section above."""
    for number, tag in enumerate(record.tags):
        below = next((other for other in record.tags if other.startswith(f"{tag}/")), None)
        if below:
            rest = tuple(other for other in record.tags if other != tag)
            yield Flaw(("tags", number), f"{tag!r} already includes {below!r}", f"remove {tag!r}", {"tags": rest})


@Rule(
    code="MB414", name="empty-section", finds="a section in moebib.toml that no work is tagged with",
    why="The README has a heading with nothing below it, or readers look for something that is not there.",
    bad=(f'{_CONFIG}{_WORK}tags = ["system"]', f"{_CONFIG}{_WORK}"),
    good=(f'{_CONFIG}{_WORK}tags = ["system/caching"]', _WORK,
          f'{_CONFIG}{_WORK}tags = ["system/caching"]\n{_ROE}tags = ["system"]'),
    fix="Remove the section, or tag a work with it.", level="note", on="list",
).whole_list  # fmt: skip
def empty_section(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Reported at the first work, because it belongs to none."""
    used = {tag for record in context.records for tag in record.tags}
    for section in context.config.sections:
        is_used = any(tag == section.tag or tag.startswith(f"{section.tag}/") for tag in used)
        if not is_used and context.records:
            hint = "remove it from moebib.toml, or tag a work with it"
            yield context.records[0].id, Flaw((), f"the section {section.tag!r} is empty", hint)


_SUFFIX = re.compile(r"[a-z]?")


@Rule(
    code="MB415", name="unusual-key", finds="a key that is not family name, year and first word of the title",
    why="Readers guess keys by this pattern. This is a note, because a key that documents cite should not change.",
    bad=(_WORK.replace("doe2024sparse", "sparse"), _WORK.replace("doe2024sparse", "doe2025sparse"),
         _WORK.replace("doe2024sparse", "doe2024sparsely")),
    good=(_WORK, _WORK.replace("doe2024sparse", "doe2024sparseb"),
          f'{_WORK}[[versions]]\ntype = "article"\ngenre = "preprint"\nissued = "2023"\n'
          .replace("doe2024sparse", "doe2023sparse"),
          _WORK.replace('issued = "2024"\n', "")),
    fix="`moebib rekey OLD NEW` renames it, and keeps the old key as an alias.", level="note", on="list",
).each_work  # fmt: skip
def unusual_key(record: Record, context: Context) -> Iterator[Flaw]:
    """Title, first author and year may be those of any version: a key stays when a paper is published."""
    dates = [record.issued, *(version.issued for version in record.versions)]
    authors = [record.author, *(version.author for version in record.versions if version.author)]
    authors += [Names(map(context.people.main, names)) for names in authors if context.people]
    if not record.titles or not any(dates):
        return  # other rules report what is missing, and the usual key will be another with it
    usual = {
        make_key(record.model_copy(update={"title": escape(title), "issued": date, "author": people}))
        for title in record.titles or ("",)
        for date in dates
        for people in authors
    }
    if not any(record.id.startswith(key) and _SUFFIX.fullmatch(record.id[len(key) :]) for key in usual):
        hint = f"the usual key is {make_key(record)!r}; `moebib rekey` renames the work and keeps the old key"
        yield Flaw(("id",), f"unusual key {record.id!r}", hint)


@Rule(
    code="MB416", name="duplicate-alias", finds="a former key or another title that two works have",
    why="A citation by that key, or a search for that title, may find the wrong work.",
    bad=(f'{_WORK}ids = ["old"]\n{_ROE}ids = ["OLD"]',
         f'{_WORK}aliases = ["Experts"]\n{_ROE}aliases = ["experts"]'),
    good=(f'{_WORK}ids = ["old"]\n{_ROE}ids = ["older"]', f'{_WORK}aliases = ["Experts"]\n{_ROE}',
          f'{_WORK}ids = ["Doe2024sparse"]\n{_ROE}'),
    fix="Keep it in the work that it belongs to.", level="error",
).whole_list  # fmt: skip
def duplicate_alias(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Ignoring case. A former key that is the current one is reported, too; biber needs one in another case."""
    keys: dict[str, str] = {}
    for record in context.records:
        for number, key in enumerate(record.ids):
            first = keys.setdefault(key.lower(), record.id)
            if first != record.id or key == record.id:
                message = f"the former key {key!r} is also one of {first!r}"
                yield record.id, Flaw(("ids", number), message, "keep it in one work")
    titles: dict[str, str] = {}
    for record in context.records:
        for number, alias in enumerate(record.aliases):
            first = titles.setdefault(alias.lower(), record.id)
            if first != record.id:
                message = f"the alias {alias!r} is also one of {first!r}"
                yield record.id, Flaw(("aliases", number), message, "keep it in one work")


@Rule(
    code="MB417", name="invalid-field-name",
    finds="a name in `[extra]` that cannot be the name of a field in a .bib file",
    why="BibTeX stops at some characters, and LaTeX may execute others: `^^5c` is a backslash. Exports replace them.",
    bad=(f'{_WORK}[extra]\n"annote^^5c" = "A"', f'{_WORK}[extra]\n"date added" = "A"'),
    good=(f'{_WORK}[extra]\nannote = "A"', f'{_WORK}[extra]\nbdsk-url-1 = "https://a.example"'),
    fix="Rename the field.", on="list",
).each_work  # fmt: skip
def invalid_field_name(record: Record, _: Context) -> Iterator[Flaw]:
    """In a .bib file, MB140 reports the name where it is read."""
    for name in record.extra:
        if not is_key(name):
            hint = f"rename it; {KEY_RULE.replace('key', 'name')}"
            yield Flaw(("extra", name), f"invalid field name {quote(name)}", hint)
