"""The files of a list whose README is kept as it is."""

from __future__ import annotations

from pathlib import Path

from moebib import store
from moebib.errors import InputError
from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.joined import read_joined, split_files
from moebib.formats.paper_list.markers import has_markers, marked_span
from moebib.library.config import Config, Readme

__all__ = ["list_files", "read_list", "readme_path"]


def readme_path(config: Config) -> str:
    """The path of the README from the root of the list."""
    return (config.readme or Readme()).path


def list_files(root: Path, readme: Readme, current: str) -> dict[str, str]:
    """Path -> text, of the README, which is *current*, and of the files that continue its list.

    Raises:
        InputError: If one of them does not exist, or is not UTF-8.
    """
    texts = {readme.path: current}
    for path in readme.files:
        text = store.read_below(root, path)
        if text is None:
            hint = "correct `files` under [readme] in moebib.toml"
            raise InputError(f"no such file within the list\nhint: {hint}", where=path)
        texts[path] = text
    return texts


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
