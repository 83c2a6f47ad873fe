"""The public names."""

from __future__ import annotations

import pytest

import moebib


def test_all_public_names_are_sorted_and_exist() -> None:
    assert sorted(moebib.__all__, key=lambda name: (name.islower(), name)) == moebib.__all__
    assert dir(moebib) == sorted(moebib.__all__)
    for name in moebib.__all__:
        assert getattr(moebib, name) is not None


def test_every_public_name_has_a_docstring_with_an_example() -> None:
    """The examples run with the other doctests."""
    names = (name for name in moebib.__all__ if name != "__version__")
    assert [name for name in names if ">>> " not in (getattr(moebib, name).__doc__ or "")] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        getattr(moebib, "lode")  # noqa: B009
