"""`moebib export`: works of a list in another format, and a report of what the format loses of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from moebib import formats
from moebib.commands.build import read_template
from moebib.commands.journals import with_journals
from moebib.errors import Finding
from moebib.formats import Loss, Options
from moebib.library.library import Library
from moebib.normalise.journals import JournalNames

__all__ = ["Exported", "FieldLosses", "LossReport", "export_works"]


class FieldLosses(NamedTuple):
    """What is lost of one field."""

    field: str
    why: str
    has_home: bool
    """Whether the format has a place for the field, and loses only a part of it."""
    losses: dict[str, Loss]
    """Key of a work -> what it loses."""


class LossReport(NamedTuple):
    """What a format loses of some works."""

    format: str
    losses: dict[str, tuple[Loss, ...]]
    """Key of a work -> what it loses, in the order of the works."""

    @property
    def complete(self) -> int:
        """How many works lose nothing."""
        return sum(all(loss.code == "MB149" for loss in losses) for losses in self.losses.values())

    def by_field(self) -> list[FieldLosses]:
        """The losses of each field, the most frequent first."""
        homes = formats.get(self.format).homes()
        fields: dict[tuple[str, str], dict[str, Loss]] = {}
        for key, losses in self.losses.items():
            for loss in losses:
                fields.setdefault((loss.field, loss.code), {})[key] = loss
        return [
            FieldLosses(field, next(iter(losses.values())).why, field not in homes or bool(homes[field].names), losses)
            for (field, _), losses in sorted(fields.items(), key=lambda item: -len(item[1]))
        ]


class Exported(NamedTuple):
    """The text, the number of works in it, and the loss report if one was requested."""

    text: str
    works: int
    report: LossReport | None = None
    findings: tuple[Finding, ...] = ()
    """The journals whose names are not known in the form requested."""


def export_works(
    library: Library,
    format: str,
    *,
    tags: Sequence[str] = (),
    keys: Sequence[str] | None = None,
    prefer: Literal["published", "preprint"] = "published",
    unicode: bool = False,
    style: Path | None = None,
    omit: Collection[str] = (),
    raw: bool = False,
    journals: JournalNames | None = None,
    report: bool = False,
    write: bool = True,
) -> Exported:
    """The works of *library* with these tags and keys as text in *format*, or only a report of what it loses of them.

    A key may be an identifier of the work. *style* is the name of a style of the README, or the path of a template.

    Raises:
        InputError: If there is no such format, tag, key or style.
    """
    target = formats.get(format, "write")
    works = library.select(tags=tags, keys=keys).preferring(prefer)
    works, findings = with_journals(works, journals) if journals else (works, ())
    options = Options(unicode, raw=raw)
    losses = LossReport(format, {work.id: target.losses(work, options) for work in works}) if report else None
    if not write:
        return Exported("", len(works), losses, findings)
    named, template = (style.as_posix(), read_template(style)) if style else (None, "")
    text = formats.export(works, format, unicode=unicode, style=named, template=template, omit=omit, raw=raw)
    return Exported(text, len(works), losses, findings)
