"""Budgets: what a service still allows is reported before it ends, and a used-up one costs no time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clock import Clock
from moebib import sources
from moebib.errors import SourceUnavailable
from moebib.web import Web
from moebib.web.budgets import RequestBudget
from moebib.web.limits import Limit
from replay import Reply, Server, json_reply

URL = "https://api.example.org/works"
LIMITS = (
    Limit("api.example.org", with_key="example", budget="credits"),
    Limit("api.example.org", budget="credits"),
    Limit("api.other.org"),
)


def stating(left: int, status: int = 200, *, limit: int = 1000, reset: str = "25200") -> Reply:
    """A reply that states what is left."""
    budget = {"X_RateLimit_Limit": str(limit), "X_RateLimit_Remaining": str(left), "X_RateLimit_Reset": reset}
    return json_reply("{}", status, **budget)


@pytest.fixture
def low() -> list[RequestBudget]:
    """The budgets that were reported."""
    return []


@pytest.fixture
def web(server: Server, low: list[RequestBudget]) -> Iterator[Web]:
    with Web(limits=LIMITS, test_server=server.url, on_low_budget=low.append) as web:
        yield web


def why(web: Web, url: str = URL) -> str:
    with pytest.raises(SourceUnavailable) as raised:
        web.get(url)
    return str(raised.value)


def test_a_budget_is_reported_once_when_less_than_a_tenth_is_left(
    web: Web, server: Server, low: list[RequestBudget]
) -> None:
    server.route("api.example.org/works", *(stating(left) for left in (120, 100, 90, 80, 0)))
    for _ in range(2):
        web.get(URL)
    assert low == []
    for _ in range(3):
        web.get(URL)
    assert low == [RequestBudget("api.example.org", "credits", 1000, 90, 25_200, "example")]


def test_the_report_says_what_is_left_and_what_to_do() -> None:
    budget = RequestBudget("api.example.org", "credits", 1000, 90, 25_200, "example-two")
    assert str(budget) == (
        "api.example.org: 90 of 1000 credits left; more in 7 h\n"
        "hint: an API key allows more (MOEBIB_EXAMPLE_TWO_KEY); or run the same command again later"
    )
    assert str(budget._replace(key="", resets_in_s=240)) == (
        "api.example.org: 90 of 1000 credits left; more in 4 min\n"
        "hint: if a service does not respond, run the same command again later"
    )
    assert str(budget._replace(resets_in_s=None)).startswith("api.example.org: 90 of 1000 credits left\n")


def test_with_an_api_key_none_is_suggested(server: Server, low: list[RequestBudget]) -> None:
    server.route("api.example.org/works", stating(5))
    with Web(limits=LIMITS, keys={"example": "k"}, test_server=server.url, on_low_budget=low.append) as web:
        web.get(URL)
    assert [budget.key for budget in low] == [""]


def test_a_budget_may_end_at_a_time_of_day(
    server: Server, low: list[RequestBudget], monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub states the second since 1970, OpenAlex the seconds from now."""
    monkeypatch.setattr("moebib.web._session.time", lambda: 1_800_000_000.5)
    server.route("api.example.org/works", stating(5, reset="1800001800"))
    with Web(limits=LIMITS, test_server=server.url, on_low_budget=low.append) as web:
        web.get(URL)
    assert [budget.resets_in_s for budget in low] == [1800]


@pytest.mark.parametrize("left", ["", "-1", "many", "1.5", "9" * 99])
def test_what_is_no_number_is_no_budget(web: Web, server: Server, low: list[RequestBudget], left: str) -> None:
    headers = {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": left}
    server.route("api.example.org/works", Reply(b"{}", "application/json", headers=headers))
    web.get(URL)
    assert low == []


def test_a_rate_that_passes_within_seconds_is_no_budget(web: Web, server: Server, low: list[RequestBudget]) -> None:
    """PubMed states in the same headers how many requests are left in this second."""
    server.route("api.other.org/works", stating(0, limit=3))
    web.get("https://api.other.org/works")
    assert low == []


def test_a_budget_that_is_used_up_is_neither_waited_for_nor_queried_again(web: Web, server: Server) -> None:
    server.route("api.example.org/works", stating(4, 429))
    message = (
        "api.example.org returned 429: its 1000 credits are used up; more in 7 h; "
        "an API key allows more (MOEBIB_EXAMPLE_KEY)"
    )
    assert why(web) == message
    assert why(web, f"{URL}?filter=other") == message
    assert len(server.log) == 1
    server.route("api.example.org/works/W1", stating(4))
    assert web.get(f"{URL}/W1").status == 200  # costs nothing in OpenAlex


def test_a_budget_that_is_used_up_is_queried_again_when_there_is_a_new_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    server.route("api.example.org/works", stating(0, 403), stating(1000))
    with Web(limits=LIMITS, test_server=server.url) as web:
        why(web)
        clock.now_s += 25_201
        assert web.get(URL).status == 200


def test_a_host_that_is_merely_too_busy_is_tried_again(web: Web, server: Server) -> None:
    server.route("api.example.org/works", stating(900, 429), stating(900))
    assert web.get(URL).status == 200


def test_a_host_that_was_busy_at_all_attempts_is_tried_once_per_request(web: Web, server: Server) -> None:
    """Semantic Scholar refuses most requests without a key: each title would take half a minute."""
    server.route("api.example.org/works", Reply(status=429))
    assert why(web).endswith("429 (too many requests); an API key allows more (MOEBIB_EXAMPLE_KEY)")
    why(web)
    assert len(server.log) == 4
    server.route("api.example.org/works", json_reply("{}"), Reply(status=429))
    web.get(URL)
    why(web)
    assert len(server.log) == 8


def test_sources_with_a_budget_suggest_their_key() -> None:
    with_budget = {limit.host: limit.with_key for limit in sources.limits() if limit.budget and limit.with_key}
    assert with_budget == {"api.openalex.org": "openalex", "api.github.com": "github"}
