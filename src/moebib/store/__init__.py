"""The files of a list: reads its folder as a ``Library``, and plans, shows and writes every change of a file.

A list is a folder with ``moebib.toml``, and with ``papers/<key>.toml`` and ``models/<key>.toml`` in its folder of
entries.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from moebib.store.files import (
    find_documents,
    find_file,
    is_same_file,
    marks,
    names_in,
    printable,
    read_bytes,
    read_regular,
    read_stream,
    read_text,
    read_text_strictly,
)
from moebib.store.paths import bundled, file_of, find_root, inside, root_of
from moebib.store.reading import (
    Entries,
    Reading,
    entry_paths,
    load,
    load_nearest,
    parse_files,
    read,
    read_all,
    read_config,
    read_consistently,
    read_entries,
    stamp,
    stamp_of,
)

if TYPE_CHECKING:
    from moebib.store.changes import ChangeSet, FileChange, plan_config, plan_entries, write_parts
    from moebib.store.locking import lock
    from moebib.store.session import ListSession
    from moebib.store.targets import output_findings

__all__ = [
    "ChangeSet",
    "Entries",
    "FileChange",
    "ListSession",
    "Reading",
    "bundled",
    "entry_paths",
    "file_of",
    "find_documents",
    "find_file",
    "find_root",
    "inside",
    "is_same_file",
    "load",
    "load_nearest",
    "lock",
    "marks",
    "names_in",
    "output_findings",
    "parse_files",
    "plan_config",
    "plan_entries",
    "printable",
    "read",
    "read_all",
    "read_bytes",
    "read_config",
    "read_consistently",
    "read_entries",
    "read_regular",
    "read_stream",
    "read_text",
    "read_text_strictly",
    "root_of",
    "stamp",
    "stamp_of",
    "write_parts",
]

# Imported on first use, because most commands only read.
_WRITERS = {
    "ChangeSet": "changes",
    "FileChange": "changes",
    "ListSession": "session",
    "lock": "locking",
    "plan_config": "changes",
    "output_findings": "targets",
    "plan_entries": "changes",
    "write_parts": "changes",
}


def __getattr__(name: str) -> object:
    if name not in _WRITERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"{__name__}.{_WRITERS[name]}"), name)
    globals()[name] = value
    return value
