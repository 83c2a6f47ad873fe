"""Compares what two installations of moebib write: the same commands on the same files, byte for byte.

    python benchmarks/same_output.py BEFORE/.venv/bin/python AFTER/.venv/bin/python /usr/share/texlive $MOEBIB_SHARED

The inputs are the list, the bibliographies and the texts in the Python files of this checkout, and the bibliographies
in the folders named. `build`, `export`, `convert`, `import`, `cite`, `fmt` and `fix` must write the same bytes, and
`check` must find the same codes at the same places; every exit code must be the same. Messages may differ.
Differences that are intended are in same_output_allowed.toml. The exit code is 1 if there is any other difference.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

CHUNKS = 4
"""The number of processes for the cases of each side; results saved with --keep depend on it."""
FORMATS = ("bibtex", "biblatex", "csl-json", "ris", "hayagriva", "jsonl")
LIST_FORMATS = (*FORMATS, "csv", "readme")
CASES_SHOWN, LINES_SHOWN = 40, 6
"""The number of cases whose changed lines are shown, and of lines for each side."""
DOCUMENT = "document.tex"
SIGNS = {
    ".bib": r"^[ \t]*@\w+\s*[{(]",
    ".ris": r"^TY  - ",
    ".yml": r"^\S+:\n +type:",
    ".md": r"^[ \t]*[-*] .*\]\(http",
    ".toml": r"^(type|title|name) = [\"']",
}
"""The text that a file must contain to be read as one with this ending."""


@dataclass(frozen=True)
class Case:
    """A command, and the part of its result that is compared."""

    name: str
    args: Sequence[str]
    view: str = "text"
    """How the output is compared: a key of VIEWS, or "files" for all files that the folder then has."""
    folder: str = ""
    """The directory to run in a copy of; by default the inputs themselves, which no command may change."""


@dataclass(frozen=True)
class Allowed:
    """Differences that are intended."""

    case: str
    """The names of the cases, as a pattern with `*`."""
    reason: str
    lines: str = ""
    """A regular expression that each changed line must match."""
    gone: str = ""
    """A regular expression that one of the removed lines must match."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="the Python that has moebib as it was")
    parser.add_argument("after", type=Path, help="the Python that has moebib as it is now")
    parser.add_argument("folders", type=Path, nargs="*", help="directories with more bibliographies, at any depth")
    parser.add_argument(
        "--checkout", type=Path, default=Path(__file__).parents[1], help="the checkout with the list and tests"
    )
    parser.add_argument("--largest", type=int, default=300, help="skip files that are larger, in kB; default: 300")
    parser.add_argument(
        "--number", type=int, default=400, help="the largest number of files of a directory; default: 400"
    )
    parser.add_argument("--cases", default="*", help="run only the cases of these names, as in 'convert *.ris *'")
    parser.add_argument("--jobs", type=int, default=2, help="processes; default: 2")
    parser.add_argument("--keep", type=Path, help="save inputs and results of BEFORE in this directory, or reuse them")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = (args.keep or Path(temporary)).absolute()
        if not (work / "cases-0.jsonl").exists():
            _write_inputs(work / "inputs", args)
            cases = [case for case in _cases(work / "inputs") if fnmatchcase(case.name, args.cases)]
            for number in range(CHUNKS):
                lines = (json.dumps(asdict(case)) + "\n" for case in cases[number::CHUNKS])
                (work / f"cases-{number}.jsonl").write_text("".join(lines), "utf-8")
        for file in work.glob("after-*.jsonl"):
            file.unlink()
        with ThreadPoolExecutor(args.jobs) as pool:
            sides = (("before", args.before.absolute()), ("after", args.after.absolute()))
            list(pool.map(lambda job: _start(work, *job), [(*side, n) for n in range(CHUNKS) for side in sides]))
        sys.exit(_compare(work, _allowed()))


# The inputs.


