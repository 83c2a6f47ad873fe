"""Finds the leaves of a package by their files, so that adding one is adding one file.

The name of a leaf is that of its module, with hyphens ("csl-json" for csl_json), so it is known without an import.
"""

from __future__ import annotations

import functools
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
    """The modules of all leaves of *package* in the order of their names; each is imported when it is yielded."""
    for _, name in sorted(_modules(package).items()):
        yield importlib.import_module(f"{package.__name__}.{name}")


def leaf(package: ModuleType, name: str, *kinds: type[Leaf]) -> Leaf:
    """The constant of one of the types *kinds* in the leaf called *name*; only that leaf is imported.

    Raises:
        InputError: If there is no such leaf; the message lists all.
        TypeError: If the leaf has no such constant.
    """
    module_names = _modules(package)
    if name not in module_names:
        noun = package.__name__.rpartition(".")[2].removesuffix("s")
        raise InputError(f"unknown {noun} {name!r}; choose from {', '.join(sorted(module_names))}")
    module = importlib.import_module(f"{package.__name__}.{module_names[name]}")
    constants = [value for value in vars(module).values() if isinstance(value, kinds)]
    if not constants:
        raise TypeError(f"{module.__name__} has no constant of type {' or '.join(kind.__name__ for kind in kinds)}")
    return constants[0]


def _modules(package: ModuleType) -> dict[str, str]:
    """The name of each leaf -> its module: "csl-json" -> "csl_json", "import" -> "import_"."""
    return _modules_in(tuple(package.__path__))


@functools.cache
def _modules_in(folders: tuple[str, ...]) -> dict[str, str]:
    names = (module.name for module in pkgutil.iter_modules(folders))
    return {name.rstrip("_").replace("_", "-"): name for name in names if not name.startswith("_")}
