"""Edits the tables of models in a list in place: only cells that do not agree with their models are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from moebib.formats.paper_list.edit.dates import read_date_forms
from moebib.formats.paper_list.model_places import ModelCell, ModelRow, find_model_tables
from moebib.formats.paper_list.read.models import make_model
from moebib.formats.paper_list.urls import repair_url
from moebib.library.library import Library
from moebib.records.model import Model, ModelNumber
from moebib.text.fold import fold
from moebib.text.markdown import escape
from moebib.text.shorten import quote

__all__ = ["EditedModels", "ModelNotice", "edit_models"]

_NUMBERS = get_args(ModelNumber)
_EXPERTS = ("experts_active", "experts_routed", "experts_shared")


class ModelNotice(NamedTuple):
    """What was changed in a row, or in a model because of it, or must be decided."""

    line: int
    message: str


class EditedModels(NamedTuple):
    """A list after its tables of models and the models followed each other."""

    text: str
    models: tuple[Model, ...]
    changes: tuple[ModelNotice, ...] = ()
    problems: tuple[ModelNotice, ...] = ()


def edit_models(
    text: str, library: Library, base: Mapping[str, Model] | None, *, skipped: Sequence[tuple[int, int]] = ()
) -> EditedModels:
    """The list with the models of *library*, and these with what a person changed in rows since *base*.

    Without *base*, the models are right. Nothing is changed in *skipped* spans, or if there is no table of models.
    """
    tables = [
        rows for rows in find_model_tables(text) if not any(start <= rows[0].start < end for start, end in skipped)
    ]
    editor = _ModelEditor(text, library, base)
    for rows in tables:
        for row in rows:
            editor.follow(row)
    if tables:
        editor.add_missing(max(tables, key=len))
    return editor.edited()


class _ModelEditor:
    """Collects what changes."""

    def __init__(self, text: str, library: Library, base: Mapping[str, Model] | None) -> None:
        self._text = text
        self._works = library.records
        self._models = {model.id: model for model in library.models}
        self._base = base
        self._listed: set[str] = set()
        self._edits: list[tuple[int, int, str]] = []
        self._changes: list[ModelNotice] = []
        self._problems: list[ModelNotice] = []

    def edited(self) -> EditedModels:
        """The new list; the old one, if something must be decided."""
        if self._problems:
            return EditedModels(self._text, tuple(self._models.values()), (), tuple(self._problems))
        pieces, done = [], 0
        for start, end, new in sorted(self._edits):
            pieces += [self._text[done:start], new]
            done = end
        text = "".join([*pieces, self._text[done:]])
        return EditedModels(text, tuple(self._models.values()), tuple(self._changes))

    def follow(self, row: ModelRow) -> None:
        """Bring a row and its model in line."""
        model = _find(row, self._models.values())
        before = _find(row, (self._base or {}).values())
        if model is None and before is not None:
            model = self._models.get(before.id)
        if model is None and before is not None:
            self._edits.append((row.start, row.end, ""))
            self._changes.append(ModelNotice(row.line, f"removed model {before.id!r}"))
        elif model is None:
            url = repair_url(str(row.values.get("url") or ""))[0]
            new = make_model({**row.values, "url": url}, self._works, self._models)
            self._models[new.id] = new
            self._listed.add(new.id)
            self._changes.append(ModelNotice(row.line, f"added the entry of the model {new.id!r}"))
        else:
            self._listed.add(model.id)
            for cell in row.cells:
                for field in _fields_of(cell):
                    self._compare(row, cell, field, model.id)

    def _compare(self, row: ModelRow, cell: ModelCell, field: str, key: str) -> None:
        model = self._models[key]
        listed, recorded = _known(row.values.get(field)), _known(getattr(model, field))
        if _agree(listed, recorded) or field in row.values.get("not_applicable", ()):
            return
        before = (self._base or {}).get(key)
        was = _known(getattr(before, field)) if before else None
        words = f"{key}: {field} {_shown(listed)} here, {_shown(recorded)} in the entry"
        if self._base is None:
            if listed is not None:
                self._write(row, cell, model, f"{key}: {field}: {_shown(listed)} to {_shown(recorded)}")
        elif before is None:
            self._problems.append(ModelNotice(row.line, f"{words}, and which of the two changed is not known"))
        elif _agree(was, recorded):
            if listed is not None:  # "unknown" in a list does not remove what the entry knows
                self._models[key] = model.evolve(**{field: listed})
                self._changes.append(
                    ModelNotice(row.line, f"{key}: in the entry, {field} {_shown(recorded)} to {_shown(listed)}")
                )
        elif _agree(was, listed):
            self._write(row, cell, model, f"{key}: {field}: {_shown(listed)} to {_shown(recorded)}")
        else:
            self._problems.append(ModelNotice(row.line, f"{words}, and both changed since the last build"))

    def _write(self, row: ModelRow, cell: ModelCell, model: Model, message: str) -> None:
        old = self._text[cell.start : cell.end]
        new = _written(cell.field, old, row.values, model)
        edit = _in_width(self._text, cell, new)
        if edit not in self._edits:  # the three numbers of experts share a cell
            self._edits.append(edit)
        self._changes.append(ModelNotice(row.line, message))

    def add_missing(self, rows: Sequence[ModelRow]) -> None:
        """Add rows for models that are in no table, and were in none before."""
        for model in list(self._models.values()):
            if model.id in self._listed or (self._base is not None and model.id in self._base):
                continue
            near, place = _neighbour(rows, model)
            pieces, done = [], near.start
            for cell in near.cells:
                old = self._text[cell.start : cell.end]
                new = self._name(cell, near, model) if cell.field == "name" else _filled(cell, old, near, rows, model)
                pieces += [self._text[done : cell.start], new]
                done = cell.end
            line = "".join([*pieces, self._text[done : near.end]])
            self._edits.append((place, place, line if line.endswith("\n") else f"\n{line}"))
            self._changes.append(ModelNotice(near.line, f"added model {model.id!r}"))

    def _name(self, cell: ModelCell, near: ModelRow, model: Model) -> str:
        """The name of a new model, as the neighbour's is written: with a link to its report, if that is known."""
        old = self._text[cell.start : cell.end]
        papers = (work for key in model.papers for work in self._works if work.id == key and work.link)
        report = next((work.link for work in papers), None)
        beside = re.search(r"(?:\s|<br\s*/?>)*[\[(]+[^\[\]()]*\]?\([^()]*\)\s*\]?\)?\s*\Z", old[1:])
        name, rest = (old[: beside.start() + 1], old[beside.start() + 1 :]) if beside else (old, "")
        if not near.values.get("reports") or not report:
            rest = ""
        else:
            rest = re.sub(r"\(https?://[^()]*\)", lambda _: f"({report})", rest)
        return _linked(name, model) + rest


