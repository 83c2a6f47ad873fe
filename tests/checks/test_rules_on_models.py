"""Rules on models: what they compare, and that each says by how much it differs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from moebib import load
from moebib.checks.rules import Context, rules
from moebib.records.model import Model
from moebib.records.record import Record

SHAPE = {"layers": 32, "d_model": 4096, "d_expert": 14336, "experts_routed": 8, "experts_active": 2}
PAPER = Record.model_validate({
    "id": "doe2022hydra", "type": "paper-conference", "title": "Hydra", "issued": "2023", "ids": ["old2022"],
    "versions": [{"genre": "preprint", "issued": "2022-03"}],
})  # fmt: skip


def messages(**fields: Any) -> list[str]:
    model = Model.model_validate({"id": "hydra", "name": "Hydra", **fields})
    context = Context((PAPER,), (model,), today=date(2026, 11, 30))
    return [flaw.message for rule in rules() if rule.code.startswith(("MB44", "MB450")) and rule.code != "MB446"
            for _, flaw in rule.find(context)]  # fmt: skip


@pytest.mark.parametrize(("fields", "message"), [
    ({"experts_active": 16, "experts_routed": 8}, "16 active experts, but only 8 experts: 8 too many"),
    ({"d_ffn": 1408, "d_expert": 5632}, "an expert (5632) is 4 times as wide as a dense layer (1408)"),
    ({**SHAPE, "params_b": 4.5},
     "4.5 billion parameters, but its experts alone have about 45.1 billion: 10 times as many"),
    ({**SHAPE, "params_b": 460.0}, "460 billion parameters, 10 times as many as its experts have (about 45.1 billion)"),
    ({**SHAPE, "params_active_b": 1.6},
     "1.6 billion active parameters, but its active experts alone have about 11.3 billion: 7 times as many"),
    ({**SHAPE, "moe_every": 1, "params_b": 20.0},
     "20 billion parameters, but its experts alone have about 45.1 billion: 2.3 times as many"),
    ({"heads": 36, "d_model": 4096}, "36 heads do not divide the hidden size 4096: 28 remain"),
    ({"params_b": 12.9, "params_active_b": 46.7},
     "46.7 billion active parameters, but only 12.9 billion parameters: 3.6 times as many"),
    ({"released": "2027-01"}, "release date in the future: 2027-01; today is 2026-11-30"),
    ({"layers": 32, "layers_encoder": 12, "layers_decoder": 12},
     "32 layers, but encoder and decoder have 12 and 12: 8 fewer"),
    ({"layers": 12, "layers_encoder": 24}, "12 layers, but encoder and decoder have 24: 12 more"),
    ({"layers": 4, "layers_dense_first": 3, "moe_every": 2},
     "no layer has experts: the first 3 of 4 layers have none, and then every 2. one"),
    ({"papers": ["Old2022"], "released": "2023-04"}, "released 2023-04, 13 months after its first paper (2022-03)"),
    ({"papers": ["doe2022hydra"], "released": "2020"}, "released 2020, 15 months before its first paper (2022-03)"),
])  # fmt: skip
def test_a_contradiction_is_reported_with_its_size(fields: dict[str, Any], message: str) -> None:
    assert messages(**fields) == [message]


@pytest.mark.parametrize("fields", [
    {**SHAPE, "params_b": 20.0},
    {**SHAPE, "params_b": 20.0, "moe_every": 2},
    {**SHAPE, "params_b": 46.7, "params_active_b": 12.9},
    {"experts_active": 12, "experts_routed": 8, "experts_zero_compute": 4},
    {"papers": ["doe2022hydra"], "released": "2023-03"},
    {"papers": ["doe2022hydra"], "released": "2021"},
    {"papers": ["nobody2020"], "released": "2012"},
])  # fmt: skip
def test_what_fits_is_not_reported(fields: dict[str, Any]) -> None:
    assert messages(**fields) == []


def test_no_row_of_the_bundled_list_contradicts_itself_and_none_is_silenced() -> None:
    library = load()
    context = Context(tuple(library.records), tuple(library.models), today=date(2026, 11, 30))
    found = [(key, rule.code) for rule in rules() if re.match("MB44[^6]|MB450", rule.code)
             for key, _ in rule.find(context)]  # fmt: skip
    assert found == [("glm-4.5", "MB444")]  # its heads have 128 numbers each, as its configuration says
