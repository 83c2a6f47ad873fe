"""Web: every fault of a server or of the network is a SourceUnavailable with a clear message, and leaks no secrets."""

from __future__ import annotations

import email.utils
import errno
import gzip
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import tomllib
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clock import Clock, days_ago, make_older, until
from moebib import sources
from moebib.errors import InputError, SourceUnavailable
from moebib.web import Web
from moebib.web._addresses import _RESOLVED_WITHIN_S, is_public
from moebib.web._settings import without_secrets
from moebib.web.limits import Limit, limit_of
from moebib.web.response import Http, Response
from replay import (
    Reply,
    Request,
    Server,
    closed_port,
    cut_short,
    drip,
    gzip_bomb,
    gzipped,
    huge,
    json_reply,
    redirect,
    refuse,
    reset,
    stall,
    too_many,
)

URL = "https://api.example.org/works"
WHERE = "api.example.org/works"
GOOD = json_reply('{"title": "Sparse Experts"}')
LONG = json_reply('{"title": "' + "x" * 5000 + '"}')


@pytest.fixture
def web(server: Server) -> Iterator[Web]:
    with Web(test_server=server.url) as web:
        yield web


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def why(web: Web, url: str = URL) -> str:
    with pytest.raises(SourceUnavailable) as raised:
        web.get(url)
    return str(raised.value)


def kept(web: Web, url: str = URL, **request: Any) -> Response:
    """The response to GET, kept as by a source that could parse it."""
    response = web.get(url, **request)
    response.keep()
    return response


# Responses


def test_a_web_is_an_http(web: Web) -> None:
    http: Http = web
    assert http.mailto is None
    assert http.keys == {}


def test_a_response_is_returned_unchanged(web: Web, server: Server) -> None:
    server.route(WHERE, Reply("Zoë".encode("latin-1"), "Text/HTML; charset=ISO-8859-1"))
    response = web.get(URL, params={"q": "a b"})
    assert response == (f"{URL}?q=a+b", 200, "text/html", "Zoë".encode("latin-1"), days_ago(0), "ISO-8859-1")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 501])
def test_a_response_may_have_any_status(web: Web, server: Server, status: int) -> None:
    server.route(WHERE, Reply(b"no", "text/plain", status))
    assert web.get(URL).status == status


@pytest.mark.parametrize("content_type", [None, "", ";;", "application/json", "application/json; charset"])
def test_the_charset_is_utf_8_unless_another_is_declared(web: Web, server: Server, content_type: str | None) -> None:
    server.route(WHERE, Reply(b"{}", content_type))
    assert web.get(URL).charset == "utf-8"


@pytest.mark.parametrize("reply", [GOOD, gzipped(GOOD), gzipped(Reply(b"")), Reply(b"", chunked=False, status=204)])
def test_a_compressed_body_is_decompressed(web: Web, server: Server, reply: Reply) -> None:
    server.route(WHERE, reply)
    packed = reply.headers.get("Content-Encoding")
    assert web.get(URL).body == (gzip.decompress(reply.body) if packed else reply.body)


def test_a_body_of_two_gzip_members_is_read_completely(web: Web, server: Server) -> None:
    body = gzip.compress(b"a" * 200_000) + gzip.compress(b"b")
    server.route(WHERE, Reply(body, headers={"Content-Encoding": "gzip"}))
    assert web.get(URL).body == b"a" * 200_000 + b"b"


def test_json_is_posted(web: Web, server: Server) -> None:
    server.route(WHERE, lambda request: Reply(request.method.encode() + request.body))
    assert web.post(URL, json={"ids": ["b", "a"]}).body == b'POST{"ids": ["b", "a"]}'


ASKING = (Limit("api.example.org", with_mailto=True),)
"""The host asks for a contact address."""


def test_requests_name_their_user_agent(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, GOOD)
    open_web(limits=ASKING).get(URL, headers={"Accept": "application/json"})
    assert server.log[0].headers["user-agent"] == "moebib/0.1.0"
    assert server.log[0].headers["accept"] == "application/json"


def test_the_contact_address_is_sent_to_services_that_ask_for_it(server: Server, open_web: Callable[..., Web]) -> None:
    server.route("", GOOD)
    web = open_web(mailto="ann@example.org", limits=ASKING)
    web.get(URL)
    web.get("https://press.example/paper")
    list(web.check_links(["https://site.example/code"]))
    first, *others = [request.headers["user-agent"] for request in server.log]
    assert first == "moebib/0.1.0 (+mailto:ann@example.org)"
    assert others == ["moebib/0.1.0"] * 2


