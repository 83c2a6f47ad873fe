"""Verdicts: what is said of a reference."""

from __future__ import annotations

from typing import Literal, NamedTuple

from moebib._guesses import guessing

__all__ = ["Difference", "Grade", "Verdict", "VerdictKind"]

VerdictKind = Literal["ok", "differs", "not found", "cannot tell", "retracted", "withdrawn"]
Grade = Literal["another work", "error", "harmless"]
"""What a difference means: an identifier or title of another work, an error to correct, or another way of writing."""


@guessing(
    {
        **dict.fromkeys(("name", "key"), "field"),
        **dict.fromkeys(("ours", "old", "expected", "given", "mine", "local"), "here"),
        **dict.fromkeys(("theirs", "new", "actual", "found", "remote"), "there"),
    }
)
class Difference(NamedTuple):
    """A field in which the reference and the sources disagree.

    >>> print(Difference("year", "2023", "2024", "crossref"))
    year: 2023 here, 2024 in crossref
    """

    field: Literal["title", "authors", "year", "venue", "identifiers"]
    here: str
    there: str
    source: str
    grade: Grade = "error"
    link: str = ""
    """Where the other value can be seen."""

    def __str__(self) -> str:
        return f"{self.field}: {self.here} here, {self.there} in {self.source}"


@guessing(
    {
        **dict.fromkeys(("status", "value", "name", "result", "verdict"), "kind"),
        **dict.fromkeys(("reason", "message", "source", "sources"), "why"),
        **dict.fromkeys(("diff", "changes", "errors"), "differences"),
        **dict.fromkeys(("ok", "is_ok"), 'verdict.kind == "ok"'),
    }
)
class Verdict(NamedTuple):
    """The result for a reference.

    >>> print(Verdict("not found", "queried: crossref, openalex"))
    not found (queried: crossref, openalex)
    """

    kind: VerdictKind
    why: str = ""
    """The sources of the result, or the reason why there is none."""
    differences: tuple[Difference, ...] = ()
    hints: tuple[str, ...] = ()
    """Remarks that require no correction."""
    link: str = ""
    """Where a retraction or withdrawal is announced."""

    def __str__(self) -> str:
        return f"{self.kind} ({self.why})" if self.why else self.kind
