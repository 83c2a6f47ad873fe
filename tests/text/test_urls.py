from __future__ import annotations

import pytest

from moebib.text.urls import is_http_url, starts_with_http


@pytest.mark.parametrize("url", ["http://a.example", "https://a.example/x?y=(z)#é", "http://[::1]/"])
def test_an_http_url_has_a_scheme_and_a_host(url: str) -> None:
    assert is_http_url(url)
    assert starts_with_http(url)


@pytest.mark.parametrize("url", ["http://a.example/b c", 'http://a.example/"', "http://a.example/<b>", "http://a\x01"])
def test_a_url_does_not_contain_characters_that_end_a_link(url: str) -> None:
    assert not is_http_url(url)
    assert starts_with_http(url)


@pytest.mark.parametrize("url", ["", "a.example/b", "ftp://a.example", "http:///b", "http:a.example", "see http://a.b"])
def test_other_schemes_and_texts_without_a_host_are_not_urls(url: str) -> None:
    assert not is_http_url(url)
    assert not starts_with_http(url)


def test_the_scheme_of_a_url_is_lower_case() -> None:
    assert not is_http_url("HTTP://a.example")
    assert starts_with_http("HTTP://a.example")