@pytest.mark.parametrize("mailto", [None, "ann@example.org"])
def test_only_arxiv_gets_a_contact_without_an_address(
    server: Server, open_web: Callable[..., Web], mailto: str | None
) -> None:
    """It refuses some clients that name none."""
    server.route("", GOOD)
    web = open_web(limits=sources.limits(), mailto=mailto)
    for host in {limit.host.removeprefix(".") for limit in sources.limits()} | {"press.example"}:
        web.get(f"https://{host}/")
    agents = {request.host: request.headers["user-agent"] for request in server.log}
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    page = project["urls"]["Homepage"]
    assert agents["arxiv.org"] == f"moebib/{project['version']} (+{f'mailto:{mailto}' if mailto else page})"
    with_contact = {host for host, agent in agents.items() if agent != f"moebib/{project['version']}"}
    asking = {limit.host.removeprefix(".") for limit in sources.limits() if limit.with_mailto}
    assert with_contact == (asking if mailto else {"arxiv.org"})


def test_the_contact_address_and_keys_are_not_forwarded_to_another_host(
    server: Server, open_web: Callable[..., Web]
) -> None:
    """A server may repeat the parameters of a request in its redirect."""
    target = "https://elsewhere.example/works?email=editor@press.example&q=1&contact=ann%40example.org&key=s3cr3t"
    server.route(WHERE, redirect(target))
    server.route("elsewhere.example/", redirect("https://api.example.org/home"))
    server.route("api.example.org/home", GOOD)
    open_web(mailto="ann@example.org", keys={"x": "s3cr3t"}, limits=ASKING).get(
        URL, params={"mailto": "ann@example.org"}
    )
    (elsewhere,) = server.requests("elsewhere.example")
    assert elsewhere.query == {"email": "editor@press.example", "q": "1"}
    assert "ann@example.org" not in str(elsewhere)
    assert "s3cr3t" not in str(elsewhere)
    assert "ann@example.org" in server.log[-1].headers["user-agent"]


# Faults


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (refuse(), "api.example.org closed the connection before the response was complete"),
        (reset(LONG, after=100), "api.example.org closed the connection before the response was complete"),
        (cut_short(LONG, after=100), "api.example.org closed the connection before the response was complete"),
        (Reply(b"{}", declared=3), "api.example.org closed the connection before the response was complete"),
        (
            Reply(b"{}" * 90, chunked=True, cut_after=50),
            "api.example.org closed the connection before the response was complete",
        ),
        (
            Reply(gzip.compress(b"{}" * 900)[:-9], headers={"Content-Encoding": "gzip"}),
            "api.example.org closed the connection before the response was complete",
        ),
        (
            Reply(b"{}", headers={"Content-Encoding": "gzip"}),
            "api.example.org sent invalid gzip data",
        ),
        (
            Reply(b"{}", headers={"Content-Encoding": "br"}),
            "api.example.org used an unsupported content encoding: 'br'",
        ),
        (huge(), "the response of api.example.org is larger than 20 MB"),
        (gzip_bomb(), "the response of api.example.org is larger than 50 MB"),
        (too_many(), "api.example.org returned 429 (too many requests)"),
        (too_many("3600"), "api.example.org returned 429 (too many requests); retry after 3600 s"),
        (Reply(status=503), "api.example.org returned 503"),
        (redirect(URL), "too many redirects from api.example.org"),
        (
            redirect("http://127.0.0.1:8000/admin"),
            "cannot reach 127.0.0.1 (127.0.0.1 is not a public address)",
        ),
        (
            redirect("https://localhost/"),
            "cannot reach localhost (localhost is not a public address)",
        ),
        (
            redirect("//[::ffff:10.0.0.1]/"),
            "cannot reach ::ffff:10.0.0.1 (::ffff:10.0.0.1 is not a public address)",
        ),
        (redirect("file:///etc/passwd"), "api.example.org: the URL or a redirect is not http(s)"),
        (redirect("ftp://example.org/x"), "api.example.org: the URL or a redirect is not http(s)"),
        (redirect("http://[::1"), "api.example.org: the URL or a redirect is not http(s)"),
        (redirect("/\xff"), "api.example.org: the URL or a redirect is not http(s)"),
        *(
            (redirect(url), "api.example.org: the URL or a redirect is not http(s)")
            for url in (
                "http://h:99999/",
                "http://api.example.org:99999/",
                "https://h:x/",
                "//h:-1/",
                "http:///x",
                "http://a b/",
                "http://.a/",
                "//:80/",
                "http://*.org/",
                "http://[1.2.3.4]/",
                "javascript:alert(1)",
                "data:text/html,x",
                "h:99999",
            )
        ),
    ],
)
def test_a_fault_is_reported_in_plain_words(server: Server, reply: Reply, words: str) -> None:
    server.route(WHERE, reply)
    with Web(test_server=server.url) as web:
        assert why(web) == words


