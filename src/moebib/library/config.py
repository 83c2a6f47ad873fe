"""The configuration of a list in moebib.toml: its title, its tree of sections, and the files that ``build`` writes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from moebib.errors import InputError
from moebib.records.fields import FieldPath, Key, Tag
from moebib.records.people import People
from moebib.text.suggest import unknown

__all__ = [
    "IN_PLACE", "SCHEMA_FILES", "STYLES", "TEMPLATE", "Check", "Config", "Order", "Output", "Readme", "Section",
    "matching_tags", "tag_matches",
]  # fmt: skip

SCHEMA_FILES = ("record.json", "model.json", "moebib.json")
"""The schemas of the entries of works and models, and of moebib.toml."""

Order = Literal["newest", "oldest", "title", "as it is"]
"""The order of works in a section: by date, by title, or as they were added."""

IN_PLACE = "as it is"
"""The style of a README that ``build`` edits in place, in whatever form it has."""
STYLES = ("seed", "awesome", "table")
"""The styles in which ``build`` writes all works alike."""
TEMPLATE = ".j2"
"""The ending of a template, which is a style of one's own."""


def _inside(path: str) -> str:
    """*path*, if it is relative, has forward slashes and stays in the folder of the list."""
    parts = PurePosixPath(path).parts
    is_portable = path.isprintable() and not {"\\", ":"} & set(path)
    if not parts or PurePosixPath(path).is_absolute() or ".." in parts or not is_portable:
        raise ValueError(f"not a relative path with forward slashes within the folder of the list: {path!r}")
    return path


def _known_format(number: object) -> object:
    if isinstance(number, int) and number > 2:
        raise ValueError(f"record format {number} needs a newer version of moebib")
    return number


def _known_style(style: str) -> str:
    if style in (IN_PLACE, *STYLES):
        return style
    if not style.endswith(TEMPLATE):
        raise ValueError(unknown("style", style, (IN_PLACE, *STYLES), more=f"a template (*{TEMPLATE})"))
    return _inside(style)


RelativePath = Annotated[str, AfterValidator(_inside)]
_StyleName = Annotated[
    str,
    AfterValidator(_known_style),
    WithJsonSchema({"anyOf": [{"enum": [IN_PLACE, *STYLES]}, {"type": "string", "pattern": r"\.j2$"}]}),
]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(_Table):
    """A section of the list. Its tag is its path in the tree: "system/offloading" is in "system"."""

    tag: Tag = Field(description="the path of the section in the tree", examples=["system/caching"])
    heading: str = Field(
        min_length=1, pattern=r"^[^\r\n]+$", description="its heading in the README", examples=["Caching"]
    )
    words: tuple[str, ...] = Field(
        default=(), description="words in a title or abstract that suggest this section", examples=[["cache", "warm"]]
    )
    order: Order | None = Field(
        default=None, description="where a new work goes, if not as in the rest of the README", examples=["title"]
    )

    @property
    def level(self) -> int:
        """The depth in the tree: 1 for a top section."""
        return self.tag.count("/") + 1


class Readme(_Table):
    """The README; ``build`` edits it in place, or writes between its markers."""

    path: RelativePath = Field(default="README.md", description="the README", examples=["docs/README.md"])
    files: tuple[RelativePath, ...] = Field(
        default=(),
        description="files that continue the list of a README that is kept as it is",
        examples=[["papers/2024.md"]],
    )
    style: _StyleName = Field(default="seed", description="how works are shown", examples=["awesome"])
    order: Order | None = Field(
        default=None,
        description="where a new work goes; if it is not given, the list itself shows it",
        examples=["newest", "oldest", "title", "as it is"],
    )
    models_heading: str = Field(
        default="Models", description="heading of the table of models", examples=["Open-weight models"]
    )


class Output(_Table):
    """A file that ``build`` exports."""

    format: str = Field(description="a format that `moebib export` writes", examples=["bibtex", "csl-json"])
    path: RelativePath = Field(description="the file to write", examples=["refs.bib"])
    prefer: Literal["published", "preprint"] = Field(
        default="published", description="the version of each work to write", examples=["preprint"]
    )
    unicode: StrictBool = Field(
        default=False, description="keep Unicode in BibTeX instead of LaTeX commands", examples=[True]
    )
    omit: tuple[str, ...] = Field(
        default=(), description="fields to leave out of a .bib file", examples=[["isbn", "abstract"]]
    )
    raw: StrictBool = Field(
        default=False, description="write CSV without protection against formulas in spreadsheets", examples=[True]
    )
    journals: Literal["as-is", "abbreviated", "full"] = Field(
        default="as-is",
        description="the form of the names of journals: abbreviated by ISO 4, or full",
        examples=["abbreviated"],
    )
    journal_lists: tuple[RelativePath, ...] = Field(
        default=(), description="lists of full and abbreviated names of journals", examples=[["journals.csv"]]
    )


