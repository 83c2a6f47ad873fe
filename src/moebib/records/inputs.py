"""What the constructors of entries accept, for type checkers: texts as in an entry file, or the values of the fields.

This module is never imported when the program runs. A test compares its names with the fields of the classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as day
from typing import Any, Required, TypedDict

from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Identifier
from moebib.records.model import Checkpoint, ModelNumber
from moebib.records.name import Name
from moebib.records.publication import Alternative, Confirmation, Origin, Status, StatusKind, Version
from moebib.records.record import Links, Relation, RelationKind

_GivenEntry = Mapping[str, Any]
"""An entry within another one as plain data, as in a file."""
_GivenNames = Sequence[Name | str]
_GivenDate = Date | str
_GivenDay = day | str


class LinksArguments(TypedDict, total=False):
    """Of ``Links``."""

    code: Sequence[str]
    weights: Sequence[str]
    data: Sequence[str]
    pdf: Sequence[str]
    project: Sequence[str]
    slides: Sequence[str]
    video: Sequence[str]


class StatusArguments(TypedDict, total=False):
    """Of ``Status``."""

    kind: Required[StatusKind]
    date: _GivenDate | None
    source: str


class AlternativeArguments(TypedDict, total=False):
    """Of ``Alternative``."""

    value: Required[str | int | float | Sequence[str]]
    source: Required[str]
    date: _GivenDay | None


class ConfirmationArguments(TypedDict):
    """Of ``Confirmation``."""

    source: str
    date: _GivenDay


class OriginArguments(TypedDict, total=False):
    """Of ``Origin``."""

    source: Required[str]
    date: Required[_GivenDay]
    digest: str
    confirmed: int
    confirmed_by: Sequence[Confirmation | _GivenEntry]
    disputed: Sequence[Alternative | _GivenEntry]
    remark: str


class RelationArguments(TypedDict, total=False):
    """Of ``Relation``."""

    kind: Required[RelationKind]
    key: str | None
    identifier: Identifier | str | None
    source: str


class _OfAnyPublication(TypedDict, total=False):
    genre: str
    label: str
    title: str
    title_short: str
    author: _GivenNames
    editor: _GivenNames
    translator: _GivenNames
    issued: _GivenDate | None
    event_date: _GivenDate | None
    original_date: _GivenDate | None
    accessed: _GivenDate | None
    container_title: str
    container_title_short: str
    collection_title: str
    event_title: str
    event_place: str
    publisher: str
    publisher_place: str
    volume: str
    issue: str
    page: str
    number: str
    edition: str
    version: str
    language: str
    identifiers: Sequence[Identifier | str]
    url: str | None
    note: str


class PublicationArguments(_OfAnyPublication, total=False):
    """Of ``Publication``."""

    type: Required[Type]


class VersionArguments(_OfAnyPublication, total=False):
    """Of ``Version``."""

    type: Type
    status: Status | _GivenEntry | None
    origin: Mapping[str, Origin | _GivenEntry]


class RecordArguments(PublicationArguments, total=False):
    """Of ``Record``."""

    id: Required[str]
    abstract: str
    keyword: Sequence[str]
    remark: str
    tags: Sequence[str]
    ids: Sequence[str]
    aliases: Sequence[str]
    links: Links | Mapping[str, Sequence[str]]
    versions: Sequence[Version | _GivenEntry]
    relations: Sequence[Relation | _GivenEntry]
    status: Status | _GivenEntry | None
    origin: Mapping[str, Origin | _GivenEntry]
    extra: Mapping[str, str]


class CheckpointArguments(TypedDict, total=False):
    """Of ``Checkpoint``."""

    name: Required[str]
    url: str | None
    released: _GivenDate | None
    context_length: int | None
    remark: str


class ModelArguments(TypedDict, total=False):
    """Of ``Model``."""

    id: Required[str]
    name: Required[str]
    url: str | None
    papers: Sequence[str]
    params_b: float | None
    params_active_b: float | None
    experts_active: int | None
    experts_routed: int | None
    experts_shared: int | None
    experts_zero_compute: int | None
    layers: int | None
    layers_encoder: int | None
    layers_decoder: int | None
    layers_dense_first: int | None
    moe_every: int | None
    heads: int | None
    d_model: int | None
    d_ffn: int | None
    d_expert: int | None
    d_expert_shared: int | None
    context_length: int | None
    not_applicable: Sequence[ModelNumber]
    license: str
    affiliation: str
    released: _GivenDate | None
    remark: str
    links: Links | Mapping[str, Sequence[str]]
    checkpoints: Sequence[Checkpoint | _GivenEntry]
    origin: Mapping[str, Origin | _GivenEntry]
