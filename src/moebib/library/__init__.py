"""What a list is: its works, its settings, its tags."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from moebib.library.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> object:
    """Import the class when it is used: the settings and the key index are needed without it, too."""
    if name != "Library":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from moebib.library.library import Library

    return Library
