"""Leaves of a package, found by their file: adding one is adding one file.

A leaf is known by its module's name ("csl_json" is called "csl-json") without being imported.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

from moebib.errors import InputError

__all__ = ["leaf", "leaves", "modules"]

Leaf = TypeVar("Leaf")


def leaves(package: ModuleType) -> tuple[str, ...]:
    """The names of all leaves of *package*, sorted; nothing is imported."""
    return tuple(sorted(_modules(package)))


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """The modules of all leaves of *package*, in the order of their names; each is imported when its turn comes."""
    for _, name in sorted(_modules(package).items()):
        yield importlib.import_module(f"{package.__name__}.{name}")


def leaf(package: ModuleType, name: str, *kinds: type[Leaf]) -> Leaf:
    """The constant of one of *kinds* in the leaf called *name*; only that leaf is imported.

    Raises:
        InputError: If there is no such leaf; the message lists those there are.
    """
    modules = _modules(package)
    if name not in modules:
        what = package.__name__.rpartition(".")[2].removesuffix("s")
        raise InputError(f"no {what} {name!r}; there are {', '.join(sorted(modules))}")
    module = importlib.import_module(f"{package.__name__}.{modules[name]}")
    found = [value for value in vars(module).values() if isinstance(value, kinds)]
    if not found:
        raise TypeError(f"{module.__name__} has no constant of type {' or '.join(kind.__name__ for kind in kinds)}")
    return found[0]


def _modules(package: ModuleType) -> dict[str, str]:
    """Name -> module: "csl_json" is called "csl-json", and "import_", which dodges the keyword, "import"."""
    modules = (module.name for module in pkgutil.iter_modules(package.__path__))
    return {name.rstrip("_").replace("_", "-"): name for name in modules if not name.startswith("_")}