def _write_inputs(inputs: Path, args: argparse.Namespace) -> None:
    checkout = args.checkout.absolute()
    (inputs / "empty").mkdir(parents=True)
    (inputs / DOCUMENT).write_text("\\documentclass{article}\\begin{document}\\nocite{*}\\end{document}\n", "utf-8")
    shutil.copytree(checkout / "entries", inputs / "list" / "entries")
    for name in ("moebib.toml", "README.md"):
        shutil.copy(checkout / name, inputs / "list")
    rules = json.loads(subprocess.check_output([args.before, "-m", "moebib", "rule", "--json"]))
    for rule in rules:
        for number, text in enumerate([*rule["bad"], *rule["good"]]):
            _write_text(inputs, Path("rules"), f"{rule['code']}-{number}{_kind(text) or '.toml'}", text.encode())
    seen: set[bytes] = set()
    ours = [checkout / "moebib.bib", checkout / "moebib.json", checkout / "tests", checkout / "src"]
    for folder in [*ours, *(folder.absolute() for folder in args.folders)]:
        texts = ((path, *text) for path in _files(folder) for text in _texts(path))
        new = [text for text in texts if len(text[2]) <= 1000 * args.largest and text[2] not in seen]
        seen.update(data for _, _, data in new)
        for path, name, data in new[:: max(1, -(-len(new) // args.number))] if folder not in ours else new:
            _write_text(inputs, Path(folder.name) / path.relative_to(folder).parent, name, data)


def _write_text(inputs: Path, folder: Path, name: str, data: bytes) -> None:
    """Write a bibliography to a file, and an entry to a list of its own."""
    if name.endswith(".toml"):
        _write_list(inputs / "lists" / name.removesuffix(".toml"), data.decode(errors="surrogatepass"))
        return
    target = inputs / "files" / folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _write_list(folder: Path, text: str) -> None:
    """Write a list of one entry, or of the files of a rule's example, each of which begins with a comment naming it."""
    parts = re.split(r"^# ((?:papers|models)/\S+|moebib)\.toml\n", text, flags=re.M)
    kind = "models" if text.startswith("name =") else "papers"
    files = dict(zip(parts[1::2], parts[2::2], strict=True)) or {f"{kind}/example": text}
    for name, content in {"moebib": 'title = "Example"\n', **files}.items():
        target = folder / f"{name}.toml" if name == "moebib" else folder / "entries" / f"{name}.toml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8", "surrogatepass")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else [folder]


def _texts(path: Path) -> Iterator[tuple[str, bytes]]:
    """The bibliographies in a file, each with a name for a file of its own."""
    packed = path.suffix == ".gz"
    suffix = Path(path.stem).suffix if packed else path.suffix
    if suffix not in (".bib", ".ris", ".yml", ".yaml", ".md", ".json", ".jsonl", ".py"):
        return
    data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    if suffix == ".py":
        with contextlib.suppress(SyntaxError):  # Python 2
            for node in ast.walk(ast.parse(data)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and (kind := _kind(node.value)):
                    name = f"{path.name}-{node.lineno}-{node.col_offset}{kind}"
                    yield name, node.value.encode(errors="surrogatepass")
    elif suffix != ".json" or _kind(data.decode(errors="replace")) == ".json":
        yield path.name, data
    else:
        with contextlib.suppress(ValueError):  # some recorded responses are not JSON
            entries = [text for text in _strings(json.loads(data)) if _kind(text) == ".bib"]
            if entries:
                yield f"{path.name}.bib", "\n".join(entries).encode()


def _kind(text: str) -> str | None:
    """The ending of a file with this text, if it is a bibliography."""
    if text.lstrip()[:1] in ("[", "{"):
        with contextlib.suppress(ValueError):
            items = json.loads(text)
            items = items if isinstance(items, list) else [items]
            return ".json" if items and all(isinstance(item, dict) and "type" in item for item in items) else None
    return next((kind for kind, sign in SIGNS.items() if re.search(sign, text, re.M)), None)


def _strings(value: Any) -> Iterator[str]:
    """The texts in JSON; a list of lines is one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield "".join(value)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


# The commands.


def _cases(inputs: Path) -> Iterator[Case]:
    yield Case("rules", ["rule", "--json"], "rules")
    yield Case("rule names", ["rule", "--json"], "rule names")
    yield Case("build", ["build"], "files", "list")
    yield Case("check", ["-C", "list", "check", "--output-format", "json"], "findings")
    for name in LIST_FORMATS:
        for prefer in ("published", "preprint"):
            yield Case(f"export {name} {prefer}", ["-C", "list", "export", "-f", name, "--prefer", prefer])
        yield Case(f"export {name} --report", ["-C", "list", "export", "-f", name, "--report", "--json"], "losses")
    for name in ("bibtex", "biblatex"):
        yield Case(f"export {name} --unicode", ["-C", "list", "export", "-f", name, "--unicode", "--omit", "isbn"])
    for style in ("seed", "awesome", "table"):
        yield Case(f"export readme {style}", ["-C", "list", "export", "-f", "readme", "--style", style])
    for folder in sorted((inputs / "lists").iterdir()):
        list_ = f"lists/{folder.name}"
        yield Case(f"check {list_}", ["-C", list_, "check", "--output-format", "json"], "findings")
        yield Case(f"fix {list_}", ["fix"], "files", list_)
    for path in _files(inputs / "files"):
        yield from _cases_of(path.relative_to(inputs).as_posix(), str(path))


def _cases_of(file: str, absolute: str) -> Iterator[Case]:
    name = file.removeprefix("files/")
    yield Case(f"check {name}", ["check", "--output-format", "json", file], "findings")
    yield Case(f"import {name}", ["import", absolute], "files", "empty")
    if name.endswith(".md"):
        return
    for target in FORMATS:
        yield Case(f"convert {name} {target}", ["convert", file, "--to", target])
    if name.endswith(".bib"):
        yield Case(f"convert {name} --unicode", ["convert", file, "--to", "bibtex", "--unicode"])
        yield Case(f"cite {name}", ["cite", DOCUMENT, "--from", file, "--no-list", "-o", "-"])
        yield Case(f"fmt {name}", ["fmt", "--sort", "--diff", file])
        yield Case(f"fix {name}", ["fix", "--dry-run", "--diff", file])


# Running them: in a process of each installation, through its command line.


def _start(work: Path, side: str, python: Path, chunk: int) -> None:
    cases, results = work / f"cases-{chunk}.jsonl", work / f"{side}-{chunk}.jsonl"
    if results.exists():
        return
    env = {"PATH": os.environ["PATH"], "HOME": str(work), "MOEBIB_CACHE": str(work / "cache"), "LANG": "C.UTF-8"}
    env["PYTHONHASHSEED"] = "0"  # an output that depends on the order of a set is the same in both
    part = results.with_suffix(".part")
    subprocess.run([python, "-P", __file__, "--run", cases, part], cwd=work / "inputs", env=env, check=True)
    part.rename(results)


def _run_all(cases: Path, results: Path) -> None:
    (script,) = entry_points(group="console_scripts", name="moebib")
    command, inputs = script.load(), Path.cwd()
    with cases.open(encoding="utf-8") as lines, results.open("w", encoding="utf-8") as file:
        for line in lines:
            case = Case(**json.loads(line))
            os.chdir(inputs)
            with tempfile.TemporaryDirectory() as folder:
                if case.folder:
                    shutil.copytree(inputs / case.folder, folder, dirs_exist_ok=True)
                    os.chdir(folder)
                code, out, err = _run(command, case.args)
                shown = _tree(Path(folder)) if case.view == "files" else _view(case.view, out)
                os.chdir(inputs)
            file.write(json.dumps({"name": case.name, "code": code, "out": shown, "err": err[-2000:]}) + "\n")


def _run(command: Callable[[], object], args: Sequence[str]) -> tuple[str, str, str]:
    """Exit code, or the name of an exception, with standard output and standard error."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2))
    code = "0"
    sys.argv = ["moebib", *args]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            command()
        except SystemExit as end:
            code = str(end.code or 0)
        except Exception as error:  # an exception is a result that the other side must have, too
            code = type(error).__name__
            traceback.print_exc()
    return code, _text(out.buffer.getvalue()), _text(err.buffer.getvalue())


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")


def _tree(folder: Path) -> str:
    """All files with their content, each line after the name of its file."""
    files = _files(folder)
    lines = ((path, line) for path in files for line in _text(path.read_bytes()).splitlines(keepends=True) or [""])
    return "".join(f"{path.relative_to(folder).as_posix()}: {line.rstrip(chr(10))}\n" for path, line in lines)


def _view(view: str, out: str) -> str:
    """The part of an output that is compared."""
    try:
        return out if view == "text" else "".join(f"{line}\n" for line in sorted(VIEWS[view](json.loads(out))))
    except ValueError:  # an error, not the JSON that was expected
        return out


def _findings(findings: list[dict[str, Any]]) -> Iterator[str]:
    for finding in findings:
        place = ":".join(str(finding.get(part, "")) for part in ("file", "line", "column"))
        entry = " ".join(str(finding.get(part, "-")) for part in ("id", "field"))
        changes = (finding.get("patch") or {}).get("changes")
        yield f"{place} {finding['code']} {entry} {json.dumps(changes, ensure_ascii=False)}"


VIEWS: dict[str, Callable[[list[dict[str, Any]]], Iterable[str]]] = {
    "findings": _findings,
    "losses": lambda losses: (json.dumps({**loss, "why": ""}, ensure_ascii=False) for loss in losses),
    "rules": lambda rules: (f"{rule['code']} {rule['level']}" for rule in rules),
    "rule names": lambda rules: (f"{rule['code']} {rule['name']}" for rule in rules),
}


# Comparing.


def _allowed() -> list[Allowed]:
    file = Path(__file__).with_name("same_output_allowed.toml")
    return [Allowed(**table) for table in tomllib.loads(file.read_text("utf-8"))["allowed"]]


def _compare(work: Path, allowed: Sequence[Allowed]) -> int:
    total = wrong = 0
    intended: Counter[str] = Counter()
    for before, after in _pairs(work):
        total += 1
        if (before["code"], before["out"]) == (after["code"], after["out"]):
            continue
        changed = _changed(before["out"], after["out"])
        if before["code"] != after["code"]:
            changed[:0] = [f"- exit code {before['code']}", f"+ exit code {after['code']}"]
        reason = next((rule.reason for rule in allowed if _is_allowed(rule, before["name"], changed)), None)
        if reason:
            intended[reason] += 1
        else:
            wrong += 1
        print(f"{before['name']}: {f'allowed, {reason}' if reason else 'DIFFERS'}")
        if wrong > CASES_SHOWN:
            continue
        print(*(f"  {line}" for line in _cut(changed)), sep="\n")
        if before["code"] != after["code"]:
            print(*(f"  | {line}" for line in after["err"].splitlines()[-3:]), sep="\n")
    print(f"{total} cases: {wrong} differ, {intended.total()} differ as allowed")
    return 1 if wrong or not total else 0


def _pairs(work: Path) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    for chunk in range(CHUNKS):
        files = [work / f"{side}-{chunk}.jsonl" for side in ("before", "after")]
        with files[0].open(encoding="utf-8") as before, files[1].open(encoding="utf-8") as after:
            for old_line, new_line in zip(before, after, strict=True):
                pair = json.loads(old_line), json.loads(new_line)
                if pair[0]["name"] != pair[1]["name"]:
                    raise ValueError(f"not the results of the same cases: {files}")
                yield pair


def _changed(before: str, after: str) -> list[str]:
    """The lines that only one side has, or else the first line that has moved."""
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if before == after:
        return []
    if not gone and not come:
        pair = next((old_line, new_line) for old_line, new_line in zip(old, new, strict=True) if old_line != new_line)
        return [f"- {pair[0]!r} (only the order differs)", f"+ {pair[1]!r}"]
    lines = [("-", line) for line in old if line in gone], [("+", line) for line in new if line in come]
    return [f"{sign} {line!r}" for side in lines for sign, line in side]


def _is_allowed(rule: Allowed, name: str, changed: Sequence[str]) -> bool:
    return (
        fnmatchcase(name, rule.case)
        and all(re.search(rule.lines, line) for line in changed)
        and (not rule.gone or any(line.startswith("-") and re.search(rule.gone, line) for line in changed))
    )


def _cut(changed: Sequence[str]) -> Iterator[str]:
    """Some of the changed lines, and of long ones the part that differs."""
    gone, come = ([line for line in changed if line[0] == sign] for sign in "-+")
    pair = zip(gone[0][2:], come[0][2:], strict=False) if gone and come else ()
    same = next((at for at, (old, new) in enumerate(pair) if old != new), 0)
    start = 2 + max(0, same - 60)
    for lines in (gone, come):
        yield from (
            f"{line[:2]}{'...' if start > 2 else ''}{line[start : start + 160]}" for line in lines[:LINES_SHOWN]
        )
        if len(lines) > LINES_SHOWN:
            yield f"{lines[0][0]} and {len(lines) - LINES_SHOWN} more"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _run_all(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
