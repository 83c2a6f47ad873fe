"""The public names."""

from __future__ import annotations

import pytest

import moebib


def test_all_names_are_sorted_and_there() -> None:
    assert sorted(moebib.__all__, key=lambda name: (name.islower(), name)) == moebib.__all__
    assert dir(moebib) == sorted(moebib.__all__)
    for name in moebib.__all__:
        assert getattr(moebib, name) is not None


def test_every_public_name_says_what_it_is() -> None:
    undocumented = [name for name in moebib.__all__ if not (getattr(moebib, name).__doc__ or "").strip()]
    assert undocumented == []


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        getattr(moebib, "lode")  # noqa: B009