@pytest.mark.parametrize(
    ("reply", "read_s", "total_s", "words"),
    [
        (stall(600, GOOD), 0.1, 600, "no response from api.example.org within 0.1 s"),
        (drip(LONG, every_s=0.02), 600, 0.2, "api.example.org took longer than 0.2 s to respond"),
        (drip(GOOD, every_s=0.02, headers=True), 600, 0.2, "api.example.org took longer than 0.2 s to respond"),
    ],
)
def test_a_server_that_takes_too_long_is_unavailable(
    server: Server, reply: Reply, read_s: float, total_s: float, words: str
) -> None:
    server.route(WHERE, reply)
    with Web(test_server=server.url, read_s=read_s, total_s=total_s) as web:
        assert why(web) == words


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "example.org",
        "",
        "https://",
        "http://[x",
        "////me@]",
        "http://h:99999/",
    ],
)
def test_only_http_urls_are_requested(web: Web, url: str) -> None:
    assert "http(s)" in why(web, url)


def test_a_broken_response_does_not_affect_the_next(web: Web, server: Server) -> None:
    server.route(WHERE, reset(LONG, after=9), reset(LONG, after=9), reset(LONG, after=9), GOOD)
    assert "closed the connection" in why(web)
    assert web.get(URL).body == GOOD.body


# No network


def test_a_refused_connection_is_reported_at_once() -> None:
    with Web(test_server=closed_port()) as web:
        assert why(web) == "cannot reach api.example.org (connection refused)"


def no_such_name(_host: str, _port: int) -> list[Any]:
    raise OSError(-3, "Temporary failure in name resolution")


@pytest.mark.parametrize(
    ("resolve", "words"),
    [
        (no_such_name, "(DNS lookup failed). Are you offline?"),
        (lambda *_: [], "(no address found)"),
    ],
)
def test_without_a_network_a_request_fails(resolve: Callable[[str, int], Any], words: str) -> None:
    with Web(resolve=resolve) as web:
        assert why(web) == f"cannot reach api.example.org {words}"


def test_a_dns_lookup_has_a_timeout() -> None:
    is_released = threading.Event()

    def resolve(_host: str, _port: int) -> list[Any]:
        is_released.wait()
        return []

    with Web(resolve=resolve, connect_s=0.1) as web:
        words = "cannot reach api.example.org (DNS lookup timed out). Are you offline?"
        assert why(web) == words
    is_released.set()
    assert _RESOLVED_WITHIN_S <= 3


class Names:
    """A resolver without any names, which counts the lookups."""

    def __init__(self, error: int) -> None:
        self.error, self.asked = error, list[str]()

    def __call__(self, host: str, _port: int) -> list[Any]:
        self.asked.append(host)
        raise socket.gaierror(self.error, "no such name")


@pytest.mark.parametrize(("error", "lookups"), [(socket.EAI_AGAIN, 1), (socket.EAI_NONAME, 2)])
def test_a_name_that_is_not_resolved_is_not_looked_up_again(clock: Clock, error: int, lookups: int) -> None:
    """A name that DNS does not have is looked up twice, in case that the first answer was wrong."""
    names = Names(error)
    with Web(resolve=names, limits=sources.limits()) as web:
        first = why(web, "https://dblp.org/rec/a.bib")
        waited = len(clock.waits_s)
        again = [
            why(web, f"{scheme}://dblp.org/rec/{number}.bib") for scheme in ("https", "http") for number in range(9)
        ]
        (status,) = web.check_links(["https://dblp.org/"])
    assert first == "cannot reach dblp.org (DNS lookup failed). Are you offline?"
    assert {*again, status.why} == {first}
    assert status.host_unknown is (error == socket.EAI_NONAME)
    assert names.asked == ["dblp.org"] * lookups
    assert len(clock.waits_s) == waited


