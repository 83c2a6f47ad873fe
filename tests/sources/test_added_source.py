"""Adding a source is adding one file, and its invented responses: everything else follows from its declaration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import moebib

PACKAGE = Path(moebib.__file__).parent
TESTS = Path(__file__).parents[1]

SOURCE = '''
"""The Archive of Invented Things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moebib.records.answer import Absent, Answer
from moebib.records.identifier import Identifier, Scheme
from moebib.sources import Rank, Source
from moebib.sources._fields import answer_of, displayed, identifiers, make_record, published, text, whole
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "thing-archive"


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per thing."""
    return [http.get(f"https://api.things.example/{identifier.value}") for identifier in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """An unknown thing is null."""
    return {one: _answer(response, one) for response, one in zip(responses, identifiers, strict=True)}


def _answer(response: Response, identifier: Identifier) -> Answer:
    thing = read_json(response)
    if thing is None:
        return Absent(_NAME)
    record = make_record(
        type="article",
        title=text(thing.get("title")),
        author=whole(map(displayed, thing.get("people", []))),
        issued=published(thing.get("day")),
        identifiers=identifiers(f"doi:{text(thing.get('doi'))}", f"arxiv:{text(thing.get('arxiv'))}"),
    )
    return answer_of(_NAME, identifier, record, response.fetched)


SOURCE = Source(
    schemes=frozenset({Scheme.DOI}),
    batch=1,
    load=load,
    parse=parse,
    limits=(Limit("api.things.example", ((2, 1),)),),
    rank=Rank(venue=45, title=45, author=45, abstract=45),
    types=frozenset({"article"}),
    example="doi:10.5555/12345678",
)
'''
FOUND = """HTTP/1.1 200
Content-Type: application/json

{"doi": "10.5555/12345678", "arxiv": "2402.01234", "title": "Routing of Invented Things", "people": ["Jan Berg"],
 "day": "2024-06-03"}
"""
ABSENT = "HTTP/1.1 200\nContent-Type: application/json\n\nnull\n"


def test_a_source_is_added_with_one_file(tmp_path: Path) -> None:
    """What the suite demands of every source is run with a copy of the package that has one more."""
    no_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "src" / "moebib", ignore=no_caches)
    shutil.copytree(TESTS / "sources", tmp_path / "tests" / "sources", ignore=no_caches)
    for helper in (*TESTS.glob("*.py"), TESTS.parent / "pyproject.toml"):
        shutil.copy(helper, tmp_path / helper.relative_to(TESTS.parent))
    (tmp_path / "src/moebib/sources/thing_archive.py").write_text(SOURCE, "utf-8")
    (tmp_path / "tests/sources/responses/thing-archive.found.http").write_text(FOUND, "utf-8")
    (tmp_path / "tests/sources/responses/thing-archive.absent.http").write_text(ABSENT, "utf-8")
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", "-k", "thing-archive"]
    suites = ["tests/sources/test_every_source.py", "tests/sources/test_faults.py"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "src")}
    done = subprocess.run([*command, *suites], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
