"""URLs as lists write them: what people leave out, double or copy along is put right."""

from __future__ import annotations

import re

from moebib.text.urls import is_http_url, starts_with_http

__all__ = ["repair_url"]

_NOT_ALLOWED = re.compile(r"[\s<>\"\x00-\x1f\x7f]")
_JOINED = re.compile(r"(https?://[^\s/]+(?:/.*?)?[^/=:?&\s])https?://[\w-]+\.[\w.-]+", re.I)
"""Two URLs without anything between them; the URL of an archived page contains another one behind a slash."""
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|_hs(?:enc|mi)|igshid|spm)=[^&#]*&?", re.I)


def repair_url(written: str) -> tuple[str | None, str]:
    """The http(s) URL that *written* stands for, if any, and what had to be repaired.

    Parameters that only track readers are dropped silently, since the page is the same.

    >>> repair_url("huggingface.co/a/b")
    ('https://huggingface.co/a/b', 'the scheme was missing')
    >>> repair_url("https://github.com/a/bhttps://github.com/a/b")
    ('https://github.com/a/b', 'two URLs were joined')
    >>> repair_url("https://a.example/b?utm_source=list"), repair_url("javascript:alert(1)")
    (('https://a.example/b', ''), (None, ''))
    """
    url, repair = written.strip(), ""
    if wrapped := re.match(r"[\[(<{*`\"']+(https?://[^\s\])>}*`\"']+)", url, re.I):
        url, repair = wrapped[1], "it was in brackets"
    elif not starts_with_http(url):
        if misspelt := re.match(r"(https?)(?::/?|;//|//|:///+|\.//)(?=[\w-]+(?:\.[\w-]+)+(?:[/:?#]|$))", url, re.I):
            url, repair = f"{misspelt[1]}://{url[misspelt.end() :]}", "the scheme was misspelt"
        elif re.match(r"(?://)?(?:[\w-]+\.)+[a-z]{2,}/", url, re.I):
            url, repair = f"https://{url.removeprefix('//')}", "the scheme was missing"
    elif doubled := re.match(r"(?:https?://)+(?=https?://)", url, re.I):
        url, repair = url[doubled.end() :], "the scheme was doubled"
    if joined := _JOINED.match(url):
        url, repair = joined[1], "two URLs were joined"
    if _NOT_ALLOWED.search(url):
        url = _NOT_ALLOWED.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
        repair = repair or "it contained a character that is not allowed in a URL"
    return (_without_tracking(url), repair) if is_http_url(url) else (None, "")


def _without_tracking(url: str) -> str:
    """*url* without parameters that say where a reader comes from."""
    before, mark, query = url.partition("?")
    if not mark or not _TRACKING.search(query):
        return url
    parameters, fragment_mark, fragment = query.partition("#")
    kept = "&".join(pair for pair in parameters.split("&") if pair and not _TRACKING.fullmatch(pair))
    return f"{before}{'?' if kept else ''}{kept}{fragment_mark}{fragment}"
