"""Files of lines with tags, as databases export them, as tags of RIS."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from moebib.formats.ris.records import RisTag, decoded

__all__ = ["TaggedRecord", "left", "organisations", "person", "renamed", "split_tags"]


class TaggedRecord(NamedTuple):
    """The tags of one record."""

    tags: Sequence[RisTag]

    def all(self, *names: str) -> list[RisTag]:
        """The tags of the first of these names that there is."""
        return next((tags for name in names if (tags := [tag for tag in self.tags if tag.name == name])), [])

    def text(self, *names: str) -> str:
        """The value of the first of these tags; empty if there is none."""
        return next((tag.value for tag in self.all(*names)), "")


def split_tags(text: str, pattern: re.Pattern[str], listed: Collection[str] = ()) -> Iterator[RisTag]:
    """The tags of *text*: a line that *pattern* does not match continues the one before.

    The groups of *pattern* are name and value. A tag that is *listed* has one value per line.
    """
    current: RisTag | None = None
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        match = pattern.match(line)
        if not match and (not current or not line.strip()):
            continue
        if current and (match or current.name in listed):
            yield current
        if match:
            current = RisTag(match[1], decoded(match[1], (match[2] or "").strip()), number)
        elif current and current.name in listed:
            current = RisTag(current.name, decoded(current.name, line.strip()), number)
        elif current:
            current = current._replace(value=f"{current.value} {decoded(current.name, line.strip())}".strip())
    if current:
        yield current


def left(record: TaggedRecord, read: Iterable[RisTag], others: Collection[str]) -> list[RisTag]:
    """The tags of *record* that nothing in *read* comes from, without *others*, which say nothing of the work.

    A tag that repeats the value of one that is read is left out, too.
    """
    lines = {(tag.given or tag.name, tag.line) for tag in read}
    known = {(tag.name, tag.value) for tag in record.tags if (tag.name, tag.line) in lines}
    return [tag for tag in record.tags if tag.value and tag.name not in others and (tag.name, tag.value) not in known]


def renamed(tags: Iterable[RisTag], names: Mapping[str, str]) -> Iterator[RisTag]:
    """The tags that have a name in RIS, under it."""
    yield from (tag._replace(name=names[tag.name], given=tag.name) for tag in tags if tag.name in names)


def person(name: str) -> str:
    """The name of a person as RIS has it: a single word has a comma, because it would be an organisation."""
    return name if " " in name or "," in name or not name else f"{name},"


def organisations(tags: Iterable[RisTag]) -> Iterator[RisTag]:
    """Tags whose values are organisations, as authors; a comma behind several words says so in RIS."""
    for tag in tags:
        text = " ".join(re.sub("[{}]", "", tag.value).split()).replace(",", ",,")
        if text:
            yield tag._replace(name="AU", given=tag.name, value=f"{text}," if " " in text else text)
