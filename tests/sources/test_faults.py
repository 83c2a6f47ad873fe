"""Every source with every fault: a work is never reported as absent because its service fails."""

from __future__ import annotations

import pytest

from moebib.lookup.client import Client
from moebib.records.answer import Unavailable
from moebib.sources import source, sources
from moebib.web import Web
from replay import (
    Reply,
    Server,
    closed_port,
    cut_short,
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

WALL = Reply(b"<html><title>Just a moment...</title></html>", "text/html")
XML = "application/atom+xml"
FEED = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
FAULTS = {
    "refused": refuse(),
    "reset in the body": reset(json_reply("{}" * 100), after=20),
    "a stall": stall(2),
    "429 with Retry-After": too_many("60"),
    "429 without": too_many(),
    "500": Reply(b"oops", "text/plain", 500),
    "503 as HTML": Reply(b"<html>busy</html>", "text/html", 503),
    "403": Reply(b"no", "text/plain", 403),
    "a bot wall as 200": WALL,
    "HTML as 200": Reply(b"<html><p>welcome</html>", "text/html"),
    "an empty body": Reply(b"", "application/json"),
    "truncated JSON": json_reply('{"message": {"DOI": "10.1000/si'),
    "truncated XML": Reply(FEED + b"<entry><id>http://arxiv.org/abs/2310.18859v1</id>", XML),
    "a truncated gzip": cut_short(gzipped(json_reply('{"a": 1}' * 500)), after=30),
    "a gzip bomb": gzip_bomb(),
    "200 MB": huge(),
    "a wrong charset": Reply(b"\xff\xfe{\x00", "application/json; charset=klingon"),
    "an entity bomb": Reply(b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><feed>&d;</feed>', XML),
    "a redirect to a private address": redirect("http://10.0.0.1/x"),
    "a redirect to this machine": redirect("http://127.0.0.1:9/x"),
}


@pytest.mark.parametrize("name", sources())
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_never_an_absent_work(name: str, fault: str, server: Server) -> None:
    server.route("", FAULTS[fault])
    with Web(test_server=server.url, read_s=0.2, total_s=1) as web, Client(web, only=[name]) as client:
        (answer,) = client.fetch_many([source(name).example])
    assert isinstance(answer, Unavailable), answer
    assert answer.why


@pytest.mark.parametrize("name", sources())
def test_a_redirect_loop_or_a_refused_connection_is_never_an_absent_work(name: str, server: Server) -> None:
    server.route("", lambda request: redirect(f"https://{request.host}{request.path}"))
    for url in (server.url, closed_port()):
        with Web(test_server=url, read_s=0.2, total_s=1) as web, Client(web, only=[name]) as client:
            (answer,) = client.fetch_many([source(name).example])
        assert isinstance(answer, Unavailable), answer
