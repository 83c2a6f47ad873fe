"""`moebib build`: update the README and the exports that ``moebib.toml`` names."""

from __future__ import annotations

from pathlib import Path

from moebib import formats, store
from moebib.errors import InputError, InvalidRecord
from moebib.library.config import TEMPLATE, Readme
from moebib.library.library import Library
from moebib.store import ChangeSet

__all__ = ["build", "outputs", "read_template"]


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
    template = read_template(root / readme.style) if readme else ""
    return ChangeSet.plan(root, {}, outputs=outputs(library, current, template))


def read_template(style: Path) -> str:
    """The text of the template at the path *style*; "" if that is the name of a style.

    Raises:
        InputError: If there is no such file, or it is empty or not UTF-8.
    """
    if style.suffix != TEMPLATE:
        return ""
    template = store.read_text(style)
    if template is None or not template.strip():
        raise InputError("no such template" if template is None else "the template is empty", where=style.as_posix())
    return template


def outputs(library: Library, current_readme: str | None = None, template: str = "") -> dict[str, str]:
    """Path -> text of every output.

    The README is *current_readme* with new text between the markers or, without it, a new one; works are shown by
    *template*, if the style is one.
    """
    config = library.config
    texts: dict[str, str] = {}
    if config.readme:
        texts[config.readme.path] = _new_readme(library, config.readme, current_readme, template)
    for output in config.outputs:
        options = output.model_dump(include={"format", "prefer", "unicode", "omit", "raw"})
        texts[output.path] = formats.export(library, **options, template=template)
    if config.schema_folder:
        from moebib.library import schema

        texts |= {f"{config.schema_folder}/{name}": text for name, text in schema.schemas(config).items()}
    return texts


def _new_readme(library: Library, config: Readme, current: str | None, template: str) -> str:
    from moebib.formats.paper_list import markers, writer

    if current is None:
        return formats.export(library, "readme", template=template)
    if not markers.has_markers(current):
        hint = "put <!-- moebib:begin sections --> and <!-- moebib:end sections --> where the list should go"
        raise InputError(f"no markers in the file\nhint: {hint}", where=config.path)
    style = writer.style_named(config.style, template)
    try:
        readme = markers.fill(current, writer.parts(library, style))
    except InputError as error:
        raise InputError(str(error), where=config.path) from error
    for conflict in markers.find_unresolved(readme):
        raise InputError(f"{conflict.message}\nhint: {conflict.hint}", where=config.path)
    return readme
