"""`moebib build`: update the README and the exports that ``moebib.toml`` names."""

from __future__ import annotations

from pathlib import Path

from moebib import formats, store
from moebib.errors import InputError, InvalidRecord
from moebib.library.config import Readme
from moebib.library.library import Library
from moebib.store import ChangeSet

__all__ = ["build", "outputs"]


def build(root: Path, *, write: bool = True) -> ChangeSet:
    """Update every output that ``moebib.toml`` names; the changes made or, without *write*, to be made.

    Raises:
        InvalidRecord: If any entry is invalid, or an output is not in its place; then nothing is written.
        InputError: If the README has no markers, a marker that is not closed, or a merge conflict outside of them.
    """
    if not write:
        return store.read_consistently(root, lambda: _plan(root))
    with store.lock(root):
        changes = _plan(root)
        changes.apply()
    return changes


def _plan(root: Path) -> ChangeSet:
    library = store.read(root)
    if findings := store.output_findings(root, library.config):
        raise InvalidRecord(findings)
    readme = library.config.readme
    current = store.read_text(root / readme.path) if readme else None
    return ChangeSet.plan(root, {}, outputs=outputs(library, current))


def outputs(library: Library, current_readme: str | None = None) -> dict[str, str]:
    """Path -> text of every output.

    The README is *current_readme* with new text between the markers or, without it, a new one.
    """
    config = library.config
    texts: dict[str, str] = {}
    if config.readme:
        texts[config.readme.path] = _new_readme(library, config.readme, current_readme)
    for output in config.outputs:
        options = output.model_dump(include={"format", "prefer", "unicode", "omit", "raw"})
        texts[output.path] = formats.export(library, **options)
    if config.schema_folder:
        from moebib.library import schema

        texts |= {f"{config.schema_folder}/{name}": text for name, text in schema.schemas(config).items()}
    return texts


def _new_readme(library: Library, config: Readme, current: str | None) -> str:
    from moebib.formats.paper_list import markers, writer

    if current is None:
        return formats.export(library, "readme")
    if not markers.has_markers(current):
        hint = "put <!-- moebib:begin sections --> and <!-- moebib:end sections --> where the list should go"
        raise InputError(f"no markers in the file\nhint: {hint}", where=config.path)
    try:
        readme = markers.fill(current, writer.parts(library, config.style))
    except InputError as error:
        raise InputError(str(error), where=config.path) from error
    for conflict in markers.find_unresolved(readme):
        raise InputError(f"{conflict.message}\nhint: {conflict.hint}", where=config.path)
    return readme
