"""The types that the fields of an entry have: text with a syntax, names, dates, identifiers, URLs.

In a file each of them is a string or a list of strings; reading one gives the typed value, and ``str()`` the text.
"""

from __future__ import annotations

from collections import Counter
from datetime import date as day
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    Field,
    GetPydanticSchema,
    PlainSerializer,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from moebib.records.date import DATE_PATTERN, Date, parse_date
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.name import Name, Names, is_others, parse_name
from moebib.text.urls import is_http_url

__all__ = [
    "KEY",
    "KEY_RULE",
    "MARKUP",
    "NOT_IN_KEYS",
    "TAG",
    "TAG_RULE",
    "TYPES",
    "DateText",
    "Day",
    "FieldPath",
    "IdentifierText",
    "Identifiers",
    "Key",
    "NameText",
    "NamesText",
    "NotAString",
    "Tag",
    "TagList",
    "Text",
    "Type",
    "Url",
    "Urls",
]

# CSL 1.0.2, appendix III.
Type = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
]  # fmt: skip
TYPES: tuple[Type, ...] = get_args(Type)

MARKUP = ("title", "title_short", "container_title", "collection_title", "event_title", "note", "abstract")
"""The fields that are text with markup, see ``moebib.text.markup``; all other texts are plain."""

FieldPath = tuple[str | int, ...]
"""The path to a value in an entry: ``("author", 3)``, ``("versions", 0, "issued")``."""

NOT_IN_KEYS = r"""\s,{}%#$&\\~"\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"""
KEY = rf"^(?:\^?[^^{NOT_IN_KEYS}])+$"
"""The syntax of a key that BibTeX and biber accept, and in which TeX finds nothing to execute.

BibTeX and biber copy a key into a file that TeX runs, where ``^^5c`` is a backslash and ``^^7d`` a closing brace. In a
list, a key must be a valid file name, too.
"""
KEY_RULE = 'a key contains no spaces, no ^^ and none of , { } % # $ & ~ " \\'
TAG = r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*$"
"""The syntax of a tag: a path of slugs, which is the position in the tree of sections."""
TAG_RULE = "lower-case letters and digits, joined by -; / separates a section from its subsection"


class NotAString(ValueError):
    """A value of another type where a file has a string, such as a date without quotes in TOML."""


def _as_text(kind: type, parse: Any, schema: dict[str, Any]) -> Any:
    """The annotation of a value that is a string in a file: *parse* reads it and ``str()`` writes it."""

    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            hint = f'; put it in quotes: "{value}"' if isinstance(value, (int, float, day)) else ""
            raise NotAString(f"should be a string, not {type(value).__name__}{hint}")
        return parse(value)

    return (
        PlainValidator(read),
        PlainSerializer(str, return_type=str),
        WithJsonSchema({"type": "string"} | schema),
    )


def _day(text: str) -> day:
    try:
        return day.fromisoformat(text)
    except ValueError:
        raise ValueError(f"not a day: {text!r}; write it as 2026-11-24") from None


def _http(url: str) -> str:
    if not is_http_url(url):
        raise ValueError(f"not an http(s) URL: {url!r}")
    return url


def _no_repeats(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(values)) < len(values):
        repeated = {str(value) for value, times in Counter(values).items() if times > 1}
        raise ValueError(f"listed more than once: {', '.join(sorted(repeated))}")
    return values


def _names(value: object, validate: ValidatorFunctionWrapHandler) -> Names:
    """The list, whose last element "others" is no name."""
    if isinstance(value, Names):
        return value
    is_cut = isinstance(value, list | tuple) and bool(value) and isinstance(value[-1], str) and is_others(value[-1])
    return Names(validate(value[:-1] if is_cut else value), others=is_cut)  # type: ignore[index]


_NAME_NOTE = 'a BibTeX name: "Family, Given", "von Family, Jr., Given" or "{Organisation}"'
_DATE_NOTE = (
    "EDTF: 2024, 2024-06, 2024-06-12, a range 2024-06-12/2024-06-14; also 2024-21 (spring), 1995~ (circa), 1995?, "
    "1990/.. (and later), 199X"
)
_IDENTIFIER_PATTERN = rf"^({'|'.join(Scheme)}):\S+$"

NameText = Annotated[Name, *_as_text(Name, parse_name, {"description": _NAME_NOTE, "minLength": 1})]
NamesText = Annotated[
    Names,
    GetPydanticSchema(lambda _, handler: handler(tuple[NameText, ...])),
    WrapValidator(_names),
    PlainSerializer(Names.texts, return_type=list[str]),
]
"""A list of names; in a file, an incomplete one ends in "others"."""
DateText = Annotated[Date, *_as_text(Date, parse_date, {"description": _DATE_NOTE, "pattern": DATE_PATTERN})]
IdentifierText = Annotated[Identifier, *_as_text(Identifier, parse_identifier, {"pattern": _IDENTIFIER_PATTERN})]
Identifiers = Annotated[tuple[IdentifierText, ...], AfterValidator(_no_repeats)]
Url = Annotated[str, AfterValidator(_http), Field(json_schema_extra={"pattern": "^https?://"})]
Urls = Annotated[tuple[Url, ...], AfterValidator(_no_repeats)]
Key = Annotated[str, Field(pattern=KEY)]
Tag = Annotated[str, Field(pattern=TAG)]
TagList = Annotated[tuple[Tag, ...], AfterValidator(_no_repeats)]
Day = Annotated[day, *_as_text(day, _day, {"pattern": r"^\d{4}-\d{2}-\d{2}$"})]
Text = Annotated[str, Field(description="plain Unicode with $math$, {kept case} and <i> <b> <sub> <sup> <sc>")]
"""Text with inline markup, see ``moebib.text.markup``."""
