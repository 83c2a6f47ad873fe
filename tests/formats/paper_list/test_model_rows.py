"""Tables of models in a list that is kept as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from moebib.formats.paper_list.model_rows import EditedModels, edit_models
from moebib.formats.paper_list.reader import read
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
from shared_data import shared

TABLE = """\
# Models

|                          Reference                           | Para. | Experts | \\#L | Affiliation |   Time  | ⭐ |
|:------------------------------------------------------------:|:-----:|:-------:|:---:|:-----------:|:-------:|---|
| [Hydra](https://models.example/hydra) <br /> [[Tech Report](https://arxiv.org/abs/2401.01234)] |  54B  |  2/64/0 |  24 |   Warm Lab  | 2023.07 | ⭐ |
| [Medusa](https://models.example/medusa)<br />[[Tech Report](https://lab.example/medusa)] | 1.5T | 8/UNK/1 | UNK | Cold Lab | 2024.1 | |
"""  # noqa: E501 - a row of a table is one line
PAPER = Record(id="hydra3", type="article", title="Hydra 3", url="https://papers.example/hydra3")
MODELS = read(TABLE, Config()).models
BASE = {model.id: model for model in MODELS}


def edited(
    text: str = TABLE, base: Mapping[str, Model] | None = BASE, *, new: tuple[Model, ...] = (), **changed: Any
) -> EditedModels:
    """The list, after fields of Hydra in the library were *changed*."""
    models = [model.evolve(**changed) if model.id == "hydra" else model for model in MODELS]
    return edit_models(text, Library([PAPER], [*models, *new]), base)


def test_a_table_that_agrees_stays() -> None:
    assert edited() == EditedModels(TABLE, MODELS)
    assert edited(base={}) == edited(base=None) == EditedModels(TABLE, MODELS)


@pytest.mark.parametrize(
    ("changed", "old", "new"),
    [
        ({"params_b": 70.5}, "|  54B  |", "| 70.5B |"),
        ({"experts_routed": 128}, "|  2/64/0 |", "| 2/128/0 |"),
        ({"layers": 48}, "|  24 |", "|  48 |"),
        ({"released": "2024-02-03"}, "| 2023.07 |", "| 2024.02 |"),
        ({"affiliation": "Ice"}, "|   Warm Lab  |", "|     Ice     |"),
        ({"name": "Hydra-2"}, "[Hydra](", "[Hydra-2]("),
        ({"url": "https://models.example/h"}, "example/hydra)", "example/h)    "),
    ],
)
def test_a_changed_model_changes_its_cell_in_the_form_and_width_that_it_has(
    changed: dict[str, Any], old: str, new: str
) -> None:
    result = edited(**changed).text
    if "url" in changed:
        assert result.split() == TABLE.replace(old, new.strip()).split()
    elif "name" in changed:
        assert result.replace(" ", "") == TABLE.replace(old, new).replace(" ", "")
    else:
        assert result == TABLE.replace(old, new)


def test_a_cell_changed_by_hand_changes_the_model() -> None:
    text = TABLE.replace("2/64/0", "2/32/0").replace("| UNK | Cold", "| 12  | Cold")
    result = edited(text)
    assert result.text == text
    assert {model.id: (model.experts_routed, model.layers) for model in result.models} == {
        "hydra": (32, 24), "medusa": (None, 12),
    }  # fmt: skip
    assert [change.line for change in result.changes] == [5, 6]


def test_an_unknown_number_in_a_table_removes_none() -> None:
    assert edited(TABLE.replace("|  24 |", "| UNK |")).models == MODELS


def test_what_both_changed_must_be_decided() -> None:
    text = TABLE.replace("|  24 |", "|  25 |")
    result = edited(text, layers=26)
    assert (result.text, [problem.line for problem in result.problems]) == (text, [5])
    assert edited(text, None, layers=26).text == TABLE.replace("|  24 |", "|  26 |")
    assert edited(text, {}, layers=26).problems


def test_a_new_model_gets_a_row_by_date_as_its_neighbour_is_written() -> None:
    new = Model(
        id="hydra-3", name="Hydra 3", url="https://models.example/3", released="2023-12", params_b=7, papers=["hydra3"]
    )
    rows = edited(new=(new,)).text.splitlines()
    assert rows[6].startswith("| [Medusa]")
    cells = [cell.strip() for cell in rows[5].strip("|").split("|")]
    report = "https://papers.example/hydra3"
    assert cells == [
        f"[Hydra 3](https://models.example/3)<br />[[Tech Report]({report})]",
        "7B",
        "",
        "",
        "",
        "2023.12",
        "",
    ]
    bare = edited(new=(new.evolve(papers=(), url=None),)).text.splitlines()[5]
    assert bare.startswith("| Hydra 3 | ")


def test_a_row_added_by_hand_is_a_new_model_and_a_removed_model_loses_its_row() -> None:
    text = f"{TABLE}| Kraken | 8B | 1/2/0 | 4 | Sea | 2025.1 | |\n"
    assert [(model.id, model.params_b) for model in edited(text).models][2:] == [("kraken", 8.0)]
    without = edit_models(TABLE, Library([], [BASE["hydra"]]), BASE)
    assert without.text == "".join(TABLE.splitlines(keepends=True)[:-1])


def test_a_table_of_a_foreign_list_stays() -> None:
    text = shared("lists/moe-inf--awesome-moe-inference.md").read_text("utf-8")
    read_list = read(text, Config())
    models = {model.id: model for model in read_list.models}
    result = edit_models(text, Library(read_list.records, read_list.models), models)
    assert (result.text, result.changes, result.problems) == (text, (), ())
