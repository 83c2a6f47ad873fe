"""Finding codes: each is declared once, with its level, and documented."""

from __future__ import annotations

import ast
import copy
import importlib
import pickle
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import moebib
from moebib import _registry
from moebib.checks import rules as package
from moebib.checks.rules import Rule, rules
from moebib.codes import CODES, Code
from moebib.errors import (
    Finding,
    IdentifierClash,
    InputError,
    InvalidArgument,
    InvalidAttribute,
    InvalidIdentifier,
    InvalidRecord,
    MissingPackage,
    MoebibError,
    NoSuchWork,
    Patch,
    SourceError,
    SourceUnavailable,
    UnexpectedAnswer,
    UnknownKey,
)

PACKAGE = Path(moebib.__file__).parent
DOCS = Path(__file__).parents[1] / "docs"
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}


def codes_in(source: str) -> Iterator[str]:
    """The codes that are whole strings in *source*, not those within docstrings and messages."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"MB\d{3}", node.value):
            yield node.value


def trouble_with_codes(sources: dict[str, str], rule_codes: Iterable[str], *, need_use: Iterable[str]) -> list[str]:
    """What is wrong with the declarations: a code that is declared twice, only used, or only declared."""
    declared = Counter([*codes_in(sources["codes.py"]), *rule_codes])
    used = {code for name, source in sources.items() if name != "codes.py" for code in codes_in(source)}
    return [
        *(f"{code} is declared twice" for code, times in declared.items() if times > 1),
        *(f"{code} is not declared" for code in sorted(used - declared.keys())),
        *(f"{code} is never used" for code in sorted(set(need_use) - used)),
    ]


def test_every_code_is_declared_once_and_used() -> None:
    assert trouble_with_codes(SOURCES, [rule.code for rule in rules()], need_use=CODES) == []


@pytest.mark.parametrize(
    ("codes", "user", "rule_codes", "trouble"),
    [
        ("CODES = {'MB001': 1}", "Finding('MB001', 'MB777 is bad')", ["MB301"], []),
        ("CODES = {'MB001': 1, 'MB001': 2}", "Finding('MB001')", [], ["MB001 is declared twice"]),
        ("CODES = {'MB001': 1}", "Finding('MB001')", ["MB001"], ["MB001 is declared twice"]),
        ("CODES = {'MB001': 1}", "Finding('MB001')", ["MB301", "MB301"], ["MB301 is declared twice"]),
        ("CODES = {'MB001': 1}", "Finding('MB001'), Finding('MB002')", [], ["MB002 is not declared"]),
        ("CODES = {'MB001': 1}", "pass", [], ["MB001 is never used"]),
    ],
)
def test_an_invalid_declaration_is_found(codes: str, user: str, rule_codes: list[str], trouble: list[str]) -> None:
    assert trouble_with_codes({"codes.py": codes, "x.py": user}, rule_codes, need_use=["MB001"]) == trouble


def test_every_rule_without_a_check_is_used_elsewhere() -> None:
    used = SOURCES["checks/online.py"] + SOURCES["checks/link_status.py"] + SOURCES["checks/suppressions.py"]
    constants = {
        name: value.code
        for module in _registry.modules(package)
        for name, value in vars(module).items()
        if isinstance(value, Rule) and not (value.check_work or value.check_model or value.check_list)
    }
    assert len(constants) == 10
    assert [
        code
        for name, code in constants.items()
        if not re.search(rf"\byield {name}\b|\breturn {name}\b|\({name}\b", used)
    ] == []


def test_every_code_is_documented() -> None:
    text = (DOCS / "reference/findings.md").read_text("utf-8")
    assert re.findall(r"^### (MB\d{3})$", text, re.M) == list(CODES)
    sections = dict(re.findall(r"^### (MB\d{3})\n\n((?:.+\n)+)", text, re.M))
    for code, declared in CODES.items():
        described = re.sub(r"`|\s+", lambda mark: " " if mark[0].isspace() else "", sections[code])
        assert described.lower().startswith(declared.meaning.lower()), code


def test_the_reference_lists_the_warnings_and_notes() -> None:
    text = " ".join((DOCS / "reference/findings.md").read_text("utf-8").split())
    *codes, last = (code for code, declared in CODES.items() if declared.level == "warning")
    notes = " and ".join(code for code, declared in CODES.items() if declared.level == "note")
    assert f"{', '.join(codes)} and {last} are warnings, {notes} are notes, and all others are errors" in text
    assert {declared.level for declared in CODES.values()} == {"error", "warning", "note"}


def test_a_finding_has_the_level_of_its_code_unless_a_rule_gives_it_one() -> None:
    assert [Finding(code, "").level for code in CODES] == [declared.level for declared in CODES.values()]
    assert Finding("MB301", "", level="note").level == "note"
    assert Code("error", "invalid").is_entry_lost is False


def test_an_input_error_has_its_location() -> None:
    assert str(InputError("is empty", where="a.bib")) == "a.bib: is empty"
    both = InvalidRecord([Finding("MB003", "unknown field 'a'"), Finding("MB003", "unknown field 'b'", hint="c")])
    assert str(both) == "MB003 unknown field 'a'\nMB003 unknown field 'b'\n  hint: c"


def all_errors() -> list[type[MoebibError]]:
    """Every class of error, also those that are not public."""
    for module in pkgutil.walk_packages(moebib.__path__, "moebib."):
        if module.name != "moebib.__main__":
            importlib.import_module(module.name)
    kinds = [MoebibError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return [kind for kind in kinds if kind.__module__.startswith("moebib")]


EXAMPLES: dict[type[MoebibError], MoebibError] = {
    MoebibError: MoebibError("failed"),
    InputError: InputError("is empty", where="a.bib"),
    InvalidIdentifier: InvalidIdentifier("not an ISBN: '1'", given="1"),
    InvalidRecord: InvalidRecord([Finding("MB301", "no title", "doe2024", patch=Patch("doe2024", {"title": "A"}))]),
    IdentifierClash: IdentifierClash("in two entries", findings=[Finding("MB007", "duplicate")]),
    UnknownKey: UnknownKey("no entry 'a'"),
    InvalidArgument: InvalidArgument("load: unknown argument 'file'"),
    InvalidAttribute: InvalidAttribute("Name has no attribute 'last'"),
    MissingPackage: MissingPackage("to_polars needs polars"),
    NoSuchWork: NoSuchWork("no such work"),
    SourceError: SourceError("no response", url="https://a.example"),
    SourceUnavailable: SourceUnavailable("no response", url="https://a.example"),
    UnexpectedAnswer: UnexpectedAnswer("no JSON", url="https://a.example"),
}


def test_every_error_is_an_example() -> None:
    assert set(all_errors()) == set(EXAMPLES)


@pytest.mark.parametrize("error", EXAMPLES.values(), ids=lambda error: type(error).__name__)
def test_an_error_is_pickled_and_copied_with_its_fields(error: MoebibError) -> None:
    error.add_note("seen twice")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))
