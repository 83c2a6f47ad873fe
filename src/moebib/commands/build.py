"""`moebib build`: update the README and the exports that ``moebib.toml`` names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib import formats, store
from moebib.commands.journals import read_journals, with_journals
from moebib.errors import InputError, InvalidRecord
from moebib.library.config import IN_PLACE, TEMPLATE, Readme
from moebib.library.library import Library
from moebib.store import ChangeSet

if TYPE_CHECKING:
    from moebib.commands.in_place import EditedReadme, Side

__all__ = ["SHOWN_BY_GITHUB", "Built", "build", "is_kept", "new_readme", "outputs", "read_template"]

SHOWN_BY_GITHUB = 500 * 1024
"""How many bytes of a README GitHub shows: https://docs.github.com/en/repositories, "About READMEs"."""


class Built(NamedTuple):
    """What was built, or would be."""

    changes: ChangeSet
    readme_path: str = ""
    readme: EditedReadme | None = None
    """What changed in a README that is kept as it is, and in the entries because of it."""
    nearly_too_long: int = 0
    """The size of the README, if that is over nine tenths of what GitHub shows."""


def build(root: Path, *, side: Side = "both", restyle: str | None = None, write: bool = True) -> Built:
    """Update every output that ``moebib.toml`` names, and the entries that follow a README that is kept as it is.

    *side* says whose changes count, see ``in_place``. With *restyle*, all works of the README get that style. If a
    person has to decide something first (``readme.problems``), nothing changes.

    Raises:
        InvalidRecord: If any entry is invalid, or an output is not in its place; then nothing is written.
        InputError: If the README has no markers, a marker that is not closed, or a merge conflict outside of them.
    """
    if not write:
        return store.read_consistently(root, lambda: _plan(root, side, restyle))
    from moebib.store.earlier import write_built

    with store.lock(root):
        built = _plan(root, side, restyle)
        built.changes.apply()
        if built.readme and not built.readme.problems:
            write_built(root, built.readme.state)
    return built


def is_kept(root: Path, file: Path) -> bool:
    """Whether *file* is the README of the list in *root*, and is kept as it is."""
    readme = store.read_config(root).readme
    return readme is not None and readme.style == IN_PLACE and store.is_same_file(file, root / readme.path)


def _plan(root: Path, side: Side, restyle: str | None) -> Built:
    library = store.read(root)
    if findings := store.output_findings(root, library.config):
        raise InvalidRecord(findings)
    readme = library.config.readme
    if readme is None:
        if restyle:
            raise InputError("no README to write in another style\nhint: add [readme] to moebib.toml")
        return Built(ChangeSet.plan(root, {}, outputs=outputs(root, library)))
    current = store.read_text(root / readme.path)
    style = restyle or readme.style
    template = read_template(root / style)
    texts: dict[str, str] = {}
    others: dict[str, str] = {}
    edited = None
    if readme.style == IN_PLACE and current is not None:
        from moebib.commands.in_place import edit_readme
        from moebib.commands.kept_files import list_files

        files = list_files(root, readme, current)
        edited = edit_readme(root, library, files, side, style=restyle, template=template)
        if edited.problems:
            return Built(ChangeSet(root=root), readme.path, edited)
        texts = store.plan_entries(root, edited.works, edited.models)
        if edited.library.config != library.config:
            sections = edited.library.config.sections
            texts |= store.plan_config(root, sections=[section.model_dump(exclude_unset=True) for section in sections])
        library, new = edited.library, edited.texts[readme.path]
        others = {path: text for path, text in edited.texts.items() if text != files[path]}
    else:
        new = new_readme(library, current, style, template)
        if style != readme.style:
            texts = store.plan_config(root, readme={**readme.model_dump(exclude_unset=True), "style": style})
    changes = ChangeSet.plan(root, texts, outputs=outputs(root, library, new, template) | others)
    size = len(new.encode())
    return Built(changes, readme.path, edited, size if size > 0.9 * SHOWN_BY_GITHUB else 0)


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


def outputs(root: Path, library: Library, readme: str | None = None, template: str = "") -> dict[str, str]:
    """Path -> text of every output: *readme*, and the exports, of which those as README may have a *template*."""
    config = library.config
    texts: dict[str, str] = {}
    if config.readme and readme is not None:
        texts[config.readme.path] = readme
    for output in config.outputs:
        options = output.model_dump(include={"format", "unicode", "omit", "raw"})
        works = library.preferring(output.prefer)
        journals = read_journals(output.journals, [root / path for path in output.journal_lists])
        works = with_journals(works, journals)[0] if journals else works
        texts[output.path] = formats.export(works, **options, template=template)
    if config.schema_folder:
        from moebib.library import schema

        texts |= {f"{config.schema_folder}/{name}": text for name, text in schema.schemas(config).items()}
    return texts


def new_readme(library: Library, current: str | None, style: str, template: str = "") -> str:
    """The README *current* with all works in *style* between the markers or, without it, a new one.

    *template* is the text of the template that the style names, if it names one.

    Raises:
        InputError: If there are no markers, a marker that is not closed, or a merge conflict outside of them.
    """
    from moebib.formats.paper_list import markers, writer

    if current is None:
        return formats.export(library, "readme", style=style, template=template)
    path = (library.config.readme or Readme()).path
    if not markers.has_markers(current):
        hint = "put <!-- moebib:begin sections --> and <!-- moebib:end sections --> where the list should go"
        keep = f'set style = "{IN_PLACE}" under [readme] in moebib.toml to keep the list in the form that it has'
        raise InputError(f"no markers in the file\nhint: {hint}; or {keep}", where=path)
    parts = writer.parts(library, writer.style_named(style, template))
    try:
        readme = markers.fill(current, parts)
    except InputError as error:
        raise InputError(str(error), where=path) from error
    for conflict in markers.find_unresolved(readme):
        raise InputError(f"{conflict.message}\nhint: {conflict.hint}", where=path)
    return readme
