"""Actions: the order of the steps. Each reads, decides by pure functions, and writes; the command line calls one.

What one action alone needs (Markdown, JSON Schema) is imported in it: most commands only read.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from moebib import formats, store
from moebib.commands.intake import take_in
from moebib.errors import Finding, InputError
from moebib.library.config import Config, Readme
from moebib.library.library import Library
from moebib.store import ChangeSet

__all__ = ["Counts", "ImportReport", "build", "count", "import_file", "load", "load_nearest", "outputs"]


def load(path: Path | str | None = None) -> Library:
    """The list in *path*: its folder, or its folder of entries; without a path, the list that moebib carries.

    Raises:
        InvalidRecord: If any entry cannot be read; its ``findings`` name every problem of every file.
        InputError: If there is no such list.
    """
    return store.read(store.bundled() if path is None else store.root_of(Path(path)))


def load_nearest(folder: Path) -> Library:
    """The list of *folder* or of the nearest folder above it; the one that moebib carries if there is none."""
    return store.read(store.find_root(folder) or store.bundled())


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
    from moebib.formats.paper_list import writer

    if current is None:
        return formats.export(library, "readme")
    if "<!-- moebib:begin" not in current:
        hint = "put <!-- moebib:begin sections --> and <!-- moebib:end sections --> where the list is to stand"
        raise InputError(f"no marked parts; {hint}", where=config.path)
    try:
        return writer.fill(current, writer.parts(library, config.style))
    except InputError as error:
        raise InputError(str(error), where=config.path) from error


class ImportReport(NamedTuple):
    """What an import did, or would do."""

    changes: ChangeSet
    added: int
    united: int
    """Works that were listed already and got a section, label, link or title more."""
    known: int
    """Works that were listed already, with nothing new."""
    added_models: int
    findings: tuple[Finding, ...]

    @property
    def not_understood(self) -> int:
        """How many findings say that something in the file was not understood."""
        return sum(finding.level == "error" for finding in self.findings)


def import_file(file: Path, folder: Path, *, format: str | None = None, write: bool = True) -> ImportReport:
    """Take the works of *file* into the list of *folder*; begin a list there if there is none.

    Raises:
        InputError: If the format is unknown, or the file is not UTF-8.
    """
    found_root = store.find_root(folder)
    root = found_root or folder
    source = formats.for_file(file.name, name=format)
    data = store.read_bytes(file)
    with store.lock(root, write=write):
        library = store.read(root) if found_root else Library()
        parsed = source.parse(data, library.config, name=str(file))
        intake = take_in(library, parsed, source=str(file))
        is_new = found_root is None
        texts = store.plan_entries(root, intake.works, intake.models, sections=intake.sections, is_new=is_new)
        changes = ChangeSet.plan(root, texts)
        if write:
            changes.apply()
    added = sum(work.id not in library for work in intake.works)
    return ImportReport(
        changes=changes,
        added=added,
        united=len(intake.works) - added,
        known=len(parsed.records) - len(intake.works),
        added_models=len(intake.models),
        findings=intake.findings,
    )


class Counts(NamedTuple):
    """A list in numbers."""

    works: int
    models: int
    with_code: int
    published: int
    by_year: dict[str, int]
    by_venue: dict[str, int]
    by_section: dict[str, int]


def count(library: Library) -> Counts:
    """Works by year (oldest first), venue (most first) and section (in the order of the README)."""
    years = Counter(str(record.issued.year) for record in library if record.issued)
    venues = Counter(record.venue for record in library if record.venue)
    return Counts(
        works=len(library),
        models=len(library.models),
        with_code=sum(bool(record.links.code) for record in library),
        published=sum(not record.is_preprint for record in library),
        by_year=dict(sorted(years.items())),
        by_venue=dict(sorted(venues.items(), key=lambda item: (-item[1], item[0]))),
        by_section={section.tag: len(library.tagged(section.tag)) for section in library.config.sections},
    )
