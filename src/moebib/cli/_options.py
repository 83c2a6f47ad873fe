"""How the commands that ask services do so, and the options they have for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from moebib.lookup.lookup import Inquiry

__all__ = ["asking", "asking_options"]


def asking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options ``--offline`` and ``--refresh``."""
    offline = click.option("--offline", is_flag=True, help="Ask nobody; use the answers that are in the cache.")
    refresh = click.option("--refresh", is_flag=True, help="Ask anew what is in the cache.")
    return offline(refresh(command))


@contextmanager
def asking(*, offline: bool, refresh: bool) -> Iterator[Callable[[Sequence[str]], Iterator[Inquiry]]]:
    """A function that asks the services for identifiers and titles; imported only now, for it is heavy."""
    from moebib import sources
    from moebib.lookup.client import Client
    from moebib.web import Web

    with (
        Web.from_environment(limits=sources.limits(), offline=offline, refresh=refresh) as web,
        Client(web) as client,
    ):
        yield client.inquire
