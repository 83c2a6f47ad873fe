"""The settings of a ``Web``, validated, and what of them must never be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from moebib.errors import InputError
from moebib.web.limits import Limit

if TYPE_CHECKING:
    from moebib.web._addresses import Resolve
    from moebib.web.budgets import RequestBudget

__all__ = ["Keys", "Settings", "without_secrets"]

_SECRET_PARAMETERS = frozenset({"api_key", "apikey", "access_token", "email", "mailto"})


class Keys(dict[str, str]):
    """API keys by the name of their source; only the names are printed."""

    def __repr__(self) -> str:
        return f"<keys: {', '.join(sorted(self)) or 'none'}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The parameters of :class:`moebib.web.Web`, which says what they mean."""

    limits: Sequence[Limit] = ()
    cache: Path | None = None
    offline: bool = False
    refresh: bool = False
    recording: bool = False
    mailto: str | None = field(default=None, repr=False)
    keys: Keys = field(default_factory=Keys)
    test_server: str | None = None
    connect_s: float = 5
    read_s: float = 10
    total_s: float = 30
    pace: float = 1
    resolve: Resolve | None = None
    on_low_budget: Callable[[RequestBudget], None] | None = None

    def __post_init__(self) -> None:
        if self.mailto is not None and not re.fullmatch(r"[^\s@()<>,;:]+@[^\s@()<>,;:]+", self.mailto):
            raise InputError("not an email address", where="MOEBIB_MAILTO")
        for source, key in self.keys.items():
            if not re.fullmatch(r"[!-~]+", key):
                raise InputError("an API key must be printable ASCII without spaces", where=f"the key of {source}")
        if self.test_server is not None:
            self.test_address  # noqa: B018

    @property
    def test_address(self) -> tuple[str, int] | None:
        """IP address and port of the test server.

        Raises:
            InputError: If it is not a loopback address.
        """
        if self.test_server is None:
            return None
        parts = urlsplit(self.test_server)
        try:
            if (
                parts.scheme == "http"
                and parts.port
                and not parts.path
                and ip_address(parts.hostname or "").is_loopback
            ):
                return str(parts.hostname), parts.port
        except ValueError:
            pass
        raise InputError(f"expected http://127.0.0.1:PORT, not {self.test_server!r}", where="the test server")

    def clean(self, url: str) -> str:
        """*url* without secrets, to be shown or stored."""
        return without_secrets(url, filter(None, (self.mailto, *self.keys.values())))

    def without_own_secrets(self, url: str) -> str:
        """*url* without parameters that are the contact address or a key, to be requested from another host."""
        return without_secrets(url, filter(None, (self.mailto, *self.keys.values())), names=())


def without_secrets(url: str, secrets: Iterable[str] = (), *, names: Collection[str] = _SECRET_PARAMETERS) -> str:
    """*url* without user names, passwords, contact addresses, API keys, and parameters with one of *secrets*.

    >>> without_secrets("https://me:pw@example.org/works?id=1&api_key=a&x=b", ["b"])
    'https://example.org/works?id=1'
    """
    secrets = frozenset(secrets)
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in query if name.lower() not in names and value not in secrets]
        query_text = parts.query if len(kept) == len(query) else urlencode(kept)
        host = parts.netloc.rpartition("@")[2]
        shown = urlunsplit((parts.scheme, host, parts.path, query_text, parts.fragment))
        urlsplit(shown)
    except ValueError:
        return "an unreadable URL"
    return shown
