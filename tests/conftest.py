"""Settings and fixtures of every test."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from replay import Server

if TYPE_CHECKING:
    from moebib.web import Web

# Keep bytecode even if PYTHONDONTWRITEBYTECODE is set, as in many containers: pytest rewrites every assert, which
# takes longer than the rest of the collection, and caches the result as bytecode.
sys.dont_write_bytecode = False

# Properties do not fail because a machine is slow, and the same commit gives the same result.
# `--hypothesis-profile=long` searches further: with different examples on every run, and ten times as many.
settings.register_profile(
    "suite", max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("suite"), max_examples=1000, derandomize=False)
settings.load_profile("suite")


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Start no workers for a few files: starting them takes longer than the tests."""
    few = config.args_source is pytest.Config.ArgsSource.ARGS and all(".py" in argument for argument in config.args)
    return 0 if few else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Disable garbage collection while tests are collected, and exempt them from it later: it doubled the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect no doctests from the tests, which have none: every file would be imported and searched twice."""
    collectors = yield
    return [collector for collector in collectors if type(collector) is pytest.Module]


@pytest.fixture(autouse=True, scope="session")
def _surroundings_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep locks and cached responses out of the user's cache, and start no editor, in child processes too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.delenv("VISUAL", raising=False)
        patch.setenv("EDITOR", f'"{sys.executable}" "{Path(__file__).with_name("appending_editor.py")}"')
        patch.setenv("MOEBIB_CONFIG", str(tmp_path_factory.mktemp("config") / "config.toml"))
        patch.setenv("MOEBIB_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `moebib doctor` start no programs, which takes long."""
    monkeypatch.setattr("moebib.cli._checkup._PROGRAMS", {})


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback that responds for all hosts; a request without a route fails the test."""
    with Server() as server:
        yield server
    assert server.unexpected == []


@pytest.fixture
def open_web(server: Server, tmp_path: Path) -> Iterator[Callable[..., Web]]:
    """Open another Web with the same cache, as another run of moebib does."""
    from moebib.web import Web  # only tests of requests need it

    opened: list[Web] = []

    def open_one(**settings: Any) -> Web:
        opened.append(Web(**{"test_server": server.url, "cache": tmp_path, **settings}))
        return opened[-1]

    yield open_one
    for web in opened:
        web.close()
