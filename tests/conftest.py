"""What holds for every test."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from replay import Server

# Even where PYTHONDONTWRITEBYTECODE is set, as in many containers: pytest rewrites every assert, which takes longer
# than all the rest of a collection, and keeps the result as bytecode.
sys.dont_write_bytecode = False

# A slow machine fails no property, and the same commit gives the same result. `--hypothesis-profile=long` looks
# further: other examples on every run, and ten times as many.
settings.register_profile(
    "suite", max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("suite"), max_examples=1000, derandomize=False)
settings.load_profile("suite")


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No workers for a few files: to start them would cost more than the tests."""
    few = config.args_source is pytest.Config.ArgsSource.ARGS and all(".py" in argument for argument in config.args)
    return 0 if few else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while thousands of tests are made, and never among those: it took as long as making them."""
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
    """Collect no doctests of the tests, which have none: it would import and look through every file twice."""
    collectors = yield
    return [collector for collector in collectors if type(collector) is pytest.Module]


@pytest.fixture(autouse=True, scope="session")
def _a_cache_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep locks and answers of services out of the user's cache, in child processes too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("MOEBIB_CONFIG", str(tmp_path_factory.mktemp("config") / "config.toml"))
        patch.setenv("MOEBIB_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback that answers for all hosts; a request that it has no route for fails the test."""
    with Server() as server:
        yield server
    assert server.unexpected == []
