"""The files of a list: reads its folder as a ``Library``, and plans, shows and writes every change of a file.

A list is a folder with ``moebib.toml``, and with ``papers/<key>.toml`` and ``models/<key>.toml`` in its folder of
entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moebib._lazy import lazy_names

if TYPE_CHECKING:
    from moebib.store.changes import ChangeSet, FileChange, write_parts
    from moebib.store.environment import today
    from moebib.store.files import (
        STDIN,
        create_private,
        find_above,
        find_documents,
        find_file,
        find_files,
        is_same_file,
        marks,
        missing_folder,
        names_in,
        printable,
        read_bytes,
        read_regular,
        read_stdin,
        read_text,
        read_text_strictly,
    )
    from moebib.store.library_files import load
    from moebib.store.list_texts import plan_config, plan_entries
    from moebib.store.listing import entry_paths, list_files, stamp, stamp_of
    from moebib.store.locking import lock
    from moebib.store.paths import file_of, inside, root_of
    from moebib.store.reading import (
        Entries,
        Reading,
        load_nearest,
        parse_files,
        read,
        read_all,
        read_below,
        read_config,
        read_consistently,
        read_entries,
    )
    from moebib.store.roots import bundled, find_root
    from moebib.store.session import ListSession
    from moebib.store.targets import output_findings

__all__ = [
    "STDIN",
    "ChangeSet",
    "Entries",
    "FileChange",
    "ListSession",
    "Reading",
    "bundled",
    "create_private",
    "entry_paths",
    "file_of",
    "find_above",
    "find_documents",
    "find_file",
    "find_files",
    "find_root",
    "inside",
    "is_same_file",
    "list_files",
    "load",
    "load_nearest",
    "lock",
    "marks",
    "missing_folder",
    "names_in",
    "output_findings",
    "parse_files",
    "plan_config",
    "plan_entries",
    "printable",
    "read",
    "read_all",
    "read_below",
    "read_bytes",
    "read_config",
    "read_consistently",
    "read_entries",
    "read_regular",
    "read_stdin",
    "read_text",
    "read_text_strictly",
    "root_of",
    "stamp",
    "stamp_of",
    "today",
    "write_parts",
]

# Completion in a shell only needs to know where the list is, and most commands only read.
__getattr__ = lazy_names(
    __name__,
    {
        "environment": ("today",),
        "changes": ("ChangeSet", "FileChange", "write_parts"),
        "files": (
            "STDIN",
            "create_private",
            "find_above",
            "find_documents",
            "find_file",
            "find_files",
            "is_same_file",
            "marks",
            "missing_folder",
            "names_in",
            "printable",
            "read_bytes",
            "read_regular",
            "read_stdin",
            "read_text",
            "read_text_strictly",
        ),
        "list_texts": ("plan_config", "plan_entries"),
        "listing": ("entry_paths", "list_files", "stamp", "stamp_of"),
        "library_files": ("load",),
        "locking": ("lock",),
        "paths": ("file_of", "inside", "root_of"),
        "reading": (
            "Entries",
            "Reading",
            "load_nearest",
            "parse_files",
            "read",
            "read_all",
            "read_below",
            "read_config",
            "read_consistently",
            "read_entries",
        ),
        "roots": ("bundled", "find_root"),
        "session": ("ListSession",),
        "targets": ("output_findings",),
    },
)
