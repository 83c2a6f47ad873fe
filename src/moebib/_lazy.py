"""Names of a package that are imported from its modules when they are first used."""

from __future__ import annotations

import sys

# Not imported: typing and collections would be most of the cost of `import moebib`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["lazy_names"]


def lazy_names(
    package: str, homes: Mapping[str, Iterable[str]], *, error: Callable[[str], AttributeError] | None = None
) -> Callable[[str], object]:
    """The ``__getattr__`` of *package* (PEP 562) for the names in *homes*; *error* is raised for another one.

    *homes* has the names of each module: "locking" is in the package, and ".tags" beside it. A name that was looked up
    is an attribute of the package from then on.
    """
    home_of = {name: module for module, names in homes.items() for name in names}

    def get(name: str) -> object:
        if name not in home_of and error and not name.startswith("_"):
            raise error(name)
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        import importlib

        value: object = getattr(importlib.import_module(f".{home_of[name]}", package), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
