"""The files of a list whose README is kept as it is."""

from __future__ import annotations

import posixpath
from pathlib import Path

from moebib import formats
from moebib.commands.continuations import continuations_of
from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.joined import read_joined, split_files
from moebib.formats.paper_list.markers import has_markers, marked_span
from moebib.library.config import Config, Readme

__all__ = ["list_files", "read_list", "readme_path"]


def readme_path(config: Config) -> str:
    """The path of the README from the root of the list."""
    return (config.readme or Readme()).path


def list_files(root: Path, path: str, readme: str) -> dict[str, str]:
    """Path -> text, of the README and of the files to which it links, which may continue its list.

    Raises:
        InputError: If one of them is not UTF-8.
    """
    others = continuations_of(root / path, readme.encode(), formats.get("paper-list", "read"))
    return {path: readme} | {posixpath.join(posixpath.dirname(path), other): text for other, text in others.items()}


def read_list(text: str, config: Config) -> ListDocument:
    """The list in *text*, which may be several files; of a README with markers for sections, what is between them.

    Raises:
        InputError: If the markers are not in pairs.
    """
    path = readme_path(config)
    document = read_joined(text, path, config)
    readme = split_files(text, path)[path]
    span = marked_span(readme, "sections") if has_markers(readme) else None
    if span is None:
        return document
    blocks = (block for block in document.blocks if span[0] <= block.start < span[1] or block.start >= len(readme))
    return document._replace(blocks=tuple(blocks))
