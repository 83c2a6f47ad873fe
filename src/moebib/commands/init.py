"""`moebib init`: a new list, from nothing, from a README or from a bibliography in any other format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from moebib import store
from moebib.commands.build import new_readme, outputs
from moebib.commands.import_ import Intake, read_works, take_in
from moebib.commands.kept_files import read_list
from moebib.commands.reading import SectionSummary, summarised
from moebib.errors import Finding, InputError, InvalidRecord
from moebib.formats.paper_list.joined import join_files
from moebib.formats.paper_list.markers import has_markers, marker_lines
from moebib.formats.paper_list.read.pieces import pieces_of
from moebib.formats.paper_list.reader import read_documents
from moebib.library.config import IN_PLACE, STYLES, Config, Readme
from moebib.library.library import Library
from moebib.store import ChangeSet
from moebib.store.earlier import write_built
from moebib.store.scaffold import ATTRIBUTES, WORKFLOW, WORKFLOWS, attributes, config_text
from moebib.three_way.states import ListState, listed_state

__all__ = ["NewList", "create_list", "plan_git", "plan_list"]

_CONFIG = "moebib.toml"
_README = "README.md"
_BIB, _JSON, _WORKFLOW = "references.bib", "references.json", "bibliography.yml"


class NewList(NamedTuple):
    """The files of a new list, and what is in them."""

    changes: ChangeSet
    config: str
    """The text of ``moebib.toml``."""
    works: int
    models: int
    findings: tuple[Finding, ...]
    sections: tuple[SectionSummary, ...]
    """What was read, if the source is a list of papers."""
    readme: str
    """The path of the README."""
    readme_is: Literal["new", "kept", "marked"]
    """Whether the README is a new one, or an existing one that stays as it is, or gets markers."""
    state: ListState
    """What the next build compares a README with that is kept."""
    renamed: dict[str, str]
    """Existing file, which is kept -> the new file that would have had its name."""


def plan_list(root: Path, title: str = "", *, sources: Sequence[Path] = (), git: bool = False) -> NewList:
    """The files of a new list in *root*, with the works of a file, or of several .bib files; nothing is written.

    Without *title*, it is that of a README, or the name of *root*. If the file is the README of *root*, it stays as it
    is; another one there gets markers. No other existing file is changed: a new one gets another name.

    Raises:
        InputError: If *root* has a list or entries already, even in the markers of a README that is not the file, or
            the format of the file is unknown, or several are not all .bib files.
        InvalidRecord: If nothing in *sources* can be read.
    """
    if store.read_text(root / _CONFIG) is not None:
        raise InputError(f"{_CONFIG} already exists\nhint: add works to the list with `moebib import FILE`")
    read = _read_sources(sources) if sources else _SourceList()
    intake = read.intake
    title = title or read.title or root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Papers"

    existing = store.names_in(root)
    bib, json = (_free_name(name, existing) for name in (_BIB, _JSON))
    workflow = _free_name(_WORKFLOW, store.names_in(root / WORKFLOWS))
    readme = next((name for name in existing if name.lower() == _README.lower()), _README)
    current = store.read_text(root / readme)
    is_source = any(store.is_same_file(source, root / readme) for source in sources)
    is_kept = is_source and bool(intake.works or intake.models)
    kept = {readme: current, **read.others} if current is not None and is_kept else {}
    files = tuple(path for path in read_documents(kept, Config()) if path != readme) if kept else ()
    readme_config = Readme(path=readme, files=files, style=IN_PLACE if is_kept else STYLES[0])

    texts = store.plan_entries(root, intake.works, intake.models, sections=intake.sections, is_new=True)
    texts[_CONFIG] = config_text(title, intake.sections, readme_config, bib=bib, json=json)
    library = _library_of(texts)
    state, is_marked = ListState(), False
    if kept:
        document = read_list(join_files({path: kept[path] for path in (readme, *files)}), library.config)
        new_text, state = kept[readme], listed_state(document, library)
    else:
        is_marked = current is not None and not has_markers(current)
        new_text = _generated_readme(library, readme_config, current, is_source=is_source)
    texts[f"{WORKFLOWS}/{workflow}"] = WORKFLOW
    if git:
        texts |= _attributes(root, library.config)
    names = {_BIB: bib, _JSON: json, _WORKFLOW: workflow}
    return NewList(
        changes=ChangeSet.plan(root, texts, outputs=outputs(root, library, new_text)),
        config=texts[_CONFIG],
        works=len(library),
        models=len(library.models),
        findings=intake.findings,
        sections=read.sections,
        readme=readme,
        readme_is="kept" if is_kept else "marked" if is_marked else "new",
        state=state,
        renamed={old: name for old, name in names.items() if old != name},
    )


class _SourceList(NamedTuple):
    """What was read of the files that a list starts with."""

    intake: Intake = Intake((), (), (), ())
    title: str = ""
    sections: tuple[SectionSummary, ...] = ()
    others: Mapping[str, str] = {}
    """Path -> text of the other files of a list in Markdown."""


def _read_sources(sources: Sequence[Path]) -> _SourceList:
    (source, *more) = sources
    is_markdown = source.suffix.lower() == ".md" and not more  # which may be a README without works yet
    format, parsed, others = read_works(sources, may_be_empty=is_markdown)
    intake = take_in(Library(), parsed, source=store.printable(source))
    sections = summarised(parsed, ()) if format.name == "paper-list" else ()
    titles = pieces_of(store.read_bytes(source).decode(errors="replace")).titles if is_markdown else ()
    return _SourceList(intake, next(filter(None, titles), ""), sections, others)


def _library_of(texts: Mapping[str, str]) -> Library:
    """The list that `moebib build` will read from *texts*, which need not be what was imported."""
    entries = store.parse_files({path: text.encode() for path, text in texts.items()})
    if entries.findings:
        raise InvalidRecord(entries.findings)
    return Library(entries.works, entries.models, entries.config)


def _generated_readme(library: Library, readme: Readme, current: str | None, *, is_source: bool) -> str:
    """The README with the list between its markers, which a *current* one without any gets at its end.

    Raises:
        InputError: If there is another list between the markers of a README that is not the source.
    """
    if current is not None and not has_markers(current):
        names = ("models", "sections") if library.models else ("sections",)
        current = f"{current.rstrip()}\n\n{marker_lines(names)}"
    elif current is not None and not is_source and _has_list(current, library.config):
        hint = f"take it over with `moebib init --from {readme.path}`, or remove it"
        raise InputError(f"has a list between its markers, which would be lost\nhint: {hint}", where=readme.path)
    return new_readme(library, current, readme.style)


def create_list(root: Path, new_list: NewList) -> None:
    """Write the files of a new list in *root*."""
    new_list.changes.apply()
    write_built(root, new_list.state)


def _free_name(name: str, existing: Iterable[str]) -> str:
    """*name*, or "name-2" if that exists in any case, and so on."""
    taken = {other.lower() for other in existing}
    stem, dot, suffix = name.rpartition(".")
    names = (name, *(f"{stem}-{number}{dot}{suffix}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name.lower() not in taken)


def plan_git(root: Path) -> ChangeSet:
    """The change of ``.gitattributes`` that lets ``moebib merge-driver`` merge the files of an existing list."""
    return ChangeSet.plan(root, _attributes(root, store.read_config(root)))


def _has_list(readme: str, config: Config) -> bool:
    """Whether there is anything between the markers of the README."""
    return readme.split() != new_readme(Library(config=Config(readme=config.readme)), readme, STYLES[0]).split()


def _attributes(root: Path, config: Config) -> dict[str, str]:
    current = store.read_text(root / ATTRIBUTES) or ""
    outputs = (path for _, path in config.output_paths if not path.endswith(".bib"))
    files = [f"{config.entries}/**/*.toml", "*.bib", *outputs]
    return {ATTRIBUTES: attributes(files, current)}
