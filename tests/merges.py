"""Random files on two branches, what their merge must be, and what is wrong with the one that git made.

A file is a flat table of facts. What the merge of two tables is, is decided here fact by fact, without the package.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from moebib.formats.bibtex import BibDocument
from moebib.three_way.markers import sides_of

__all__ = ["Case", "git", "merge_all", "random_case", "violations"]

Facts = dict[tuple[str, ...], Any]
"""Path -> value: of a field of an entry, of an element of a list, or of a comment."""
_KEYS = ("arden2020", "berg2021", "cho2022", "dune2023")
_FIELDS = ("title", "year", "note", "volume", "publisher", "pages")
_COMMENT = re.compile(r"[%#] c(\d+)\b")


class Case(NamedTuple):
    """A file at the base and on two branches."""

    path: str
    texts: tuple[str, str, str]
    facts: tuple[Facts, Facts, Facts]


def random_case(number: int) -> Case:
    """The case *number*, the same in every run."""
    rng = random.Random(number)
    side = _bib if rng.random() < 0.6 else _toml
    writer = _BibWriter(rng) if side is _bib else _TomlWriter(rng)
    base = side(rng, {}, 12)
    facts = (base, side(rng, base, rng.randint(1, 3)), side(rng, base, rng.randint(1, 3)))
    path = f"bib/{number}.bib" if side is _bib else f"entries/papers/doe{number}.toml"
    texts = [writer.text(one) for one in facts]
    return Case(path, (texts[0], texts[1], texts[2]), facts)


def _bib(rng: random.Random, base: Facts, steps: int) -> Facts:
    facts = dict(base) or {(key, "@"): "book" for key in _KEYS[: rng.randint(1, 3)]}
    for _ in range(steps):
        keys = [path[0] for path in facts if path[1] == "@"]
        step, key, name = rng.random(), rng.choice(keys or _KEYS), rng.choice(_FIELDS)
        if step < 0.1 and base:
            facts = {path: value for path, value in facts.items() if path[0] != key}
        elif step < 0.25 or not keys:
            facts[rng.choice(_KEYS), "@"] = rng.choice(["book", "misc"])
        elif step < 0.4:
            facts = {path: value for path, value in facts.items() if path[:2] != (key, name)}
        elif step < 0.6 and (key, name) in facts:
            facts[key, name, "%"] = rng.randrange(10**6)
        elif step < 0.65:
            facts[key, "@", "%"] = rng.randrange(10**6)
        else:
            facts[key, name] = rng.choice(["{Sparse Experts}", "{A {B} C}", '"quoted"', "2024", "p", 'p # " and more"'])
    return facts


class _BibWriter:
    """Writes the facts of a .bib file in one layout."""

    def __init__(self, rng: random.Random) -> None:
        self.newline = rng.choice(["\n", "\n", "\r\n"])
        self.gap = rng.choice([",\n  ", ",\n\t", "\n , ", ",\n"])
        self.end = rng.choice(["\n}", ",\n}", "}"])
        self.equals = rng.choice([" = ", "=", "\t= "])
        self.between = rng.choice(["\n\n", "\n", "\n\n\n"])

    def text(self, facts: Facts) -> str:
        entries = []
        for key in sorted({path[0] for path in facts if path[1] == "@"}):
            above = f"% c{facts[key, '@', '%']}\n" if (key, "@", "%") in facts else ""
            entries.append(f"{above}@{facts[key, '@']}{{{key}{self._fields(key, facts)}")
        text = "@string{p = {Press}}" + "".join(f"{self.between}{entry}" for entry in entries) + "\n"
        return text.replace("\n", self.newline)

    def _fields(self, key: str, facts: Facts) -> str:
        text, comment = "", ""
        for name in _FIELDS:
            if (key, name) not in facts:
                continue
            gap = self.gap if not comment or self.gap.startswith("\n") else self.gap.replace(",", f",{comment}", 1)
            text += (comment if self.gap.startswith("\n") else "") + gap + f"{name}{self.equals}{facts[key, name]}"
            comment = f" % c{facts[key, name, '%']}" if (key, name, "%") in facts else ""
        end = "\n}" if comment and self.end == "}" else self.end
        return text + (f"{comment}{end}" if not end.startswith(",") else f",{comment}{end[1:]}")


def _toml(rng: random.Random, base: Facts, steps: int) -> Facts:
    facts = dict(base) or {("title",): "Sparse Experts", ("tags", "routing"): True}
    for _ in range(steps):
        step, value = rng.random(), rng.choice(["A", "B", "C", "D"])
        name = rng.choice(["title", "issued", "volume", "note", "author"])
        version = rng.choice(["2301.00001", "2302.00002"])
        if step < 0.3:
            facts[name,] = ", ".join(rng.sample("ABC", 2)) if name == "author" else value
        elif step < 0.4:
            facts = {path: other for path, other in facts.items() if path[0] != name or name == "title"}
        elif step < 0.6:
            facts[rng.choice(["tags", "keyword"]), value] = True
        elif step < 0.7:
            facts.pop((rng.choice(["tags", "keyword"]), value), None)
        elif step < 0.75:
            facts[*rng.choice([("links", "code"), ("links", "pdf")]), f"https://{value}.example"] = True
        elif step < 0.85 and (name,) in facts and name != "author":
            facts[name, "#"] = rng.randrange(10**6)
        elif step < 0.9 and base:
            facts = {path: other for path, other in facts.items() if path[:2] != ("versions", version)}
        else:
            facts["versions", version, "@"] = "@"
            facts["versions", version, rng.choice(["issued", "note"])] = value
    return facts


class _TomlWriter:
    """Writes the facts of an entry in one layout."""

    def __init__(self, rng: random.Random) -> None:
        self.is_long = rng.random() < 0.5
        self.is_above = rng.random() < 0.3

    def text(self, facts: Facts) -> str:
        lines = ['type = "book"']
        for name in ("title", "issued", "volume", "note"):
            if (name,) in facts:
                comment = f"# c{facts[name, '#']}" if (name, "#") in facts else ""
                lines += [comment] if comment and self.is_above else []
                lines.append(f'{name} = "{facts[name,]}"' + (f"  {comment}" if comment and not self.is_above else ""))
        if ("author",) in facts:
            lines.append("author = [\n" + "".join(f'  "{name}",\n' for name in facts["author",].split(", ")) + "]")
        for name in ("keyword", "tags"):
            elements = [f'"{path[1]}"' for path in sorted(facts) if path[0] == name]
            if elements and self.is_long:
                lines.append(f"{name} = [\n" + "".join(f"  {element},\n" for element in elements) + "]")
            elif elements:
                lines.append(f"{name} = [{', '.join(elements)}]")
        lines += ["", "[links]"] if any(path[0] == "links" for path in facts) else []
        for kind in ("code", "pdf"):
            urls = [f'"{path[2]}"' for path in sorted(facts) if path[:2] == ("links", kind)]
            lines += [f"{kind} = [{', '.join(urls)}]"] if urls else []
        for version in sorted({path[1] for path in facts if path[0] == "versions"}):
            lines += ["", "[[versions]]"]
            fields = (path for path in sorted(facts) if path[:2] == ("versions", version) and path[2] != "@")
            lines += [f'{path[2]} = "{facts[path]}"' for path in fields] + [f'identifiers = ["arxiv:{version}"]']
        return "\n".join(lines) + "\n"


def _expected(case: Case) -> tuple[Facts, set[tuple[str, ...]]]:
    """The facts after the merge, and the paths that are in conflict."""
    base, ours, theirs = case.facts
    facts: Facts = {}
    conflicts: set[tuple[str, ...]] = set()
    for path in {*base, *ours, *theirs}:
        was, our, their = (side.get(path) for side in case.facts)
        if our != was and their not in (was, our):
            conflicts.add(path)
        value = our if their in (was, our) else their if our == was else our
        if value is not None:
            facts[path] = value
    units = {_unit(path) for path in (*base, *ours, *theirs)} - {()}
    for unit in units:
        parts = [{path: value for path, value in side.items() if _unit(path) == unit} for side in case.facts]
        if parts[0] and bool(parts[1]) != bool(parts[2]) and (parts[1] or parts[2]) != parts[0]:
            conflicts |= {path for part in parts for path in part}  # removed by one side and changed by the other
    return facts, conflicts


def _unit(path: tuple[str, ...]) -> tuple[str, ...]:
    """What is added and removed as a whole: an entry of a .bib file, or a version."""
    return path[:2] if path[0] == "versions" else path[:1] if path[0] in _KEYS else ()


def _read(path: str, text: str) -> Facts:
    """The facts in a text, without its comments.

    Raises:
        ValueError: If it cannot be read completely.
    """
    facts: Facts = {}
    if path.endswith(".toml"):
        data = tomllib.loads(text)
        for name, value in data.items():
            if name in ("tags", "keyword"):
                facts |= {(name, element): True for element in value}
            elif name == "links":
                facts |= {(name, kind, url): True for kind, urls in value.items() for url in urls}
            elif name == "versions":
                for version in value:
                    unit = (name, version["identifiers"][0].removeprefix("arxiv:"))
                    if (*unit, "@") in facts:
                        raise ValueError(f"version {unit[1]} twice")
                    facts[*unit, "@"] = "@"
                    facts |= {(*unit, field): text for field, text in version.items() if field != "identifiers"}
            elif name == "author":
                facts[name,] = ", ".join(value)
            elif name != "type":
                facts[name,] = value
        return facts
    for block in BibDocument(text).blocks:
        if block.problem or (block.kind == "entry" and (block.key, "@") in facts):
            raise ValueError(f"{block.problem or 'twice'}: {block.raw}")
        if block.kind == "entry":
            facts[block.key, "@"] = block.type
            facts |= {(block.key, field.name): field.value for field in block.fields}
    return facts


def violations(case: Case, text: str, *, is_clean: bool) -> list[str]:
    """What is wrong with the merged *text* of *case*, which git took for *is_clean*."""
    expected, conflicts = _expected(case)
    is_comment = {path: path[-1] in "%#" for path in {*expected, *conflicts}}
    sides: tuple[str, ...] = (text,) if is_clean else sides_of(text)
    owns: tuple[Facts, ...] = ({},) if is_clean else case.facts[1:]
    if is_clean and any(not is_comment[path] for path in conflicts):
        return ["a conflict was merged"]
    if not is_clean and "<<<<<<<" not in text:
        return ["a conflict has no markers"]
    if "<<<<<<<" in "".join(sides):
        return ["a conflict marker is not on a line of its own"]
    try:
        read = [_read(case.path, side) for side in sides]
    except ValueError as error:
        return [f"cannot be read: {error}"]
    wrong = []
    for path in {*expected, *conflicts, *(path for facts in read for path in facts)}:
        if is_comment.get(path):
            continue
        values = [facts.get(path) for facts in read]
        for value, own in zip(values, owns, strict=True):
            allowed = [own.get(path)] if path in conflicts else [expected.get(path)] if is_clean else [
                expected.get(path), own.get(path)]  # fmt: skip
            if value not in allowed:
                wrong.append(f"{path} is {value!r}, should be one of {allowed!r}")
        if path not in conflicts and expected.get(path) not in values:
            wrong.append(f"{path}: the change is in no side")
    added = {facts[path] for facts in case.facts[1:] for path in facts if path[-1] in "%#"}
    written = [int(comment) for comment in _COMMENT.findall(text)]
    kept = {comment for path, comment in expected.items() if is_comment[path] and path not in conflicts}
    wrong += [f"comment {comment} is lost" for comment in kept - set(written)]
    wrong += [f"comment {comment} is invented" for comment in set(written) - added - set(case.facts[0].values())]
    return wrong


def git(root: Path, *arguments: str) -> str:
    """What ``git ARGUMENTS`` prints; a merge with conflicts is no error."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout


def merge_all(root: Path, cases: Iterable[Case], python: str = sys.executable) -> Mapping[str, bool]:
    """Merge two branches with all *cases* in a new repository in *root*; whether git took each file for clean."""
    driver = f'"{python}" -m moebib merge-driver %O %A %B %P'
    settings = {"user.name": "T", "user.email": "t@example.org", "commit.gpgsign": "false", "core.autocrlf": "false"}
    git(root, "init", "-q", "-b", "main")
    for name, value in {**settings, "merge.moebib.driver": driver}.items():
        git(root, "config", name, value)
    (root / ".gitattributes").write_text("*.bib merge=moebib\n*.toml merge=moebib\n", encoding="utf-8")
    for number, switch in ((0, ()), (2, ("-c", "theirs")), (1, ("main",))):
        if switch:
            git(root, "switch", "-q", *switch)
        for case in cases:
            file = root / case.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(case.texts[number].encode())
        git(root, "add", "-A")
        git(root, "commit", "-qm", "changes", "--allow-empty")
    git(root, "merge", "-q", "--no-edit", "theirs")
    unmerged = set(git(root, "diff", "--name-only", "--diff-filter=U").splitlines())
    return {case.path: case.path not in unmerged for case in cases}
