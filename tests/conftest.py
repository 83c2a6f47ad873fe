"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from replay import Server


@pytest.fixture(autouse=True, scope="session")
def _a_cache_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep locks and answers of services out of the user's cache, in child processes too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOEBIB_CONFIG", str(tmp_path_factory.mktemp("config") / "config.toml"))
        patch.setenv("MOEBIB_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback that answers for all hosts; a request that it has no route for fails the test."""
    with Server() as server:
        yield server
    assert server.unexpected == []
