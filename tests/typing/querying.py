"""What users write to query services and to handle errors; mypy and pyright accept all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import moebib


class NoNetwork:
    """Makes no requests."""

    keys: Mapping[str, str] = {}
    mailto: str | None = None

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> moebib.Response:
        return moebib.Response(url, 404, "text/plain", b"", date(2026, 11, 24))

    def post(
        self,
        url: str,
        *,
        json: object,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> moebib.Response:
        raise moebib.SourceUnavailable("no network in tests", url=url)


http: moebib.Http = NoNetwork()
client = moebib.Client(http, only=["crossref"])


def fetch(text: str) -> moebib.Record | None:
    try:
        return moebib.fetch(text)
    except (moebib.NoSuchWork, moebib.SourceUnavailable) as error:
        print(error)
        return None
    except moebib.InvalidIdentifier as error:
        print(error.given)
        raise


def fetch_all(texts: Iterable[str]) -> list[moebib.Record]:
    records: list[moebib.Record] = []
    for answer in moebib.fetch_many(texts):
        if isinstance(answer, moebib.Found):
            records.append(answer.record)
        elif isinstance(answer, moebib.Unavailable):
            print(answer.why)
        else:
            absent: moebib.Absent = answer
            print(absent.source)
    return records


def verify(library: moebib.Library) -> list[str]:
    with moebib.Client() as client:
        results: list[moebib.Verified] = moebib.verify(library, client=client)
    differing: list[str] = []
    for result in results:
        verdict: moebib.Verdict = result.verdict
        differences: tuple[moebib.Difference, ...] = verdict.differences
        differing += [f"{result.record.id}: {difference.here}, {difference.there}" for difference in differences]
    return differing


def load(path: str) -> moebib.Library:
    try:
        return moebib.load(path)
    except moebib.InvalidRecord as error:
        for finding in error.findings:
            print(finding.where, finding.hint)
        raise
    except moebib.InputError as error:
        print(error.where)
        raise
    except moebib.MoebibError:
        raise


def title_of(library: moebib.Library, key: str) -> str:
    try:
        return library[key].title
    except moebib.UnknownKey as error:
        return str(error)


def title_of_any(library: moebib.Library, key: str) -> str:
    record: moebib.Record | None = library.get(key)
    try:
        return record.title if record else ", ".join(library.keys())
    except (moebib.InvalidArgument, moebib.InvalidAttribute) as error:
        return str(error)


def years(library: moebib.Library) -> list[int]:
    try:
        return list(library.to_polars()["year"])
    except moebib.MissingPackage:
        return [record.year for record in library if record.year]


def references(library: moebib.Library) -> str:
    return moebib.format_references(library, style="apa")
