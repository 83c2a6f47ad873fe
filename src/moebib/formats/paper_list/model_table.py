"""The table of open models in a README; importers.paper_list reads it back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from moebib.records.record import Model
from moebib.text.fold import fold
from moebib.text.markdown import escape, link, table

__all__ = ["model_table"]


def model_table(models: Iterable[Model]) -> str:
    """The table of models, newest first; what is not known is a dash."""
    rows = sorted(models, key=lambda model: (tuple(-part for part in _released(model)), fold(model.name), model.id))
    return table(_MODEL_COLUMNS, map(_model_row, rows)) if rows else ""


_MODEL_COLUMNS = (
    "Model", "Params", "Experts", "Layers", "Heads", "$d_{model}$", "$d_{ffn}$", "$d_{expert}$", "Affiliation",
    "Released",
)  # fmt: skip


def _released(model: Model) -> tuple[int, ...]:
    return model.released.parts if model.released else (0,)


def _model_row(model: Model) -> tuple[str, ...]:
    numbers = (model.layers, model.heads, model.d_model, model.d_ffn, model.d_expert)
    return (
        link(model.name or model.id, model.url),
        f"{_decimal(model.params_b)}B" if model.params_b is not None else _UNKNOWN,
        _experts(model),
        *(_UNKNOWN if number is None else str(number) for number in numbers),
        escape(model.affiliation),
        str(model.released or _UNKNOWN),
    )


_UNKNOWN = "-"


def _decimal(number: float) -> str:
    shown = f"{Decimal(repr(number)):f}"
    return shown.removesuffix(".0")


def _experts(model: Model) -> str:
    """Active, total and shared experts: "8/256/1"."""
    counts = (model.experts_active, model.experts_total, model.experts_shared)
    if counts == (None, None, None):
        return _UNKNOWN
    return "/".join("?" if count is None else str(count) for count in counts)
