"""Config: what moebib.toml says of a list: its title, its tree of sections, what ``build`` writes and where."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from moebib.errors import InputError
from moebib.records.record import Key, Tag
from moebib.text.suggest import suggest

__all__ = ["Check", "Config", "Output", "Readme", "Section", "tag_matches"]


def _inside(path: str) -> str:
    """A path is relative, with forward slashes, and stays in the list's folder."""
    parts = PurePosixPath(path).parts
    if not parts or PurePosixPath(path).is_absolute() or ".." in parts or "\\" in path or ":" in path:
        raise ValueError(f"not a path inside the list's folder, with forward slashes: {path!r}")
    return path


RelativePath = Annotated[str, AfterValidator(_inside)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(_Table):
    """A section of the list. The tag's path is its place in the tree: "system/offloading" is in "system"."""

    tag: Tag
    heading: str = Field(min_length=1, pattern=r"^[^\r\n]+$")
    words: tuple[str, ...] = Field((), description="words in a title or abstract that suggest this section")

    @property
    def level(self) -> int:
        """How deep it is: 1 for a top section."""
        return self.tag.count("/") + 1


class Readme(_Table):
    """The README whose marked parts ``build`` fills."""

    path: RelativePath = "README.md"
    style: Literal["seed", "awesome", "table"] = "seed"
    models_heading: str = Field("Models", description="heading of the table of models")


class Output(_Table):
    """One export that ``build`` writes."""

    format: str = Field(description='a format that `moebib export` writes, as "bibtex" or "csl-json"')
    path: RelativePath
    prefer: Literal["published", "preprint"] = "published"
    unicode: StrictBool = Field(False, description="keep Unicode in BibTeX instead of LaTeX commands")
    omit: tuple[str, ...] = Field((), description='fields to leave out of a .bib file: ["isbn", "abstract"]')


class Check(_Table):
    """Which rules `moebib check` runs: names, codes, or beginnings of codes ("MB37")."""

    select: tuple[str, ...] = Field((), description="only these rules")
    ignore: tuple[str, ...] = Field((), description="none of these rules")


class Config(_Table):
    """What moebib.toml says; every part may be left out."""

    title: str = ""
    description: str = ""
    entries: RelativePath = Field("entries", description="the folder of the entry files")
    schema_folder: RelativePath | None = Field(
        None, alias="schema", description="where `moebib schema` and `build` write the JSON Schemas"
    )
    readme: Readme | None = None
    outputs: tuple[Output, ...] = ()
    sections: tuple[Section, ...] = Field((), description="the sections, in the order of the README")
    venues: dict[str, str] = Field({}, description="spellings of a venue in lists -> its short name here")
    check: Check = Check()
    different: tuple[tuple[Key, Key], ...] = Field(
        (), description="pairs of keys that `moebib dedupe` shall not take for one work"
    )

    @property
    def tags(self) -> tuple[str, ...]:
        """The vocabulary, in the order of the sections."""
        return tuple(section.tag for section in self.sections)

    def heading_of(self, tag: str) -> str:
        """The headings on the way to a section: "System-level optimization > Expert offloading"."""
        steps = tag.split("/")
        headings = {section.tag: section.heading for section in self.sections}
        above = ("/".join(steps[:depth]) for depth in range(1, len(steps)))
        return " > ".join([*(headings[one] for one in above if one in headings), headings.get(tag, tag)])

    def find_tags(self, query: str) -> tuple[str, ...]:
        """The tags that *query* means: a tag, a section with all below it, or the end of a path ("offloading").

        Raises:
            InputError: If it means none; the message suggests the nearest.
        """
        found = tuple(tag for tag in self.tags if tag_matches(tag, query))
        if not found:
            raise InputError(f"no tag {query!r}{suggest(query, self.tags)}")
        return found


def tag_matches(tag: str, query: str) -> bool:
    """Whether *query* is a run of whole steps in the path of *tag*.

    >>> [tag_matches("system/offloading", query) for query in ("system", "offloading", "load")]
    [True, True, False]
    """
    return f"/{query.strip('/')}/" in f"/{tag}/"
