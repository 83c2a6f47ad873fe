"""`moebib build`: write the outputs of a list that ``moebib.toml`` names."""

from __future__ import annotations

from pathlib import Path

from moebib import formats, store
from moebib.errors import InputError
from moebib.library.config import Config, Readme
from moebib.library.library import Library
from moebib.store import ChangeSet

__all__ = ["build", "outputs"]


def build(root: Path, *, write: bool = True) -> ChangeSet:
    """Bring every output that moebib.toml names up to date; what changed, or would.

    Raises:
        InvalidRecord: If any entry cannot be read; then nothing is written.
        InputError: If the README has no marked parts, or a mark is not closed.
    """
    with store.lock(root, write=write):
        library = store.read(root)
        changes = ChangeSet.plan(root, outputs(library, _readme_of(root, library.config)))
        if write:
            changes.apply()
    return changes


def outputs(library: Library, current_readme: str | None = None) -> dict[str, str]:
    """Path -> text of everything ``build`` makes.

    The text of the README outside the marks is that of *current_readme*; without one, a README is begun.
    """
    config = library.config
    texts: dict[str, str] = {}
    if config.readme:
        texts[config.readme.path] = _new_readme(library, config.readme, current_readme)
    for output in config.outputs:
        options = output.model_dump(include={"format", "prefer", "unicode", "omit"})
        texts[output.path] = formats.export(library, **options)
    if config.schema_folder:
        from moebib.library import schema

        texts |= {f"{config.schema_folder}/{name}": text for name, text in schema.schemas(config).items()}
    return texts


def _readme_of(root: Path, config: Config) -> str | None:
    return store.read_text(root / config.readme.path) if config.readme else None


def _new_readme(library: Library, config: Readme, current: str | None) -> str:
    from moebib.formats.paper_list import markers, writer

    if current is None:
        return formats.export(library, "readme")
    if not markers.has_markers(current):
        hint = "put <!-- moebib:begin sections --> and <!-- moebib:end sections --> where the list should go"
        raise InputError(f"no markers in the file; {hint}", where=config.path)
    try:
        return markers.fill(current, writer.parts(library, config.style))
    except InputError as error:
        raise InputError(str(error), where=config.path) from error
