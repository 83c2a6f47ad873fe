"""Without a network, commands that query services end soon, and say once that no service responded."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import pytest

from clock import Clock
from small_list import moebib

WORK = """\
@article{{k{number}, title = {{Routing of Invented Things, Part {number}}}, author = {{Berg, Jan}}, year = 2024,
  journal = {{Things}}{identifier}}}
"""
IDENTIFIERS = ("", ", doi = {{10.5555/{0}}}", ", eprint = {{2402.{0:05}}}, archiveprefix = {{arXiv}}", "")
REASON = r"(?m)^ *(\S.*) did not respond: cannot reach (\S.*) \(DNS lookup failed\)\. Are you offline\?"


class Network:
    """No network: the names of hosts that were looked up, in vain, and the time that passed."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.clock = Clock(patch)
        patch.setattr("moebib.web._addresses._resolve", self._resolve)

    def _resolve(self, host: str, _port: int) -> list[Any]:
        self.asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Network:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    return Network(monkeypatch)


def references(folder: Path, number: int) -> Path:
    folder.mkdir()
    works = (WORK.format(number=n, identifier=IDENTIFIERS[n % 4].format(n)) for n in range(number))
    (folder / "refs.bib").write_text("".join(works), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("number", "command"),
    [
        (500, ("verify", "refs.bib")),
        (60, ("update", "--all")),
        (60, ("check", "--online", "--select", "MB427,MB428,MB429")),
        (60, ("check", "--online", "refs.bib", "--select", "MB427,MB428,MB429")),
    ],
)
def test_every_host_is_tried_once_and_the_reason_is_said_once(
    network: Network, tmp_path: Path, number: int, command: tuple[str, ...]
) -> None:
    """A name that DNS does not have is looked up a second time, a second later."""
    folder = references(tmp_path / "list", number)
    if "refs.bib" not in command:
        assert moebib("init", "--from", "refs.bib", "--yes", folder=folder).code == 0
    done = moebib(*command, folder=folder)
    assert done.code == 4
    said = re.findall(REASON, f"{done.out}{done.err}")
    hosts = [host for _, hosts in said for host in hosts.split(", ")]
    assert len(hosts) == len(set(hosts)) > 5
    assert sorted(network.asked) == sorted([*hosts, *hosts])
    assert network.clock.now_s < 60


def test_links_to_many_hosts_have_one_reason(network: Network, tmp_path: Path) -> None:
    links = (WORK.format(number=n, identifier=f", url = {{https://h{n}.example/}}") for n in range(30))
    (tmp_path / "refs.bib").write_text("".join(links), "utf-8")
    done = moebib("check", "--links", "refs.bib", "--select", "MB366,MB367", folder=tmp_path)
    assert done.code == 4
    (line,) = (line for line in done.err.splitlines() if "cannot reach" in line)
    assert line.startswith("cannot reach h")
    assert line.endswith(" and 18 other hosts (DNS lookup failed). Are you offline? (30 links)")
    assert sorted(network.asked) == sorted([f"h{n}.example" for n in range(30)] * 2)
