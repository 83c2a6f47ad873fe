"""The link checker: a server on loopback responds in every way, and a second run uses the cached statuses."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from clock import Clock
from moebib.web import Web
from moebib.web.cache import cache_info, clear_cache
from moebib.web.link_checker import LinkCache, by_host
from moebib.web.response import LinkStatus
from replay import Reply, Request, Server, closed_port, drip, gzip_bomb, huge, redirect, refuse, stall, too_many

URL = "https://a.example/hydra"
WHERE = "a.example/hydra"
PAGE = Reply(b"<title>Hydra</title>", "text/html")
WALL = b"<title>Just a moment...</title>"


def check(web: Web, url: str = URL) -> LinkStatus:
    (status,) = web.check_links([url])
    return status


def methods(server: Server) -> list[str]:
    return [request.method for request in server.log]


def test_an_existing_page_needs_one_head_request(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, PAGE)
    assert check(open_web()) == LinkStatus(URL, 200, URL)
    assert methods(server) == ["HEAD"]


def test_a_chain_of_redirects_is_followed_to_its_end(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, redirect("/2", 301))
    server.route("a.example/2", redirect("https://b.example/3", 308))
    server.route("b.example/", PAGE)
    server.route("b.example/3", redirect("https://b.example/", 303))
    assert check(open_web()) == LinkStatus(URL, 200, "https://b.example/")


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_page_is_confirmed_with_get(server: Server, open_web: Callable[..., Web], status: int) -> None:
    server.route(WHERE, Reply(b"no", "text/html", status))
    assert check(open_web()) == LinkStatus(URL, status, URL)
    assert methods(server) == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_get_is_tried_if_a_server_does_not_support_head(
    server: Server, open_web: Callable[..., Web], status: int
) -> None:
    server.route(WHERE, lambda request: PAGE if request.method == "GET" else Reply(status=status))
    assert check(open_web()) == LinkStatus(URL, 200, URL)


def test_get_is_tried_if_a_server_closes_the_connection_on_head(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, lambda request: PAGE if request.method == "GET" else refuse())
    assert check(open_web()) == LinkStatus(URL, 200, URL)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(b"", status=401), "a.example returned 401 (an API key is required)"),
        (Reply(b"no", "text/plain", 403), "a.example returned 403 (forbidden)"),
        (Reply(WALL, "text/html", 200), ""),
        (Reply(WALL, "text/html", 403), "a.example returned 403 (forbidden)"),
        (Reply(WALL, "text/html", 404), "a.example returned a bot-protection page"),
        (too_many(), "a.example returned 429 (too many requests)"),
        (Reply(status=500), "a.example returned 500"),
        (Reply(status=503), "a.example returned 503"),
        (Reply(status=400), "a.example returned 400"),
        (Reply(status=999), "a.example returned 999"),
        (refuse(), "a.example closed the connection before the response was complete"),
        (redirect(URL), "too many redirects from a.example"),
        (redirect("http://127.0.0.1:1/admin"),
         "cannot reach 127.0.0.1 (127.0.0.1 is not a public address)"),
        (redirect("https://localhost/"),
         "cannot reach localhost (localhost is not a public address)"),
        (redirect("file:///etc/passwd"), "a.example: the URL or a redirect is not http(s)"),
    ],
)  # fmt: skip
def test_an_inconclusive_response_has_a_reason(
    server: Server, open_web: Callable[..., Web], reply: Reply, why: str
) -> None:
    server.route(WHERE, reply)
    status = check(open_web())
    assert status.why == why
    assert not status.host_unknown


def test_a_server_that_does_not_respond_is_inconclusive(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, stall(600, PAGE))
    assert check(open_web(read_s=0.1)) == LinkStatus(URL, why="no response from a.example within 0.1 s")


def test_a_busy_host_gets_no_get_request(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, too_many())
    check(open_web())
    assert methods(server) == ["HEAD", "HEAD", "HEAD"]


def test_a_server_that_cannot_be_reached_is_reported() -> None:
    with Web(test_server=closed_port()) as web:
        assert "connection refused" in check(web).why


@pytest.mark.parametrize("body", [huge(), gzip_bomb(), drip(Reply(b"x" * 70_000), every_s=0)])
def test_only_the_beginning_of_a_page_is_read(server: Server, open_web: Callable[..., Web], body: Reply) -> None:
    server.route(WHERE, lambda request: body if request.method == "GET" else Reply(status=405))
    # The first two would be too large if they were read completely.
    assert check(open_web()) == LinkStatus(URL, 200, URL)


def no_such_name(_host: str, _port: int) -> list[Any]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def no_name_now(_host: str, _port: int) -> list[Any]:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def test_an_unknown_host_name_is_resolved_twice() -> None:
    requested = []

    def resolve(host: str, port: int) -> list[Any]:
        requested.append(host)
        return no_such_name(host, port)

    with Web(resolve=resolve, pace=0) as web:
        assert check(web).host_unknown
    assert requested == ["a.example"] * 2


def test_a_host_name_that_resolves_the_second_time_exists() -> None:
    tries = []

    def resolve(host: str, port: int) -> list[Any]:
        tries.append(host)
        return no_such_name(host, port) if len(tries) == 1 else [(socket.AF_INET, ("10.0.0.1", 443))]

    with Web(resolve=resolve, pace=0) as web:
        assert check(web) == LinkStatus(URL, why="cannot reach a.example (10.0.0.1 is not a public address)")


def test_a_name_that_cannot_be_resolved_now_may_exist() -> None:
    with Web(resolve=no_name_now, pace=0) as web:
        assert not check(web).host_unknown


@pytest.mark.parametrize("url", ["http://a.example:99999/", "https://a.example:x/", "http://[::1"])
def test_a_redirect_that_cannot_be_requested_is_inconclusive(
    server: Server, open_web: Callable[..., Web], url: str
) -> None:
    server.route(WHERE, redirect(url))
    assert check(open_web()) == LinkStatus(URL, why="a.example: the URL or a redirect is not http(s)")


@pytest.mark.parametrize("url", ["http://localhost:8000/", "http://192.168.0.1/", "http://[::1]/"])
def test_no_link_leads_into_the_local_network(url: str) -> None:
    with Web() as web:
        assert "not a public address" in check(web, url).why


# The cache


@pytest.mark.parametrize("reply", [PAGE, Reply(status=404), Reply(status=410), redirect("https://b.example/")])
def test_a_second_run_makes_no_request(server: Server, open_web: Callable[..., Web], reply: Reply) -> None:
    server.route(WHERE, reply)
    server.route("b.example/", PAGE)
    first = check(open_web())
    requested = len(server.log)
    assert check(open_web()) == first._replace(is_cached=True)
    assert len(server.log) == requested


@pytest.mark.parametrize("reply", [Reply(status=403), Reply(status=503), Reply(status=500), redirect(URL), refuse()])
def test_an_inconclusive_check_is_repeated(server: Server, open_web: Callable[..., Web], reply: Reply) -> None:
    server.route(WHERE, reply)
    assert check(open_web()).why
    server.route(WHERE, PAGE)
    assert check(open_web()) == LinkStatus(URL, 200, URL)


def make_older(cache: Path, days: float) -> None:
    """Make everything in the cache older by that many days."""
    with closing(sqlite3.connect(cache / "answers.sqlite")) as database, database:
        for key, value in database.execute("SELECT key, value FROM links").fetchall():
            facts = json.loads(value)
            older = json.dumps(facts | {"created": facts["created"] - days * 86_400})
            database.execute("UPDATE links SET value = ? WHERE key = ?", (older, key))


@pytest.mark.parametrize(("days", "requested"), [(6.9, 1), (7.1, 2)])
def test_a_status_expires_after_a_week(
    server: Server, open_web: Callable[..., Web], tmp_path: Path, days: float, requested: int
) -> None:
    server.route(WHERE, PAGE)
    check(open_web())
    make_older(tmp_path, days)
    check(open_web())
    assert len(server.log) == requested


def test_expiry_follows_the_given_clock(tmp_path: Path) -> None:
    now = [1000.0]
    cache = LinkCache(tmp_path / "answers.sqlite", str, now=lambda: now[0])
    cache.put(LinkStatus(URL, 404, URL))
    now[0] += 7 * 86_400 - 1
    assert cache.get(URL) == LinkStatus(URL, 404, URL, is_cached=True)
    now[0] += 1
    assert cache.get(URL) is None
    assert cache.get(URL, is_offline=True) == LinkStatus(URL, 404, URL, is_cached=True)


def test_refresh_checks_again(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, Reply(status=404))
    check(open_web())
    server.route(WHERE, PAGE)
    assert check(open_web(refresh=True)).status == 200
    assert check(open_web()).status == 200


def test_offline_only_cached_statuses_are_known(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, PAGE)
    check(open_web())
    make_older(tmp_path, 30)
    statuses = {status.url: status for status in open_web(offline=True).check_links([URL, "https://b.example/"])}
    assert statuses[URL] == LinkStatus(URL, 200, URL, is_cached=True)
    assert statuses["https://b.example/"].why == "moebib is offline"
    assert len(server.log) == 1


@pytest.mark.parametrize("value", ["", "[]", "{}", "nonsense", '{"status": 1, "url": "x", "created": "y"}'])
def test_an_unreadable_row_counts_as_missing(
    server: Server, open_web: Callable[..., Web], tmp_path: Path, value: str
) -> None:
    server.route(WHERE, PAGE)
    check(open_web())
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as database, database:
        database.execute("UPDATE links SET value = ?", (value,))
    assert check(open_web()).status == 200
    assert len(server.log) == 2


def test_an_unusable_cache_folder_disables_the_cache(server: Server, tmp_path: Path) -> None:
    server.route(WHERE, PAGE)
    (tmp_path / "file").write_text("", "utf-8")
    for cache in (None, tmp_path / "file"):
        with Web(test_server=server.url, cache=cache) as web:
            assert check(web).status == 200


def test_no_secret_in_a_url_is_cached(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, PAGE)
    assert check(open_web(), "https://ann:pw-of-ann@a.example/hydra?api_key=secret").status == 200
    assert not any(word in (tmp_path / "answers.sqlite").read_bytes() for word in (b"pw-of-ann", b"secret"))


def test_the_cache_counts_and_clears_statuses(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, PAGE)
    web = open_web()
    web.get(URL).keep()
    check(web)
    web.close()
    assert cache_info(tmp_path).answers == 2
    clear_cache(tmp_path)
    assert cache_info(tmp_path).answers == 0


# Many hosts


def test_urls_are_grouped_by_host_without_duplicates() -> None:
    urls = ["https://a.example/1", "https://b.example/1", "http://b.example/2", "https://b.example/1", "http://[x"]
    assert by_host(urls) == [("https://b.example/1", "http://b.example/2"), ("https://a.example/1",), ("http://[x",)]


def test_a_host_that_does_not_respond_is_not_queried_for_its_other_urls(
    server: Server, open_web: Callable[..., Web]
) -> None:
    server.fault("a.example", refuse())
    server.route("b.example/", PAGE)
    urls = [*(f"https://a.example/{number}" for number in range(20)), "https://b.example/1"]
    statuses = list(open_web().check_links(urls))
    assert len(statuses) == 21
    assert {status.url for status in statuses if not status.why} == {"https://b.example/1"}
    assert {request.path for request in server.requests("a.example")} == {"/0", "/1"}


def test_a_host_that_refuses_is_queried_for_all_urls(server: Server, open_web: Callable[..., Web]) -> None:
    server.fault("a.example", Reply(status=403))
    list(open_web().check_links(f"https://a.example/{number}" for number in range(5)))
    assert len({request.path for request in server.log}) == 5


def test_hosts_are_queried_in_parallel(server: Server) -> None:
    all_are_queried = threading.Barrier(5)

    def reply(_: Request) -> Reply:
        all_are_queried.wait(timeout=60)
        return PAGE

    for name in "abcde":
        server.route(f"{name}.example/", reply)
    with Web(test_server=server.url) as web:
        assert {status.status for status in web.check_links(f"https://{name}.example/" for name in "abcde")} == {200}


def test_a_host_is_queried_once_a_second(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    server.route("a.example/", PAGE)
    with Web(test_server=server.url, pace=1) as web:
        list(web.check_links(f"https://a.example/{number}" for number in range(4)))
    assert clock.now_s == pytest.approx(3, abs=0.01)