class Check(_Table):
    """Which rules `moebib check` runs: names, codes, or beginnings of codes ("MB37")."""

    select: tuple[str, ...] = Field(default=(), description="run only these rules", examples=[["MB34", "MB422"]])
    ignore: tuple[str, ...] = Field(default=(), description="do not run these rules", examples=[["missing-doi"]])


class Config(_Table):
    """The content of moebib.toml; everything is optional."""

    format: Annotated[Literal[1, 2], BeforeValidator(_known_format)] = Field(
        default=1, description="the record format of the entries; `moebib migrate` changes it", examples=[2]
    )
    title: str = Field(
        default="", description="heading of a README that `moebib build` creates", examples=["Invented works"]
    )
    description: str = Field(default="", description="what the list is about", examples=["Works on warm experts."])
    entries: RelativePath = Field(
        default="entries", description="the folder of the entry files", examples=["data/entries"]
    )
    schema_folder: RelativePath | None = Field(
        default=None,
        alias="schema",
        description="where `moebib schema` and `build` write the JSON Schemas",
        examples=["schema"],
    )
    readme: Readme | None = Field(default=None, description="the README to update", examples=[{"style": "awesome"}])
    outputs: tuple[Output, ...] = Field(
        default=(), description="the exports to write", examples=[[{"format": "bibtex", "path": "refs.bib"}]]
    )
    sections: tuple[Section, ...] = Field(
        default=(),
        description="the sections, in the order of the README",
        examples=[[{"tag": "system", "heading": "Systems"}]],
    )
    venues: dict[str, str] = Field(
        default={}, description="spelling of a venue in imported lists -> its short name", examples=[{"Arxiv": "arXiv"}]
    )
    check: Check = Field(
        default=Check(), description="the rules that `moebib check` applies", examples=[{"ignore": ["missing-doi"]}]
    )
    different: tuple[tuple[Key, Key], ...] = Field(
        default=(),
        description=(
            "pairs of different works that `moebib dedupe` and `moebib update` should not report; each has a key, and "
            "another one or an identifier"
        ),
        examples=[[["arden2024warm", "arden2025warm"]]],
    )

    people: dict[str, tuple[str, ...]] = Field(
        default={},
        description="names of people who publish under several: the main name -> the others",
        examples=[{"Arden, Mia": ["Berg, Mia"]}],
    )

    @model_validator(mode="after")
    def _people_differ(self) -> Self:
        People(self.people)
        return self

    @property
    def known_people(self) -> People:
        """The people who publish under several names."""
        return People(self.people)

    @property
    def different_pairs(self) -> frozenset[frozenset[str]]:
        """The pairs in ``different``, in any order."""
        return frozenset(map(frozenset, self.different))

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags, in the order of the sections."""
        return tuple(section.tag for section in self.sections)

    @property
    def output_paths(self) -> tuple[tuple[FieldPath, str], ...]:
        """Where each file that `moebib build` writes is named, and its path; a path may be named twice."""
        readme: list[tuple[FieldPath, str]] = [(("readme", "path"), self.readme.path)] if self.readme else []
        schemas = [f"{self.schema_folder}/{name}" for name in SCHEMA_FILES] if self.schema_folder else []
        return (
            *readme,
            *((("outputs", number, "path"), output.path) for number, output in enumerate(self.outputs)),
            *((("schema",), path) for path in schemas),
        )

    def heading_of(self, tag: str) -> str:
        """The headings down to a section: "System-level optimization > Expert offloading"."""
        steps = tag.split("/")
        headings = {section.tag: section.heading for section in self.sections}
        parents = ("/".join(steps[:depth]) for depth in range(1, len(steps)))
        return " > ".join([*(headings[parent] for parent in parents if parent in headings), headings.get(tag, tag)])


def matching_tags(tags: Collection[str], query: str) -> tuple[str, ...]:
    """Those of *tags* that match *query*: a tag, one with all below it, or part of a path ("offloading").

    Raises:
        InputError: If no tag matches; the message suggests the closest one.
    """
    matches = tuple(tag for tag in tags if tag_matches(tag, query))
    if not matches:
        raise InputError(unknown("tag", query, tags))
    return matches


def tag_matches(tag: str, query: str) -> bool:
    """Whether *query* is one or more whole steps in the path of *tag*.

    >>> [tag_matches("system/offloading", query) for query in ("system", "offloading", "load")]
    [True, True, False]
    """
    return f"/{query.strip('/')}/" in f"/{tag}/"
