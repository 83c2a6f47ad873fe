"""What `moebib export --report` prints: the losses of an export, by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from moebib.cli._output import counted
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from moebib.formats import Loss
    from moebib.records.record import Record

__all__ = ["Report"]

_SHOWN = 3
"""How many works are shown of a field that is carried in part."""
_LONGEST = 60


class Report(NamedTuple):
    """The losses of each work, in the order of the works."""

    format: str
    losses: dict[str, tuple[Loss, ...]]

    @classmethod
    def of(cls, works: Iterable[Record], format: str) -> Report:
        """The losses of *works* in *format*."""
        from moebib import formats

        target = formats.get(format, "write")
        return cls(format, {record.id: target.losses(record) for record in works})

    def rows(self) -> list[dict[str, Any]]:
        """Each loss, as plain data."""
        return [
            {"id": key, "field": loss.field, "lost": loss.lost, "instead": loss.instead, "why": loss.why}
            for key, found in self.losses.items()
            for loss in found
        ]

    def text(self) -> str:
        """A line a field, most frequent first; below it some works, where it is carried in part."""
        whole = sum(not found for found in self.losses.values())
        head = f"{self.format} carries {whole} of {counted(len(self.losses), 'work')} in full"
        return "\n".join([head + (":" if whole < len(self.losses) else ""), *self._lines()])

    def _lines(self) -> Iterator[str]:
        from moebib import formats

        homes = formats.get(self.format).homes()
        fields: dict[str, dict[str, Loss]] = {}
        for key, found in self.losses.items():
            for loss in found:
                fields.setdefault(loss.field, {})[key] = loss
        for field, works in sorted(fields.items(), key=lambda item: -len(item[1])):
            why = next(iter(works.values())).why
            yield f"  {field}, {counted(len(works), 'work')}: {why}"
            if homes[field].names:
                yield from (f"    {key}: {_told(loss)}" for key, loss in list(works.items())[:_SHOWN])
                yield from [f"    and {len(works) - _SHOWN} more"] if len(works) > _SHOWN else []


def _told(loss: Loss) -> str:
    lost, instead = (shorten("; ".join(values), _LONGEST) for values in (loss.lost, loss.instead))
    return f"{lost or 'nothing'} -> {instead}" if instead else lost
