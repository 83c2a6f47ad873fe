"""`moebib tags --rename`: a section gets another tag, in moebib.toml and in every work, with all sections below it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.commands.entries import read_valid
from moebib.commands.headings import rename_heading
from moebib.errors import InputError
from moebib.library.config import IN_PLACE, Config
from moebib.records.fields import TAG, TAG_RULE
from moebib.store import ChangeSet
from moebib.text.fold import fold
from moebib.text.shorten import quote
from moebib.text.suggest import unknown

__all__ = ["RenamedTag", "rename_tag"]


class RenamedTag(NamedTuple):
    """What was done, or would be."""

    tags: dict[str, str]
    """Old -> new: the tag itself, unless it is only a part of the tags below it, and these."""
    heading: tuple[str, str] | None
    """The old and the new heading of the section, if it changes."""
    works: int
    """How many works change."""
    changes: ChangeSet
    readme: str = ""
    """The README in which a person has to change the heading, or move the section."""


def rename_tag(root: Path, old: str, new: str, *, heading: str = "", write: bool = True) -> RenamedTag:
    """Give the section *old* the tag *new*, and those below it tags below *new*, also in all works.

    The section gets the *heading*. Without one, its heading changes only if it is the old tag in words.

    Raises:
        InputError: If there is no such tag, *new* is no tag or is in use, or the heading is not one line; then nothing
            changes.
        InvalidRecord: If an entry cannot be read.
    """
    if not re.fullmatch(TAG, new):
        raise InputError(f"not a tag: {quote(new)}\nhint: a tag is {TAG_RULE}")
    if heading and (heading.isspace() or heading.splitlines() != [heading]):
        raise InputError(f"a heading is one line of text, not {quote(heading)}")
    with store.lock(root, write=write):
        entries = read_valid(root)
        sections = entries.config.sections
        known = dict.fromkeys((*entries.config.tags, *(tag for work in entries.works for tag in work.tags)))
        tags = {tag: new + tag.removeprefix(old) for tag in known if f"{tag}/".startswith(f"{old}/")}
        if not tags:
            raise InputError(unknown("tag", old, known))
        if old == new and not heading:
            raise InputError(f"the tag {old!r} is to be renamed to itself\nhint: --heading changes only the heading")
        if taken := next((tag for tag in tags.values() if tag in known and tag not in tags), None):
            move = f"moebib list -t {old} | moebib tag - --add {taken} --remove {old}"
            hint = f"\nhint: `{move}` moves the works there" if len(tags) == 1 else ""
            raise InputError(f"the tag {taken!r} exists already{hint}")
        old_heading = next((section.heading for section in sections if section.tag == old), "")
        if heading and not old_heading:
            raise InputError(f"no section in moebib.toml has the tag {old!r}, so there is no heading to change")

        new_heading = heading or _following(old_heading, old, new)
        works = [
            work.evolve(tags=tuple(tags.get(tag, tag) for tag in work.tags))
            for work in entries.works
            if old != new and not tags.keys().isdisjoint(work.tags)
        ]
        texts = store.plan_entries(root, works)
        if not tags.keys().isdisjoint(entries.config.tags):
            tables = [section.model_dump(exclude_unset=True) for section in sections]
            for table in tables:
                table |= {"heading": new_heading} if table["tag"] == old else {}
                table["tag"] = tags.get(table["tag"], table["tag"])
            texts |= store.plan_config(root, sections=tables)
        outputs, left = _readme(root, entries.config, old, new, new_heading)
        changes = ChangeSet.plan(root, texts, outputs=outputs)
        if write:
            changes.apply()
    renamed_heading = (old_heading, new_heading) if old_heading != new_heading else None
    return RenamedTag(tags, renamed_heading, len(works), changes, left)


def _readme(root: Path, config: Config, old: str, new: str, heading: str) -> tuple[dict[str, str], str]:
    """The README with the new *heading*, if it is kept as it is, and its path if more is to be done in it by hand.

    ``moebib build`` finds the sections of such a README by their headings, and writes all others itself.
    """
    headings = {section.tag: section.heading for section in config.sections}
    if not config.readme or config.readme.style != IN_PLACE or old not in headings:
        return {}, ""
    path = config.readme.path
    text = store.read_text(root / path) or ""
    renamed = text if headings[old] == heading else rename_heading(text, config, old, heading)
    before, after = ([headings[above] for above in headings if tag.startswith(f"{above}/")] for tag in (old, new))
    return {path: renamed} if renamed else {}, path if renamed is None or before != after else ""


def _following(heading: str, old: str, new: str) -> str:
    """The heading of a section with the tag *new*: its tag in words if that is so for *old*, else the same.

    >>> [_following(heading, "caching", "system/warm-caches") for heading in ("Caching", "(caching)", "Keeping warm")]
    ['Warm caches', '(warm caches)', 'Keeping warm']
    """
    words, new_words = (tag.rpartition("/")[2].replace("-", " ") for tag in (old, new))
    match = re.fullmatch(r"([\W_]*)(.*?)([\W_]*)", heading)
    before, shown, after = match.groups() if match else ("", heading, "")
    if re.sub(r"[^a-z0-9]+", " ", fold(shown)) != words or words == new_words:
        return heading
    is_title = " " in shown and shown.istitle()
    new_shown = new_words.title() if is_title else new_words.capitalize() if shown[0].isupper() else new_words
    return f"{before}{new_shown}{after}"
