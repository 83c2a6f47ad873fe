"""Modules of version 0.1 that have moved: their public names stay importable for one version, with a warning.

``from moebib.record import Record`` still works in 0.2. ``from moebib import Record`` works in every version.
"""

from __future__ import annotations

import sys
import warnings
from importlib.machinery import ModuleSpec
from types import ModuleType

__all__ = ["PUBLIC_NAMES", "spec_of"]

PUBLIC_NAMES = {
    "moebib.actions": ("load",),
    "moebib.answer": ("Absent", "Found", "Unavailable"),
    "moebib.citeproc": ("format_references",),
    "moebib.client": ("Client", "fetch", "fetch_many"),
    "moebib.date": ("Date", "parse_date"),
    "moebib.exporters": ("export",),
    "moebib.identifier": ("Identifier", "Scheme", "parse_identifier"),
    "moebib.importers": ("parse",),
    "moebib.name": ("Name", "parse_name"),
    "moebib.record": ("Links", "Model", "Origin", "Record", "Status", "Version"),
}
"""Old module -> the names that it had in ``moebib.__all__``."""


class _Loader:
    """Makes a module whose names come from the package itself."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        old = module.__name__
        names = PUBLIC_NAMES[old]
        message = f"{old} has moved and will be removed in moebib 0.3; use `from moebib import {', '.join(names)}`"
        warnings.warn(message, DeprecationWarning, stacklevel=2)

        def public_name(name: str) -> object:
            if name not in names:
                raise AttributeError(f"module {old!r} has no attribute {name!r}")
            return getattr(sys.modules["moebib"], name)

        module.__dict__["__getattr__"] = public_name


def spec_of(fullname: str) -> ModuleSpec | None:
    """How to import *fullname*, if it is a module that has moved."""
    return ModuleSpec(fullname, _Loader()) if fullname in PUBLIC_NAMES else None  # type: ignore[arg-type]
