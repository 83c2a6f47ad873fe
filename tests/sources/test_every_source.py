"""Every source behaves as it declares, with the invented responses in ``responses``.

NAME.found.http is the response for the example of the source, NAME.absent.http the one for an unknown work, unless the
source has none. What else is never an absent work is in ``test_absence``.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from moebib import sources
from moebib.errors import SourceError
from moebib.lookup.answers import leads_of
from moebib.lookup.client import Client
from moebib.lookup.fill import sources_of
from moebib.normalise.rules import normalise
from moebib.records.answer import Absent, Answer, Found
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.sources import LAST, Source
from moebib.web.limits import limit_of
from moebib.web.response import Http, Response
from responses import RepeatingHttp, invented, outcome

every_source = pytest.mark.parametrize("name", sources.sources())


def answer_to_example(name: str, kind: str) -> tuple[Answer, list[str]]:
    """The answer to the example of a source, and the URLs it requested."""
    source, http = sources.source(name), RepeatingHttp(invented(name, kind))
    example = parse_identifier(source.example)
    return source.parse(source.load(http, [example]), [example])[example], http.urls


def found(name: str) -> Found:
    answer, _ = answer_to_example(name, "found")
    assert isinstance(answer, Found), answer
    return answer


def found_record(name: str) -> Record:
    return found(name).record


@every_source
def test_it_takes_its_example(name: str) -> None:
    source = sources.source(name)
    example = parse_identifier(source.example)
    assert example.scheme in source.schemes
    assert source.takes is None or source.takes(example)


@every_source
def test_the_hosts_it_queries_are_declared_with_their_limits(name: str) -> None:
    source = sources.source(name)
    _, urls = answer_to_example(name, "found")
    assert urls
    for url in urls if source.limits else ():
        for keys in ((), (name,)):
            for has_mailto in (False, True):
                limit = limit_of(url, sources.limits(), has_mailto=has_mailto, keys=keys)
                assert limit in source.limits, url


@every_source
def test_it_has_a_rank_for_every_field(name: str) -> None:
    rank = sources.source(name).rank
    for field in ("title", "author", "abstract", "container_title"):
        assert rank.of(field) < LAST
        assert name in sources_of(field)


@every_source
def test_its_invented_response_is_found(name: str) -> None:
    source, record = sources.source(name), found_record(name)
    assert record.title == "Routing of Invented Things"
    assert record.author[0].family == "Berg"
    assert source.types is None or record.type in source.types


def changed(value: Any) -> Iterator[Any]:
    """*value* with one part missing or of another type."""
    yield from (None, [], {}, "x", 7, True, ["x"], [{}], {"x": None})
    if isinstance(value, dict):
        for key, part in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            yield from ({**value, key: other} for other in changed(part))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from ([*value[:index], other, *value[index + 1 :]] for other in changed(part))


@every_source
def test_a_part_that_is_missing_or_of_another_type_raises_no_other_error(name: str) -> None:
    """A service may change its JSON at any time: ``parse`` then returns an answer, or raises a ``SourceError``."""
    source, response = sources.source(name), invented(name, "found")
    example = parse_identifier(source.example)
    for body in changed(json.loads(response.body)) if "json" in response.content_type else ():
        http = RepeatingHttp(response._replace(body=json.dumps(body).encode()))
        try:
            outcome(source, source.load(http, [example]), example)
        except SourceError:
            continue
        except Exception as error:
            pytest.fail(f"{type(error).__name__} ({error}) for {json.dumps(body)}")


@pytest.mark.parametrize("name", [name for name in sources.sources() if sources.source(name).absent])
def test_its_invented_absence_is_absent(name: str) -> None:
    answer, _ = answer_to_example(name, "absent")
    assert answer == Absent(name)


@every_source
def test_the_client_queries_it_and_follows_what_it_leads_to(name: str) -> None:
    source, record = sources.source(name), normalise(found_record(name))
    followed: set[Identifier] = set()

    def load(_: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
        followed.update(identifiers)
        return []

    def parse(_: object, identifiers: Sequence[Identifier]) -> dict[Identifier, Answer]:
        return dict.fromkeys(identifiers, Absent("other"))

    client = Client(RepeatingHttp(invented(name, "found")))
    client._sources = {name: source, "other": Source(source.leads_to, 100, load, parse, absent=())}
    assert client.fetch(source.example).title == record.title
    named = (*record.identifiers, *leads_of(found(name)))
    leads = {identifier for identifier in named if identifier.scheme in source.leads_to}
    assert followed - {parse_identifier(source.example)} == leads - {parse_identifier(source.example)}


def test_the_reference_has_every_source() -> None:
    path = Path(__file__).parents[2] / "docs" / "make_sources.py"
    spec = importlib.util.spec_from_file_location("make_sources", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == module.PAGE.read_text("utf-8"), "run: python docs/make_sources.py"


def test_helpers_of_one_source_are_in_its_file() -> None:
    folder = Path(sources.__file__).parent
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*.py")}
    helpers = {path for path in folder.glob("_*.py") if path.stem != "__init__"}
    for helper in helpers:
        users = {path for path, text in texts.items() if re.search(rf"(?:import |\.){helper.stem}\b", text)}
        assert len(users) > 1 or users & helpers, helper
