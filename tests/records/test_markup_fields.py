"""The list of fields with markup, which formats can import without pydantic, is that of the classes."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from moebib.records.fields import MARKUP, Text
from moebib.records.publication import Version
from moebib.records.record import Record


@pytest.mark.parametrize("kind", [Record, Version])
def test_the_fields_with_markup_are_those_of_the_type(kind: type) -> None:
    fields = {name for name, hint in get_type_hints(kind, include_extras=True).items() if hint == Text}
    assert fields | {"abstract"} == set(MARKUP)  # the abstract is of the work, not of a version
