"""The limits of hosts: in one process, between processes, and as a host states them in its responses."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from clock import Clock
from moebib import sources
from moebib.web import Web
from moebib.web.limits import Limit
from replay import Reply, Request, Server, json_reply

URL = "https://api.example.org/works"
GOOD = json_reply("{}")
LIMIT = Limit("api.example.org", ((1, 3),))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def rows(cache: Path, table: str = "api.example.org") -> list[int]:
    """The times of the requests of a host in the file, in milliseconds."""
    with closing(sqlite3.connect(cache / "limits.sqlite")) as database:
        return [time for (time,) in database.execute(f"SELECT item_timestamp FROM '{table}' ORDER BY 1")]


# Between processes

PROCESS = """
import sys
from pathlib import Path
from moebib.errors import SourceUnavailable
from moebib.web import Web
from moebib.web.limits import Limit

server, cache, requests = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
limits = [Limit("api.example.org", ((5, 3600),))]
with Web(limits=limits, test_server=server, cache=cache, pace=1) as web:
    sys.stdin.readline()
    for number in range(requests):
        try:
            web.get(f"https://api.example.org/works/{number}")
        except SourceUnavailable as error:
            sys.exit(str(error))
"""


@pytest.fixture
def start(server: Server, tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    """Starts a process that makes a number of requests once it reads a line."""
    processes: list[subprocess.Popen[str]] = []

    def start(requests: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROCESS, server.url, str(tmp_path), str(requests)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_processes_at_the_same_time_share_a_limit(
    server: Server, tmp_path: Path, start: Callable[[int], subprocess.Popen[str]]
) -> None:
    """Five requests are allowed in an hour: of four processes with three each, only five reach the server."""
    server.route("api.example.org/", GOOD)
    processes = [start(3) for _ in range(4)]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate()[1] for process in processes]
    assert len(server.log) == len(rows(tmp_path)) == 5
    assert any("rate limit of api.example.org reached; try again in 60 min" in error for error in errors)


def test_a_later_process_counts_the_requests_of_an_earlier_one(
    server: Server, start: Callable[[int], subprocess.Popen[str]]
) -> None:
    server.route("api.example.org/", GOOD)
    for requests, total in ((2, 2), (2, 4), (2, 5)):
        start(requests).communicate("go\n")
        assert len(server.log) == total


def test_two_clients_wait_for_each_other(server: Server, open_web: Callable[..., Web], clock: Clock) -> None:
    server.route("api.example.org/", GOOD)
    one, two = (open_web(limits=[LIMIT], pace=1) for _ in range(2))
    for web in (one, two, one, two):
        web.get(URL)
    assert clock.now_s == pytest.approx(9, abs=0.01)


def test_the_limits_with_and_without_a_contact_address_count_together(
    server: Server, open_web: Callable[..., Web], clock: Clock, tmp_path: Path
) -> None:
    server.route("export.arxiv.org/", GOOD)
    for mailto in (None, "ann@example.org"):
        open_web(limits=sources.limits(), pace=1, mailto=mailto).get("https://export.arxiv.org/api/query")
    assert clock.now_s == pytest.approx(3, abs=0.01)
    assert len(rows(tmp_path, ".arxiv.org")) == 1


def test_a_limit_of_a_path_is_counted_apart(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route("api.crossref.org/", GOOD)
    web = open_web(limits=sources.limits(), pace=1, mailto="ann@example.org")
    for url in ("https://api.crossref.org/works", "https://api.crossref.org/works/10.5555/a"):
        web.get(url)
    assert len(rows(tmp_path, "api.crossref.org/works")) == len(rows(tmp_path, "api.crossref.org")) == 1


def test_hosts_without_a_declared_limit_are_not_in_the_file(
    server: Server, open_web: Callable[..., Web], tmp_path: Path
) -> None:
    server.route("", GOOD)
    web = open_web(limits=[LIMIT], pace=1)
    for url in (URL, "https://press.example/paper", "https://pre'ss.example/paper"):
        web.get(url)
    with closing(sqlite3.connect(tmp_path / "limits.sqlite")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert tables == ["api.example.org"]


def test_only_requests_that_count_are_kept(
    server: Server, open_web: Callable[..., Web], clock: Clock, tmp_path: Path
) -> None:
    server.route("api.example.org/", GOOD)
    web = open_web(limits=[Limit("api.example.org", ((1, 3), (4, 60)))], pace=1)
    for _ in range(20):
        web.get(URL)
    assert len(rows(tmp_path)) <= 5


def test_requests_before_the_clock_was_set_back_do_not_count(
    server: Server, open_web: Callable[..., Web], clock: Clock, tmp_path: Path
) -> None:
    server.route("api.example.org/", GOOD)
    clock.now_s = 10_000
    open_web(limits=[LIMIT], pace=1).get(URL)
    clock.now_s = 500
    open_web(limits=[LIMIT], pace=1).get(URL)
    assert clock.waits_s == []
    assert rows(tmp_path) == [500_000]


@pytest.mark.parametrize("place", ["cache", "cache/limits.sqlite/x", "cache/limits.sqlite.lock/x"])
def test_without_a_usable_file_the_limits_hold_in_the_process(
    server: Server, open_web: Callable[..., Web], clock: Clock, tmp_path: Path, place: str
) -> None:
    """A file is in the place of a folder, or a folder in that of a file."""
    server.route("api.example.org/", GOOD)
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("", "utf-8")
    web = open_web(limits=[LIMIT], pace=1, cache=tmp_path / "cache")
    for _ in range(3):
        web.get(URL)
    assert clock.now_s == pytest.approx(6, abs=0.01)


def test_a_file_that_is_no_database_is_replaced(
    server: Server, open_web: Callable[..., Web], clock: Clock, tmp_path: Path
) -> None:
    server.route("api.example.org/", GOOD)
    (tmp_path / "limits.sqlite").write_bytes(b"no database" * 1000)
    for _ in range(2):
        open_web(limits=[LIMIT], pace=1).get(URL)
    assert clock.now_s == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize("damage", ["DROP TABLE 'api.example.org'", "garbage"])
def test_a_file_that_becomes_unusable_is_not_needed(
    server: Server, open_web: Callable[..., Web], clock: Clock, tmp_path: Path, damage: str
) -> None:
    server.route("api.example.org/", GOOD)
    web = open_web(limits=[LIMIT], pace=1)
    web.get(URL)
    if damage == "garbage":
        (tmp_path / "limits.sqlite").write_bytes(b"no database" * 1000)
    else:
        with closing(sqlite3.connect(tmp_path / "limits.sqlite")) as database:
            database.execute(damage)
    for _ in range(2):
        web.get(URL)
    assert clock.now_s == pytest.approx(3, abs=0.01)


def test_a_file_that_stays_locked_is_not_needed(
    server: Server, open_web: Callable[..., Web], clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moebib.web._limiter._LOCKED_FOR_S", 0.01)
    server.route("api.example.org/", GOOD)
    web = open_web(limits=[LIMIT], pace=1)
    web.get(URL)
    with FileLock(tmp_path / "limits.sqlite.lock"):
        for _ in range(2):
            web.get(URL)
    assert clock.now_s == pytest.approx(3, abs=0.01)


def test_a_test_server_without_limits_needs_no_file(
    server: Server, open_web: Callable[..., Web], tmp_path: Path
) -> None:
    server.route("api.example.org/", GOOD)
    open_web(limits=[LIMIT]).get(URL)
    assert not (tmp_path / "limits.sqlite").exists()


# As stated by a host


def stated(limit: str, interval: str = "1s", status: int = 200) -> Reply:
    return json_reply("{}", status, X_Rate_Limit_Limit=limit, X_Rate_Limit_Interval=interval)


@pytest.fixture
def requested_at(server: Server, clock: Clock) -> Callable[..., list[float]]:
    """When requests are made of a host that gives *replies* and may be queried by *rates*, in whole seconds."""

    def request(rates: tuple[tuple[int, float], ...], requests: int, *replies: Reply) -> list[float]:
        times: list[float] = []
        remaining = [*replies]

        def reply(_: Request) -> Reply:
            times.append(round(clock.now_s))
            return remaining.pop(0) if remaining else GOOD

        server.route("api.example.org/", reply)
        with Web(limits=[Limit("api.example.org", rates)], test_server=server.url, pace=1) as web:
            for _ in range(requests):
                web.get(URL)
        return times

    return request


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (stated("2"), [0, 0, 1, 1, 2, 2]),
        (stated("1"), [0, 1, 2, 3, 4, 5]),
        (stated("1", "10s"), [0, 10, 20, 30, 40, 50]),
        (stated("2", "4s"), [0, 0, 4, 4, 8, 8]),
        # A longer burst, at a lower rate: both limits apply.
        (stated("5", "10s"), [0, 0, 0, 1, 1, 10]),
    ],
)
def test_a_host_that_states_a_slower_rate_is_queried_at_that_rate(
    requested_at: Callable[..., list[float]], reply: Reply, expected: list[float]
) -> None:
    assert requested_at(((3, 1),), 6, reply) == expected


@pytest.mark.parametrize(
    "reply",
    [
        stated("50"),
        stated("3"),
        stated("0"),
        stated("-1"),
        stated(""),
        stated("many"),
        stated("1", "1"),
        stated("1", "0s"),
        stated("1", "1m"),
        stated("1", ""),
        stated("1", "s"),
        json_reply("{}", X_Rate_Limit_Limit="1"),
        json_reply("{}", X_Rate_Limit_Interval="9s"),
    ],
)
def test_a_faster_or_an_unreadable_rate_changes_nothing(requested_at: Callable[..., list[float]], reply: Reply) -> None:
    assert requested_at(((3, 1),), 6, reply) == [0, 0, 0, 1, 1, 1]


def test_the_last_stated_rate_applies(requested_at: Callable[..., list[float]]) -> None:
    assert requested_at(((3, 1),), 6, stated("1"), stated("1"), stated("3")) == [0, 1, 2, 2, 2, 3]


def test_the_longer_limits_of_a_host_apply_to_a_stated_rate_as_well(requested_at: Callable[..., list[float]]) -> None:
    assert requested_at(((3, 1), (4, 60)), 6, stated("2")) == [0, 0, 1, 1, 60, 60]


def test_a_rate_is_stated_in_a_refusal_too(requested_at: Callable[..., list[float]]) -> None:
    busy = stated("1", "9s", 503)
    assert requested_at(((3, 1),), 2, busy) == [0, 9, 18]


def test_a_stated_rate_applies_in_a_shared_file_as_well(
    server: Server, open_web: Callable[..., Web], clock: Clock
) -> None:
    server.route("api.example.org/", stated("1", "9s"))
    web = open_web(limits=[Limit("api.example.org", ((3, 1),))], pace=1)
    for _ in range(3):
        web.get(URL)
    assert round(clock.now_s) == 18
