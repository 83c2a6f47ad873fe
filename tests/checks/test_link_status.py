"""Link status: which responses make a link dead or redirected, and which are inconclusive."""

from __future__ import annotations

import pytest

from moebib.checks.link_status import describe_redirect, link_flaw, links_in, trustworthy
from moebib.checks.rules import Context
from moebib.checks.rules.link_targets import DEAD_LINK
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.web.response import LinkStatus

WORK = Record.model_validate(
    {
        "id": "doe2024hydra",
        "type": "article",
        "title": "Hydra",
        "url": "https://example.org/hydra",
        "identifiers": ["arxiv:2401.01234"],
        "links": {"code": ["https://code.example/hydra", "https://code.example/fork"], "pdf": ["https://a.example/p"]},
    }
)
MODEL = Model.model_validate({"id": "hydra", "name": "Hydra", "url": "https://weights.example/hydra"})
GONE = "https://example.org/gone"


def test_the_links_of_works_and_models_have_paths() -> None:
    assert list(links_in(Context((WORK,), (MODEL,)))) == [
        ("doe2024hydra", ("url",), "https://example.org/hydra", False),
        ("doe2024hydra", ("links", "code", 0), "https://code.example/hydra", False),
        ("doe2024hydra", ("links", "code", 1), "https://code.example/fork", False),
        ("doe2024hydra", ("links", "pdf", 0), "https://a.example/p", False),
        ("hydra", ("url",), "https://weights.example/hydra", True),
    ]


@pytest.mark.parametrize("url", ["https://arxiv.org/abs/2401.01234", "https://doi.org/10.48550/arXiv.2401.01234"])
def test_the_page_of_an_identifier_is_not_requested(url: str) -> None:
    assert [link.url for link in links_in(Context((WORK.evolve(url=url, links={}),)))] == []


def test_the_page_of_another_work_is_requested() -> None:
    url = "https://arxiv.org/abs/2401.99999"
    assert [link.url for link in links_in(Context((WORK.evolve(url=url, links={}),)))] == [url]


@pytest.mark.parametrize(
    ("link", "final", "where"),
    [
        (GONE, "https://www.example.com/", "the front page of www.example.com"),
        (GONE, "https://example.org/", "the front page of example.org"),
        (GONE, "https://example.org", "the front page of example.org"),
        (GONE, "https://example.org/index.html", "the front page of example.org"),
        (GONE, "https://example.com/en/", "the front page of example.com"),
        (GONE, "https://example.com/en-us/", "the front page of example.com"),
        ("https://example.org/~doe/pubs/a.pdf", "https://cs.example.edu/home", "the front page of cs.example.edu"),
        (GONE, "https://example.org/login?next=/gone", "a login page of example.org"),
        (GONE, "https://example.org/users/sign_in", "a login page of example.org"),
        (GONE, "https://accounts.example.com/v3?continue=x", "a login page of accounts.example.com"),
        (GONE, "https://idp.example.edu/x/SAML2/y", "a login page of idp.example.edu"),
        (GONE, "https://www.hugedomains.com/profile.cfm?d=x", "www.hugedomains.com, where domains are sold"),
        (GONE, "https://ww1.sedoparking.com/x", "ww1.sedoparking.com, where domains are sold"),
        (GONE, "https://example.org/404.html", "an error page of example.org"),
        (GONE, "https://example.org/page-not-found", "an error page of example.org"),
        ("https://paperswithcode.com/paper/hydra", "https://huggingface.co/papers/trending",
         "huggingface.co, because its site was closed in 2025"),
    ],
)  # fmt: skip
def test_a_redirect_to_an_unrelated_page_is_described(link: str, final: str, where: str) -> None:
    assert describe_redirect(link, final) == where


@pytest.mark.parametrize(
    ("link", "final"),
    [
        (GONE, GONE),
        ("http://example.org/hydra", "https://example.org/hydra"),
        ("http://example.org/hydra", "https://www.example.org/hydra/"),
        ("http://example.org/Hydra.html", "https://example.org/hydra"),
        ("http://example.org", "https://example.org/"),
        ("https://example.org/", "https://www.example.com/"),
        ("https://example.org/index.php", "https://example.org/"),
        ("https://example.org/en", "https://example.org/"),
        ("https://example.org/hydra", "https://example.com/projects/hydra"),
        ("https://github.com/doe/hydra", "https://github.com/roe/hydra2"),
        ("https://doe.github.io/hydra", "https://hydra.example.org/"),
        ("https://doe.github.io/hydra/", "https://www.hydra-moe.org/"),
        ("https://aka.ms/xyz", "https://www.example.org/"),
        ("https://example.org/r?id=1", "https://example.org/?p=12"),
        ("https://example.org/login", "https://login.example.org/"),
        ("https://example.org/papers/not-found-experts", "https://example.com/not-found-experts"),
        ("https://example.org/login-free-experts", "https://example.org/articles/login-free-experts"),
        ("https://example.org/a", "https://auth.org/articles/a"),
        ("https://sedo.com/hydra", "https://sedo.com/hydra/2"),
        ("https://example.org/a", "http://[broken"),
    ],
)
def test_a_page_that_moved_is_not_unrelated(link: str, final: str) -> None:
    assert describe_redirect(link, final) == ""


@pytest.mark.parametrize("status", [404, 410])
def test_a_link_is_dead_if_its_server_says_so(status: int) -> None:
    rule, flaw = link_flaw(("url",), LinkStatus(GONE, status, GONE)) or (None, None)
    assert rule is DEAD_LINK
    assert flaw
    assert flaw.message == f"dead link ({status}): '{GONE}'"
    assert "web.archive.org" in flaw.hint


def test_a_link_is_dead_if_its_host_does_not_exist() -> None:
    status = LinkStatus(GONE, why="cannot reach example.org", host_unknown=True)
    rule, flaw = link_flaw(("url",), status) or (None, None)
    assert flaw
    assert (rule, flaw.message) == (DEAD_LINK, f"dead link (its host does not exist): '{GONE}'")


@pytest.mark.parametrize(
    "status",
    [
        LinkStatus(GONE, why="no response from example.org within 10 s"),
        LinkStatus(GONE, 403, GONE, "example.org returned 403 (forbidden)"),
        LinkStatus(GONE, 404, GONE, "example.org returned a bot-protection page"),
        LinkStatus(GONE, 503, "https://www.example.com/", "www.example.com returned 503"),
        LinkStatus(GONE, 200, GONE),
    ],
)
def test_an_inconclusive_response_is_not_a_flaw(status: LinkStatus) -> None:
    assert link_flaw(("url",), status) is None


def test_a_missing_host_counts_only_with_a_network() -> None:
    nameless = LinkStatus(GONE, why="cannot reach example.org", host_unknown=True)
    other = LinkStatus("https://a.example/", 200, "https://a.example/")
    assert trustworthy([nameless, other])[GONE].host_unknown
    for silent in (LinkStatus(other.url, why="timed out"), other._replace(is_cached=True)):
        assert not trustworthy([nameless, silent])[GONE].host_unknown