def _in_width(text: str, cell: ModelCell, new: str) -> tuple[int, int, str]:
    """*new* in place of what is in a cell, which keeps its width and its alignment as far as there is space."""
    before, after = text[: cell.start], text[cell.end :]
    left, right = len(before) - len(before.rstrip(" ")), len(after) - len(after.lstrip(" "))
    space = left + right + (cell.end - cell.start) - len(new)
    if len(new) != cell.end - cell.start:
        new_left = min(left, 1) if space < 2 else left if left < 2 else (space + 1) // 2
        new_right = min(right, 1) if space < 2 else space - new_left
        new = " " * new_left + new + " " * max(new_right, min(right, 1))
        return cell.start - left, cell.end + right, new
    return cell.start, cell.end, new


def _linked(written: str, model: Model) -> str:
    """The name of *model* as another one is *written*: with its link, or without one."""
    link = re.match(r"(?P<open>\**)\[[^\]]*\]\([^()\s]*\)(?P<close>\**)", written)
    if not link or not model.url:
        return escape(model.name)
    return f"{link['open']}[{escape(model.name)}]({model.url}){link['close']}"


def _fields_of(cell: ModelCell) -> tuple[str, ...]:
    if cell.field == "experts":
        return _EXPERTS
    return ("name", "url") if cell.field == "name" else (cell.field,) if cell.field else ()


def _known(value: Any) -> Any:
    return None if value == "" else value


def _agree(listed: Any, recorded: Any) -> bool:
    if isinstance(listed, str) and isinstance(recorded, str):
        return fold(listed).rstrip("/") == fold(recorded).rstrip("/")
    return bool(listed == recorded)


def _shown(value: Any) -> str:
    return "nothing" if value is None else quote(f"{value:g}" if isinstance(value, float) else str(value))


def _find(row: ModelRow, models: Iterable[Model]) -> Model | None:
    """The model of a row: with its name, else with its page."""
    models = list(models)
    name, url = fold(str(row.values.get("name", ""))), str(row.values.get("url") or "").rstrip("/")
    by_name = (model for model in models if name and fold(model.name) == name)
    by_url = (model for model in models if url and (model.url or "").rstrip("/") == url)
    return next(by_name, None) or next(by_url, None)


def _written(field: str, old: str, listed: Mapping[str, Any], model: Model) -> str:
    """What a cell with *old* says of *model*, in the form that it has."""
    if field == "name":
        changed = old.replace(str(listed.get("name")), escape(model.name), 1)
        return changed.replace(f"]({listed.get('url')}", f"]({model.url}", 1) if model.url else changed
    return _value(field, old, model) or old


def _value(field: str, form: str, model: Model) -> str | None:
    """The value of a cell in the form of another one, ``None`` if it is unknown."""
    if field == "experts":
        parts = len(form.split("/")) if "/" in form else 3
        numbers = [getattr(model, name) for name in _EXPERTS][: max(parts, 2)]
        return "/".join("?" if number is None else str(number) for number in numbers) if any(numbers) else None
    value = getattr(model, field)
    if value in (None, ""):
        return None
    if field == "released":
        forms = (form.write(value) for _, form in read_date_forms(form))
        return next(filter(None, forms), str(value))
    if field == "params_b":
        suffix = re.search(r"\s?[BbMmTtKk]?\Z", form)
        unit = suffix[0] if suffix else "B"
        if unit.strip().lower() == "t" and value >= 100:
            return f"{value / 1000:g}{unit}"
        return f"{value:g}{unit if unit.strip().lower() in ('', 'b') else 'B'}"
    if field in _NUMBERS:
        return f"{value:,}" if "," in form else str(value)
    return escape(str(value))


def _filled(cell: ModelCell, old: str, near: ModelRow, rows: Sequence[ModelRow], model: Model) -> str:
    """A cell of a new row in the width of the neighbour's: centred, or at the left, as that one is."""
    if not cell.field:
        return " " * len(old)
    return (_value(cell.field, old, model) or "").ljust(len(old))


def _neighbour(rows: Sequence[ModelRow], model: Model) -> tuple[ModelRow, int]:
    """The row beside which a new one belongs, by date if the rows are in that order, and the place for it."""
    dated = [(row, date.sort_key) for row in rows if (date := row.values.get("released"))]
    keys = [key for _, key in dated]
    after = None
    if model.released and len(set(keys)) > 1:
        new = model.released.sort_key
        if keys == sorted(keys, reverse=True):
            after = next((row for row, key in dated if key <= new), None)
        elif keys == sorted(keys):
            after = next((row for row, key in dated if key > new), None)
    return (after, after.start) if after else (rows[-1], rows[-1].end)
