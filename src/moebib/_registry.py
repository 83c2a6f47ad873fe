"""Leaves of a package, found by their file: adding one is adding one file.

A leaf is known by its module's name ("csl_json" is called "csl-json") without being imported.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

__all__ = ["leaf", "leaves"]

Leaf = TypeVar("Leaf")


def leaves(package: ModuleType) -> tuple[str, ...]:
    """The names of all leaves of *package*, sorted; nothing is imported."""
    found = (module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_"))
    return tuple(sorted(name.replace("_", "-") for name in found))


def leaf(package: ModuleType, name: str, kind: type[Leaf]) -> Leaf:
    """The constant of type *kind* in the leaf called *name*; only that leaf is imported.

    Raises:
        KeyError: If there is no such leaf; the message lists those there are.
    """
    if name not in leaves(package):
        what = package.__name__.rpartition(".")[2].removesuffix("s")
        raise KeyError(f"no {what} {name!r}; there are {', '.join(leaves(package))}")
    module = importlib.import_module(f"{package.__name__}.{name.replace('-', '_')}")
    return next(value for value in vars(module).values() if isinstance(value, kind))
