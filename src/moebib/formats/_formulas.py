"""Formulas in formats whose programs do not know TeX."""

from __future__ import annotations

from collections.abc import Callable

from moebib.formats import Loss
from moebib.records.fields import MARKUP
from moebib.records.record import Record
from moebib.text.grammar import parse
from moebib.text.latex.formulas import as_text

__all__ = ["formulas_beyond_text", "formulas_shown"]


def formulas_shown(record: Record, is_written: Callable[[str], bool], why: str) -> tuple[Loss, ...]:
    r"""The formulas of *record* of which readers see the TeX, unless the format has another form for them.

    >>> work = Record(id="a", type="book", title=r"$k$ of H$_2$O at $\overset{a}{b}$")
    >>> formulas_shown(work, lambda tex: bool(as_text(tex)), "")[0].lost
    ('$\\overset{a}{b}$',)
    """
    losses = []
    for field in MARKUP:
        text = getattr(record, field)
        formulas = (part.value for part in parse(text) if part.kind == "math") if "$" in text else ()
        if shown := tuple(f"${tex}$" for tex in formulas if not is_written(tex)):
            losses.append(Loss(field, shown, (), why))
    return tuple(losses)


def formulas_beyond_text(record: Record) -> tuple[Loss, ...]:
    """The formulas of which readers see the TeX in a format that has no formulas: those that text cannot express."""
    return formulas_shown(record, lambda tex: bool(as_text(tex)), "programs show the TeX of a formula")