def test_a_host_that_refuses_is_not_connected_to_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for the other URLs nor for its links; another port and another host are tried."""
    tried: list[tuple[Any, ...]] = []

    def connect(_family: int, address: tuple[Any, ...], _within_s: float) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

    monkeypatch.setattr("moebib.web._addresses._connect", connect)
    with Web(resolve=lambda _, port: [(2, ("93.184.216.34", port))], pace=0) as web:
        for _ in range(3):
            assert why(web) == "cannot reach api.example.org (connection refused)"
        list(web.check_links([f"{URL}/1", f"{URL}/2"]))
        assert len(tried) == 3
        for other in ("http://api.example.org/works", "https://api.example.org:8443/", "https://b.example.org/"):
            assert "connection refused" in why(web, other)
        assert len(tried) == 12


def test_a_host_that_could_not_be_reached_is_tried_in_the_next_run(server: Server) -> None:
    names = Names(socket.EAI_AGAIN)
    for _ in range(2):
        with Web(resolve=names) as web:
            why(web)
    assert names.asked == ["api.example.org"] * 2


@pytest.mark.parametrize("reply", [refuse(), stall(600), Reply(status=503), too_many()])
def test_a_host_that_was_reached_is_tried_again(server: Server, reply: Reply) -> None:
    server.route(WHERE, reply)
    with Web(test_server=server.url, read_s=0.1) as web:
        why(web)
        server.route(WHERE, GOOD)
        assert web.get(URL).body == GOOD.body


def test_proxies_and_passwords_of_the_environment_are_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A proxy would be given all requests, and would reach addresses that are refused here."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, closed_port())
        monkeypatch.setenv(name.lower(), closed_port())
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "netrc").write_text("default login ann password pw-of-ann\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.route(WHERE, GOOD)
    with Web(test_server=server.url) as web:
        assert web.get(URL).body == GOOD.body
    assert "authorization" not in server.log[0].headers


# Retries


@pytest.mark.parametrize(
    "fault", [too_many(), too_many("1"), too_many("soon"), Reply(status=502), Reply(status=504), refuse()]
)
def test_a_busy_host_is_tried_again(web: Web, server: Server, fault: Reply) -> None:
    server.route(WHERE, fault, fault, GOOD)
    assert web.get(URL).body == GOOD.body
    assert len(server.log) == 3


def test_a_post_is_tried_again_too(web: Web, server: Server) -> None:
    server.route(WHERE, Reply(status=503), GOOD)
    assert web.post(URL, json={"ids": []}).body == GOOD.body


def test_retry_after_in_seconds_is_respected(server: Server, clock: Clock) -> None:
    server.route(WHERE, too_many("3"), GOOD)
    with Web(test_server=server.url, pace=1) as web:
        web.get(URL)
    assert 3 <= clock.waits_s[0] <= 3.5


def test_retry_after_may_be_a_date(server: Server, clock: Clock) -> None:
    in_an_hour = email.utils.format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.route(WHERE, too_many(in_an_hour), GOOD)
    with Web(test_server=server.url, pace=1, total_s=7200) as web:
        web.get(URL)
    assert 3000 < clock.waits_s[0] < 3601


def test_a_retry_after_beyond_the_timeout_is_not_waited_for(web: Web, server: Server) -> None:
    server.route(WHERE, too_many("3600"), GOOD)
    why(web)
    assert len(server.log) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_other_statuses_are_not_retried(web: Web, server: Server, status: int) -> None:
    server.route(WHERE, Reply(status=status), GOOD)
    assert web.get(URL).status == status


# Limits


@pytest.mark.parametrize(
    ("url", "has_mailto", "keys", "name", "rates"),
    [
        ("https://export.arxiv.org/api/query", False, (), ".arxiv.org", ((1, 3),)),
        ("https://arxiv.org/abs/2401.06066", False, (), ".arxiv.org", ((1, 3),)),
        ("https://api.crossref.org/works/10.1/x", False, (), "api.crossref.org", ((5, 1),)),
        ("https://api.crossref.org/works?rows=1", False, (), "api.crossref.org", ((5, 1),)),
        ("https://api.crossref.org/works/10.1/x", True, (), "api.crossref.org with mailto", ((10, 1),)),
        ("https://api.crossref.org/works?rows=1", True, (), "api.crossref.org/works with mailto", ((3, 1),)),
        ("https://api.semanticscholar.org/graph/v1", False, ("github",), "api.semanticscholar.org", ((1, 3),)),
        (
            "https://api.semanticscholar.org/graph/v1",
            False,
            ("semantic-scholar",),
            "api.semanticscholar.org with key",
            ((1, 1),),
        ),
        ("https://api.github.com/x", False, (), "api.github.com", ((1, 1), (60, 3600))),
        ("https://api.github.com/x", False, ("github",), "api.github.com with key", ((1, 1), (5000, 3600))),
        ("https://notarxiv.org/x", True, ("github",), "notarxiv.org", ((1, 1),)),
    ],
)
def test_requests_count_towards_the_limit_of_their_host(
    url: str, has_mailto: bool, keys: tuple[str, ...], name: str, rates: tuple[tuple[int, float], ...]
) -> None:
    limit = limit_of(url, sources.limits(), has_mailto=has_mailto, keys=keys)
    assert (limit.name, limit.rates) == (name, rates)


def request_from_threads(web: Web, urls: list[str]) -> None:
    with ThreadPoolExecutor(max_workers=len(urls)) as pool:
        for response in pool.map(web.get, urls):
            response.keep()


@pytest.mark.parametrize(("host", "seconds"), [("export.arxiv.org", 9), ("dblp.org", 3), ("api.crossref.org", 0)])
def test_the_limit_of_a_host_holds_across_threads(server: Server, clock: Clock, host: str, seconds: float) -> None:
    server.route(f"{host}/", GOOD)
    with Web(limits=sources.limits(), test_server=server.url, pace=1) as web:
        request_from_threads(web, [f"https://{host}/{number}" for number in range(4)])
    assert len(server.log) == 4
    assert clock.now_s >= seconds
    assert bool(clock.waits_s) is bool(seconds)


def test_each_host_has_its_own_limit(server: Server, clock: Clock) -> None:
    hosts = ("export.arxiv.org", "dblp.org", "api.github.com")
    with Web(limits=sources.limits(), test_server=server.url, pace=1) as web:
        for host in hosts:
            server.route(f"{host}/", GOOD)
            web.get(f"https://{host}/")
    assert clock.waits_s == []


def test_a_burst_is_as_large_as_the_limit_allows(server: Server, clock: Clock) -> None:
    requested_at: list[float] = []

    def reply(_: Request) -> Reply:
        requested_at.append(clock.now_s)
        return GOOD

    server.route("api.crossref.org/", reply)
    with Web(limits=sources.limits(), test_server=server.url, pace=1) as web:
        for number in range(7):
            web.get(f"https://api.crossref.org/works/{number}")
    assert requested_at[:5] == [0] * 5
    assert requested_at[5] == requested_at[6] == pytest.approx(1, abs=0.01)


def test_each_attempt_counts_towards_the_limit(server: Server, clock: Clock) -> None:
    requested_at: list[float] = []

    def reply(_: Request) -> Reply:
        requested_at.append(clock.now_s)
        return too_many("0")

    server.route("export.arxiv.org/", reply)
    with Web(limits=sources.limits(), test_server=server.url, pace=1) as web:
        why(web, "https://export.arxiv.org/api/query")
    assert requested_at == pytest.approx([0, 3, 6], abs=0.01)


def test_cached_responses_do_not_count_towards_the_limit(
    server: Server, open_web: Callable[..., Web], clock: Clock
) -> None:
    server.route("export.arxiv.org/", GOOD)
    web = open_web(limits=sources.limits(), pace=1)
    for _ in range(5):
        kept(web, "https://export.arxiv.org/api/query")
    assert clock.waits_s == []
    assert len(server.log) == 1


def test_a_limit_that_is_exhausted_for_long_is_reported(server: Server) -> None:
    limits = [Limit("api.github.com", ((2, 3600),))]
    server.route("api.github.com/", GOOD)
    with Web(limits=limits, test_server=server.url, pace=1) as web:
        for number in range(2):
            web.get(f"https://api.github.com/{number}")
        assert why(web, "https://api.github.com/3") == ("rate limit of api.github.com reached; try again in 60 min")


# The cache


def test_a_response_is_cached_for_the_next_run(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, GOOD, json_reply("2"))
    assert kept(open_web(), params={"a": "1"}) == kept(open_web(), params={"a": "1"})
    assert len(server.log) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"params": {"a": "2"}},
        {"params": {"a": "1", "b": ""}},
        {"params": {"a": "1"}, "headers": {"Accept": "application/x-bibtex"}},
    ],
)
def test_different_requests_are_cached_separately(
    server: Server, open_web: Callable[..., Web], other: dict[str, Any]
) -> None:
    server.route(WHERE, GOOD, json_reply("2"))
    web = open_web()
    kept(web, params={"a": "1"})
    assert kept(web, **other).body == b"2"


def test_the_cache_key_of_a_post_includes_its_body(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, lambda request: Reply(request.body, "application/json"))
    web = open_web()
    for body in (["a", "b"], ["b", "a"], ["a", "b"]):
        response = web.post(URL, json=body)
        response.keep()
        assert response.body == str(body).replace("'", '"').encode()
    assert len(server.log) == 2


def test_a_response_is_not_cached_before_it_is_kept(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, Reply(b"<p>Log in to go online", "text/html"), GOOD)
    assert open_web().get(URL).content_type == "text/html"
    assert kept(open_web()).body == GOOD.body
    assert open_web().get(URL).body == GOOD.body
    assert len(server.log) == 2


@pytest.mark.parametrize("status", [201, 400, 403, 500])
def test_only_a_success_and_a_missing_page_are_cached(
    server: Server, open_web: Callable[..., Web], status: int
) -> None:
    server.route(WHERE, Reply(b"no", "text/plain", status), GOOD)
    assert kept(open_web()).status == status
    assert open_web().get(URL).body == GOOD.body


def test_a_response_that_was_not_received_now_cannot_be_kept(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, GOOD, json_reply("2"))
    response = open_web().get(URL)
    Response(*response).keep()
    response._replace(body=b"3").keep()
    assert open_web().get(URL).body == b"2"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"Resource not found.", "text/plain", 404),
        Reply(b"gone", "text/html", 410),
        Reply(b"<p>Hello", "text/html"),
        Reply(b"<feed/>", "application/atom+xml"),
        json_reply("{}", Vary="User-Agent, Accept, *", Set_Cookie="id=1"),
    ],
)
def test_kept_responses_are_cached(server: Server, open_web: Callable[..., Web], reply: Reply) -> None:
    server.route(WHERE, reply)
    kept(open_web())
    assert kept(open_web(mailto="ann@example.org")).body == reply.body
    assert len(server.log) == 1


def test_a_cached_response_keeps_its_date(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, GOOD)
    kept(open_web())
    make_older(tmp_path, days=3)
    assert kept(open_web()).fetched == days_ago(3)


def test_a_cached_response_expires_after_a_week(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, GOOD, json_reply("2"))
    kept(open_web())
    make_older(tmp_path, days=8)
    assert kept(open_web()).body == b"2"


def test_an_absence_is_cached_for_a_day(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, Reply(b"Resource not found.", "text/plain", 404), GOOD)
    open_web().get(URL).keep(is_absence=True)
    make_older(tmp_path, days=0.9)
    assert open_web().get(URL).status == 404
    make_older(tmp_path, days=0.2)
    assert open_web().get(URL).status == 200


def test_a_lasting_fact_is_cached_for_a_year(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, GOOD, json_reply("2"))
    open_web().get(URL).keep(is_lasting=True)
    make_older(tmp_path, days=360)
    assert open_web().get(URL).body == GOOD.body
    make_older(tmp_path, days=6)
    assert open_web().get(URL).body == b"2"


def test_an_absence_that_was_confirmed_is_cached_for_another_day(
    server: Server, open_web: Callable[..., Web], tmp_path: Path
) -> None:
    absent = Reply(b"Resource not found.", "text/plain", 404, {"ETag": '"7"'})
    server.route(WHERE, lambda request: Reply(status=304) if "if-none-match" in request.headers else absent)
    for _ in range(3):
        open_web().get(URL).keep(is_absence=True)
        make_older(tmp_path, days=2)
    assert len(server.log) == 3


def test_an_expired_response_is_revalidated(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    def reply(request: Request) -> Reply:
        return Reply(status=304) if request.headers.get("if-none-match") == '"7"' else json_reply("{}", ETag='"7"')

    server.route(WHERE, reply)
    kept(open_web())
    make_older(tmp_path, days=8)
    assert kept(open_web())[3:5] == (b"{}", days_ago(0))
    assert kept(open_web())[3:5] == (b"{}", days_ago(0))
    assert len(server.log) == 2


def test_an_expired_response_is_used_offline_only(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, GOOD, refuse())
    kept(open_web())
    make_older(tmp_path, days=8)
    assert "closed the connection" in why(open_web())
    assert kept(open_web(offline=True)).body == GOOD.body


def test_a_response_in_a_recording_never_expires(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, Reply(b"Resource not found.", "text/plain", 404), GOOD)
    open_web(recording=True).get(URL).keep(is_absence=True)
    make_older(tmp_path, days=1000)
    for offline in (False, True):
        response = open_web(recording=True, offline=offline).get(URL)
        assert (response.status, response.fetched, response.is_stale) == (404, days_ago(1000), False)
    assert open_web().get(URL).status == 200


def test_refresh_requests_again_and_caches_the_response(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, GOOD, json_reply("2"))
    kept(open_web())
    assert kept(open_web(refresh=True)).body == b"2"
    assert kept(open_web()).body == b"2"


def test_a_response_that_is_not_kept_does_not_replace_a_cached_one(
    server: Server, open_web: Callable[..., Web]
) -> None:
    server.route(WHERE, GOOD, Reply(b"<p>I am not a bot", "text/html"))
    kept(open_web())
    assert open_web(refresh=True).get(URL).content_type == "text/html"
    assert kept(open_web()).body == GOOD.body


def test_offline_only_the_cache_is_used(server: Server, open_web: Callable[..., Web], tmp_path: Path) -> None:
    server.route(WHERE, GOOD)
    kept(open_web())
    make_older(tmp_path, days=100)
    offline = open_web(offline=True, refresh=True)
    assert kept(offline).fetched == days_ago(100)
    assert why(offline, f"{URL}/2") == "no cached response from api.example.org, and moebib is offline"
    assert len(server.log) == 1


def test_offline_without_a_cache_every_request_fails(open_web: Callable[..., Web]) -> None:
    assert "offline" in why(open_web(offline=True, cache=None))


def test_the_target_of_a_redirect_is_cached(server: Server, open_web: Callable[..., Web]) -> None:
    server.route("doi.org/", redirect("https://api.example.org/works"))
    server.route(WHERE, GOOD)
    responses = [kept(open_web(), "https://doi.org/10.1000/x") for _ in range(2)]
    assert responses[0] == responses[1]
    assert responses[0].url == URL
    assert len(server.log) == 2


@pytest.mark.parametrize("older", ['{"url"', '{"format": 1, "url"'])
def test_a_row_of_an_older_version_is_not_used(
    server: Server, open_web: Callable[..., Web], tmp_path: Path, older: str
) -> None:
    """Earlier versions stored what their sources could not parse."""
    server.route(WHERE, GOOD, json_reply("2"))
    kept(open_web())
    with sqlite3.connect(tmp_path / "answers.sqlite") as database:
        ((row,),) = database.execute("SELECT value FROM responses")
        older_row = row.replace(b'{"format": 2, "url"', older.encode())
        assert older_row != row
        database.execute("UPDATE responses SET value = ?", (older_row,))
    database.close()
    assert kept(open_web()).body == b"2"
    assert open_web().get(URL).body == b"2"


@pytest.mark.parametrize("damage", ["garbage", "rows", "tables"])
def test_a_broken_cache_is_replaced(server: Server, open_web: Callable[..., Web], tmp_path: Path, damage: str) -> None:
    server.route(WHERE, GOOD)
    kept(open_web())
    file = tmp_path / "answers.sqlite"
    if damage == "garbage":
        file.write_bytes(b"no database" * 1000)
    else:
        with sqlite3.connect(file) as database:
            database.execute("UPDATE responses SET value = 'x'" if damage == "rows" else "DROP TABLE responses")
        database.close()
    assert [kept(open_web()).body for _ in range(2)] == [GOOD.body] * 2
    assert len(server.log) == 2


def test_an_unusable_cache_folder_disables_the_cache(server: Server, tmp_path: Path) -> None:
    server.route(WHERE, GOOD)
    (tmp_path / "file").write_text("", "utf-8")
    with Web(test_server=server.url, cache=tmp_path / "file") as web:
        assert kept(web) == kept(web)


def test_the_cache_is_shared_by_all_threads(server: Server, open_web: Callable[..., Web]) -> None:
    for number in range(8):
        server.route(f"host{number}.org/", GOOD)
    web = open_web()
    for _ in range(2):
        request_from_threads(web, [f"https://host{number}.org/{page}" for number in range(8) for page in range(4)])
    assert len(server.log) == 32


# Redirects and IP addresses


def test_a_redirect_is_followed_to_another_host(web: Web, server: Server) -> None:
    server.route("doi.org/", redirect("http://api.example.org/works?a=1"))
    server.route(WHERE, redirect("/works/2", 301))
    server.route("api.example.org/works/2", GOOD)
    assert web.get("https://doi.org/10.1000/x").url == "http://api.example.org/works/2"


def test_cookies_last_for_a_chain_of_redirects(web: Web, server: Server) -> None:
    server.route("a.org/page", lambda a: GOOD if "cookie" in a.headers else redirect("https://a.org/login"))
    server.route("a.org/login", Reply(status=302, headers={"Set-Cookie": "seen=1; Path=/", "Location": "/page"}))
    for _ in range(2):
        assert web.get("https://a.org/page").body == GOOD.body
    assert [("cookie" in request.headers) for request in server.log] == [False, False, True] * 2


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1",
        "2001:db8::1", "::7f00:1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)
    with Web(resolve=lambda _, port: [(2, ("93.184.216.34", port)), (2, (address, port))]) as web:
        words = f"cannot reach innocent.example.org ({address} is not a public address)"
        assert why(web, "https://innocent.example.org/") == words


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
)
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "0x7f.0.0.1"])
def test_no_notation_of_a_loopback_address_reaches_this_machine(server: Server, host: str) -> None:
    port = server.url.rpartition(":")[2]
    with Web() as web:
        assert "is not a public address" in why(web, f"http://{host}:{port}/")
    assert server.log == []


@pytest.mark.parametrize(
    "address",
    ["http://example.org:80", "https://127.0.0.1:80", "http://127.0.0.1", "http://10.0.0.1:80", "127.0.0.1:80",
     "http://localhost:80", "http://127.0.0.1:99999", "http://127.0.0.1:80/x"],
)  # fmt: skip
def test_a_test_server_must_be_on_loopback(address: str) -> None:
    with pytest.raises(InputError, match="test server"):
        Web(test_server=address)


# Secrets


SECRETS = ("s3cr3t-key", "ann@example.org", "ann%40example.org", "pw-of-ann", "0ther-key")


def request_with_secrets(web: Web, url: str = "https://ann:pw-of-ann@api.example.org/works") -> Any:
    return web.get(
        url,
        params={"api_key": "s3cr3t-key", "mailto": "ann@example.org", "q": "1", "odd": "0ther-key"},
        headers={"x-api-key": "s3cr3t-key", "Authorization": "Bearer s3cr3t-key"},
    )


@pytest.fixture
def secretive(open_web: Callable[..., Web]) -> Callable[..., Web]:
    keys = {"openalex": "s3cr3t-key", "other": "0ther-key"}
    return lambda **settings: open_web(mailto="ann@example.org", keys=keys, **settings)


def test_secrets_are_sent_but_neither_shown_nor_cached(
    server: Server, secretive: Callable[..., Web], tmp_path: Path
) -> None:
    server.route(WHERE, GOOD)
    web = secretive()
    response = request_with_secrets(web)
    response.keep()
    assert response.url == f"{URL}?q=1"
    assert server.log[0].headers["x-api-key"] == server.log[0].query["api_key"] == "s3cr3t-key"
    seen = f"{response!r} {web!r} {web.keys!r} {vars(web)!r}".encode() + (tmp_path / "answers.sqlite").read_bytes()
    assert [secret for secret in SECRETS if secret.encode() in seen] == []


def test_a_cached_response_does_not_depend_on_keys_and_contact(server: Server, open_web: Callable[..., Web]) -> None:
    server.route(WHERE, GOOD)
    kept(open_web(), params={"q": "1", "mailto": "ann@example.org"})
    open_web().get(URL, params={"q": "1", "api_key": "x"}, headers={"x-api-key": "x"})
    assert len(server.log) == 1


@pytest.mark.parametrize("reply", [refuse(), too_many(), redirect("/works"), redirect("file:///x"), huge(), stall(1)])
def test_secrets_are_in_no_error(server: Server, secretive: Callable[..., Web], reply: Reply) -> None:
    server.route(WHERE, reply)
    with pytest.raises(SourceUnavailable) as raised:
        request_with_secrets(secretive(read_s=0.2))
    error = raised.value
    assert error.__context__ is None
    shown = f"{error} {error!r} {error.url} {''.join(traceback.format_exception_only(error))}"
    assert [secret for secret in SECRETS if secret in shown] == []


def test_keys_are_not_forwarded_to_another_host(server: Server, secretive: Callable[..., Web]) -> None:
    server.route(WHERE, redirect("https://elsewhere.org/x"))
    server.route("elsewhere.org/", GOOD)
    request_with_secrets(secretive())
    assert "s3cr3t-key" not in str(server.requests("elsewhere.org")[0].headers)


@pytest.mark.parametrize("mailto", ["ann", "ann@example.org\r\nX: y", "a b@c", "@"])
def test_a_contact_must_be_an_e_mail_address(mailto: str) -> None:
    with pytest.raises(InputError, match="MOEBIB_MAILTO") as raised:
        Web(mailto=mailto)
    assert mailto not in str(raised.value)


def test_a_key_that_cannot_be_sent_is_rejected_without_showing_it() -> None:
    with pytest.raises(InputError, match="the key of github") as raised:
        Web(keys={"github": "s3cr3t\nkey"})
    assert "s3cr3t" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.org/x?id=1%2C2&b=", "https://a.org/x?id=1%2C2&b="),
        ("https://a.org/x?API_KEY=1", "https://a.org/x"),
        ("https://me@a.org:81/x", "https://a.org:81/x"),
        ("http://[::1", "an unreadable URL"),
    ],
)
def test_a_url_is_shown_without_secrets(url: str, shown: str) -> None:
    assert without_secrets(url) == shown


def test_a_path_that_becomes_an_unreadable_host_raises_nothing() -> None:
    assert without_secrets("////me@]/x") in ("an unreadable URL", "////me@]/x")  # versions of Python differ


# Settings


def test_the_environment_is_read(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    server.route(WHERE, GOOD)
    for name, value in {
        "MOEBIB_CACHE": str(tmp_path),
        "MOEBIB_MAILTO": "ann@example.org",
        "MOEBIB_SEMANTIC_SCHOLAR_KEY": " k1\n",
        "MOEBIB_GITHUB_KEY": "",
        "MOEBIB_TEST_SERVER": server.url,
        "MOEBIB_OFFLINE": "0",
    }.items():
        monkeypatch.setenv(name, value)
    with Web.from_environment(limits=(), mailto="of-config@example.org") as web:
        assert web.mailto == "ann@example.org"
        assert dict(web.keys) == {"semantic-scholar": "k1"}
        assert kept(web).status == 200
    monkeypatch.setenv("MOEBIB_OFFLINE", "1")
    with Web.from_environment(limits=()) as web:
        assert web.get(URL).status == 200
        assert "offline" in why(web, f"{URL}/2")


def test_importing_web_does_not_import_its_libraries() -> None:
    code = "import sys, moebib.web; moebib.web.Web(); sys.exit('requests' in sys.modules or 'sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Stopping


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a single process")
def test_ctrl_c_stops_at_once(server: Server) -> None:
    server.route(WHERE, stall(600))
    code = f"from moebib.web import Web\nWeb(test_server={server.url!r}, read_s=600, total_s=600).get({URL!r})"
    child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    until(lambda: bool(server.log))
    child.send_signal(signal.SIGINT)
    _, stderr = child.communicate(timeout=120)
    assert b"KeyboardInterrupt" in stderr


@pytest.mark.parametrize("reply", [stall(600), drip(LONG, every_s=0.1), too_many("600")])
def test_closing_ends_the_requests_of_other_threads(server: Server, reply: Reply) -> None:
    server.route(WHERE, reply)
    web = Web(test_server=server.url, pace=1, read_s=600, total_s=1000)
    reasons: list[str] = []
    thread = threading.Thread(target=lambda: reasons.append(why(web)))
    thread.start()
    until(lambda: bool(server.log))
    web.close()
    thread.join(timeout=120)
    assert reasons == ["stopped before the response arrived"]
    assert "stopped" in why(web)
