"""A list: its works and models, its configuration, its tags."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from moebib.library.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> object:
    """Import the class when it is used; the configuration and the key index are often needed without it."""
    if name != "Library":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from moebib.library.library import Library

    return Library
