"""Start-up, reading and export of moebib, papis and bibmanager, with the same invented works.

    python benchmarks/startup.py --install
    python benchmarks/startup.py --moebib .venv/bin/moebib --papis PATH/papis --bibm PATH/bibm

Every command is a whole process. Needs Linux or macOS and no package; --install makes the three virtual environments.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shutil import rmtree

from generated import WORD, Work, with_word, works, write_bibtex, write_moebib, write_papis
from measure import HEAD, Command, machine, measure

_HEAVY = ("pydantic", "requests", "rich", "arxiv")
_BUILT = ("README.md", "works.bib", "works.json", "schema")
# As much as the other tools print of a work; by default, papis prints only the folder.
_PAPIS_LIST = ("list", "--all", "--format", "{doc[ref]} {doc[year]} {doc[title]}")


@dataclass(frozen=True)
class Setting:
    """The tools, and the works in the form of each."""

    moebib: Path
    papis: Path
    bibm: Path
    home: Path
    made: Sequence[Work]

    @property
    def env(self) -> dict[str, str]:
        """An environment without the settings and caches of the user."""
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb"}

    def command(self, tool: str, *args: str | Path, **more: object) -> Command:
        """A command of one of the tools on its form of the works."""
        start: dict[str, list[str | Path]] = {
            "moebib": [self.moebib, "-C", self.home / "list"],
            "papis": [self.papis],
            "bibm": [self.bibm],
            "python": [self.moebib.with_name("python")],
        }
        return Command(tool, [*start[tool], *args], self.env, **more)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for tool in ("moebib", "papis", "bibm"):
        parser.add_argument(f"--{tool}", type=Path, help="the executable")
    parser.add_argument("--install", action="store_true", help="install the tools that are not given")
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--works", type=int, default=200)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        moebib, papis, bibm = (_tool(args, Path(folder), tool, source) for tool, source in _SOURCES.items())
        setting = Setting(moebib, papis, bibm, Path(folder, "home"), list(works(args.works)))
        _fill(setting)
        print(f"{args.works} works, {args.runs} runs of each in turn; {machine()}\n")
        print(*_versions(setting), "", sep="\n")
        print(HEAD, end="")
        for task, commands in _comparisons(setting):
            print(measure(task, commands, args.runs), end="", flush=True)


_SOURCES = {"moebib": str(Path(__file__).parents[1]), "papis": "papis", "bibm": "bibmanager"}


def _tool(args: argparse.Namespace, folder: Path, tool: str, source: str) -> Path:
    given: Path | None = getattr(args, tool)
    if given:
        return given.absolute()
    if not args.install:
        sys.exit(f"cannot find {tool}; pass --{tool} or --install")
    place = folder / tool
    venv.create(place, with_pip=True)
    subprocess.run([place / "bin" / "pip", "install", "--quiet", source], check=True)
    return place / "bin" / tool


def _fill(setting: Setting) -> None:
    """The works in the three forms."""
    lines = write_moebib(setting.made, setting.home / "list")
    write_papis(setting.made, setting.home / "papis")
    config = setting.home / ".config" / "papis" / "config"
    config.parent.mkdir(parents=True)
    config.write_text(f"[settings]\ndefault-library = works\n[works]\ndir = {setting.home / 'papis'}\n")
    write_bibtex(setting.made, setting.home / "works.bib")
    for command in (
        setting.command("moebib", "import", "--from", "jsonl", lines),
        setting.command("papis", "cache", "reset"),
        setting.command("bibm", "merge", setting.home / "works.bib"),
    ):
        subprocess.run(command.args, env=command.env, check=True, capture_output=True)


def _versions(setting: Setting) -> Iterator[str]:
    for tool, name in (("moebib", "moebib"), ("papis", "papis"), ("bibm", "bibmanager")):
        python = getattr(setting, tool).with_name("python")
        code = f"import importlib.metadata as m; print(m.version({name!r}))"
        yield f"{name} {_output([python, '-c', code])}"
    code = f"import sys, moebib; print(*[name for name in {_HEAVY} if name in sys.modules])"
    loaded = _output([setting.moebib.with_name("python"), "-c", code])
    yield f"of {', '.join(_HEAVY)}, `import moebib` loads: {loaded or 'none'}"


def _output(args: Sequence[str | Path]) -> str:
    return subprocess.run(args, check=True, capture_output=True, text=True).stdout.strip()


def _comparisons(setting: Setting) -> Iterator[tuple[str, list[Command]]]:
    """The tasks, and the commands that perform them."""
    command, folder = setting.command, setting.home / "list"
    yield "start Python", [replace(command("python", "-c", code), tool=code) for code in ("pass", "import moebib")]
    yield "`--version`", [command(tool, "--version") for tool in ("moebib", "papis", "bibm")]
    yield "list all", list(_searches(setting, "", "year:1900-2100", len(setting.made)))
    yield "list all, no cache", list(_without_cache(setting))
    yield "search a word", list(_searches(setting, WORD, f'title:"{WORD}"', with_word(setting.made)))
    yield "export BibTeX", list(_exports(setting))
    yield "`build`, up to date", [command("moebib", "build")]
    yield "`build`, all missing", [command("moebib", "build", before=partial(_unbuild, folder))]


def _searches(setting: Setting, word: str, bibm: str, count: int) -> Iterator[Command]:
    words = [word] if word else []
    line = {"matches": r"^work\d{4}", "count": count}
    yield setting.command("moebib", "search" if word else "list", *words, **line)
    yield setting.command("papis", *_PAPIS_LIST, *words, **line)
    short = setting.command("papis", "list", "--all", *words, matches=r"/work\d{4}", count=count)
    yield replace(short, tool="papis, folders only")
    # bibmanager has no listing, and prompts for a search.
    yield setting.command("bibm", "search", "-v", "0", stdin=f"{bibm}\n", matches=r"^key: work\d{4}", count=count)


def _without_cache(setting: Setting) -> Iterator[Command]:
    yield setting.command("moebib", "list")
    cache = setting.home / ".cache" / "papis"
    yield setting.command("papis", *_PAPIS_LIST, before=partial(rmtree, cache, ignore_errors=True))


def _exports(setting: Setting) -> Iterator[Command]:
    for tool, args in (
        ("moebib", ("export", "-f", "bibtex", "-o")),
        ("papis", ("export", "--all", "--format", "bibtex", "--out")),
        ("bibm", ("export",)),
    ):
        file = setting.home / f"{tool}.bib"
        yield setting.command(tool, *args, file, before=partial(file.unlink, missing_ok=True), output=file,
                              matches=r"^@\w+\{", count=len(setting.made))  # fmt: skip


def _unbuild(folder: Path) -> None:
    for name in _BUILT:
        path = folder / name
        rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
