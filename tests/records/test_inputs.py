"""The arguments of constructors for type checkers are the fields of the classes."""

from __future__ import annotations

from typing import Required, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from moebib.records import inputs
from moebib.records.model import Checkpoint, Model
from moebib.records.publication import Alternative, Confirmation, Origin, Publication, Status, Version
from moebib.records.record import Links, Record, Relation


@pytest.mark.parametrize(
    "kind",
    [Alternative, Checkpoint, Confirmation, Links, Model, Origin, Publication, Record, Relation, Status, Version],
    ids=lambda kind: kind.__name__,
)
def test_the_arguments_of_a_class_are_its_fields(kind: type[BaseModel]) -> None:
    arguments = getattr(inputs, f"{kind.__name__}Arguments")
    hints = get_type_hints(arguments, include_extras=True)
    required = {name for name, hint in hints.items() if arguments.__total__ or get_origin(hint) is Required}
    assert hints.keys() == kind.model_fields.keys()
    assert required == {name for name, field in kind.model_fields.items() if field.is_required()}
