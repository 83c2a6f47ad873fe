"""Move every module into its room: git mv, and each import and dotted name rewritten. Run once, in a clean checkout."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

MODULES = {
    "utf8": "text.utf8", "fold": "text.fold", "suggest": "text.suggest", "response": "web.response", "brief": "text.shorten", "latex": "text.latex.__init__", "_latex_quick": "text.latex._fast",
    "_latex_reader": "text.latex._reader", "_latex_tables": "text.latex._tables", "_latex_writer": "text.latex._writer",
    "markdown": "text.markdown", "hayagriva.load": "text.yaml", "bibtex.encoding": "text.encoding",
    "identifier": "records.identifier", "name": "records.name", "date": "records.date", "record": "records.record",
    "answer": "records.answer", "citekey": "records.citekey", "venue": "records.venue", "alike": "records.equivalence",
    "config": "library.config", "library": "library.library", "search": "library.query", "tagging": "library.tags",
    "schema": "library.schema",
    "toml.places": "toml.positions", "toml.values": "toml.dump", "entry": "toml.validation", "wording": "toml.wording",
    "match.__init__": "matching.distance", "match.people": "matching.names", "match.titles": "matching.titles",
    "match.words": "matching.words", "match.works": "matching.publications", "candidates": "matching.blocking",
    "belongs": "matching.identity", "duplicates": "matching.duplicates",
    "merge": "merging.merge", "differences": "merging.diff",
    "carrying": "formats.loss",
    "importers.__init__": "formats.importers.__init__", "exporters.__init__": "formats.exporters.__init__",
    "importers._entries": "formats.paper_list.entries", "importers._lines": "formats.paper_list.lines",
    "importers._models": "formats.paper_list.models", "importers._reading": "formats.paper_list.reading",
    "importers._sections": "formats.paper_list.sections", "importers._tables": "formats.paper_list.tables",
    "importers._works": "formats.paper_list.works", "importers._addresses": "formats.paper_list.urls",
    "exporters._entry_styles": "formats.paper_list.entry_styles", "exporters._markers": "formats.paper_list.markers",
    "exporters._model_table": "formats.paper_list.model_table",
    "bibtex.__init__": "formats.bibtex.__init__",
    "bibtex._braces": "formats.bibtex.syntax._braces", "bibtex._careful": "formats.bibtex.syntax._parser",
    "bibtex._second": "formats.bibtex.syntax._fallback", "bibtex._starts": "formats.bibtex.syntax._tokens",
    "bibtex._lane": "formats.bibtex.syntax._regular", "bibtex.blocks": "formats.bibtex.syntax.blocks",
    "bibtex.places": "formats.bibtex.syntax.positions", "bibtex.scan": "formats.bibtex.syntax.scanner",
    "bibtex.resolving": "formats.bibtex.resolve.entries", "bibtex.index": "formats.bibtex.resolve.index",
    "bibtex.inheritance": "formats.bibtex.resolve.inheritance", "bibtex.family": "formats.bibtex.resolve.family",
    "bibtex.keys": "formats.bibtex.resolve.keys", "bibtex.macros": "formats.bibtex.resolve.macros",
    "bibtex.contents": "formats.bibtex.resolve.values",
    "bibtex._neighbours": "formats.bibtex.edit._layout", "bibtex._splices": "formats.bibtex.edit._splice",
    "bibtex.edit": "formats.bibtex.edit.edit", "bibtex.excerpt": "formats.bibtex.edit.excerpt",
    "bibtex.amending": "formats.bibtex.edit.record", "bibtex.sorting": "formats.bibtex.edit.sort",
    "bibtex.originals": "formats.bibtex.originals", "bibtex.entry": "formats.bibtex.writer",
    "bibtex.reading": "formats.bibtex.reader",
    "csl.extra": "formats.csl.variables",
    "joining": "three_way",
    "linking": "checks.link_status", "online": "checks.online", "checking": "checks.engine",
    "web._looking": "web.link_checker", "web.kept": "web.cache", "web._watch": "web._deadline",
    "web._fault": "web._errors", "web._user": "web._user_settings",
    "store.between": "store.consistency", "store.history": "store.git", "store.layout": "store.paths",
    "founding": "store.scaffold",
    "assemble": "lookup.reconcile", "client": "lookup.client", "inquiry": "lookup.lookup", "revise": "lookup.update",
    "_revise_change": "lookup._change", "_revise_draft": "lookup._draft", "_revise_fields": "lookup._fields",
    "_revise_published": "lookup._published", "explain": "lookup.explain", "verdict": "lookup.verify",
    "_verdict_differences": "lookup._differences",
    "citing.bcf": "citations.bcf", "citing": "citations", "rekeying": "citations.rewrite", "citeproc": "citations.format",
    "_action_cite_documents": "citations.documents", "_action_cite_offers": "citations.resolve",
    "intake": "commands.intake", "adding": "commands.requests", "_action_check_foreign": "commands._check_foreign",
    "action_check_file": "commands.check_file", "action_check_links": "commands.check_links",
    "action_check_online": "commands.check_online", "actions": "commands.actions",
    **{f"action_{verb}": f"commands.{verb}"
       for verb in ("add", "check", "cite", "convert", "dedupe", "fmt", "init", "rekey", "update", "verify")},
    "cli._works": "cli._output", "cli._asking": "cli._options",
}  # fmt: skip
PACKAGES = {"importers": "formats.importers", "exporters": "formats.exporters", "bibtex": "formats.bibtex",
            "csl": "formats.csl", "hayagriva": "formats.hayagriva", "ris": "formats.ris", "joining": "three_way",
            "citing": "citations", "checks": "checks.rules"}  # fmt: skip
"""Each module in them that has no row of its own keeps its name."""
NEW_PACKAGES = {
    "text": "Plain text and its notations: encodings, LaTeX, Markdown, YAML.",
    "records": "What a work is: its record and the values in it.",
    "library": "What a list is: its works, its settings, its tags.",
    "matching": "Are two records one work?",
    "merging": "Two records into one, and what differs between them.",
    "formats": "Formats that records are read from and written to.",
    "formats.paper_list": "The README of a paper list.",
    "formats.bibtex.syntax": "A .bib file as blocks with positions.",
    "formats.bibtex.resolve": "What the entries of a .bib file say: macros expanded, inherited fields filled in.",
    "formats.bibtex.edit": "Changes to a .bib file that leave every other byte as it is.",
    "checks": "Problems of records and files, found by rules.",
    "lookup": "From identifiers to records: queries to all sources, reconciled.",
    "commands": "The use cases: one file per verb, its steps in order.",
}
TESTS = {
    "bibtex": "formats/bibtex", "citing": "citations", "joining": "three_way",
    "exporters/test_bibtex_exporters": "formats/bibtex/test_bibtex_exporters",
    "exporters/test_csl_json": "formats/csl/test_csl_json", "exporters/test_csv": "formats/test_csv",
    "exporters/test_hayagriva": "formats/hayagriva/test_hayagriva_writer",
    "exporters/test_jsonl": "formats/test_jsonl", "exporters/test_readme": "formats/paper_list/test_readme",
    "exporters/test_ris": "formats/ris/test_ris_writer",
    "importers/test_bibtex_importer": "formats/bibtex/test_bibtex_importer",
    "importers/test_hayagriva_importer": "formats/hayagriva/test_hayagriva_reader",
    "importers/test_paper_list": "formats/paper_list/test_paper_list", "importers/test_parse": "formats/test_parse",
    "importers/test_ris_importer": "formats/ris/test_ris_reader",
    "test_actions": "commands/test_actions", "test_adding": "commands/test_requests",
    "test_alike": "records/test_equivalence", "test_assemble": "lookup/test_reconcile",
    "test_carrying": "formats/test_loss", "test_citekey": "records/test_citekey",
    "test_citeproc": "citations/test_format_references", "test_client": "lookup/test_client",
    "test_config": "library/test_config", "test_csl": "formats/csl/test_csl", "test_date": "records/test_date",
    "test_differences": "merging/test_diff", "test_duplicates": "matching/test_duplicates",
    "test_identifier": "records/test_identifier", "test_intake": "commands/test_intake",
    "test_latex": "text/test_latex", "test_library": "library/test_library",
    "test_linking": "checks/test_link_status", "test_looking": "web/test_link_checker",
    "test_match": "matching/test_distance", "test_merge": "merging/test_merge", "test_name": "records/test_name",
    "test_normalise": "normalise/test_normalise", "test_record": "records/test_record",
    "test_rekeying": "citations/test_rewrite", "test_revise": "lookup/test_update",
    "test_schema": "library/test_schema", "test_search": "library/test_query", "test_store": "store/test_store",
    "test_tagging": "library/test_tags", "test_toml": "toml/test_toml", "test_user": "web/test_user_settings",
    "test_venue": "records/test_venue", "test_verdict": "lookup/test_verify", "test_web": "web/test_web",
    "bibtex/test_bibtex_encoding": "text/test_encoding",
}  # fmt: skip
SRC, TEST = Path("src/moebib"), Path("tests")


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True)


def target(module: str) -> str:
    """Where *module* ("bibtex.scan", "bibtex.__init__") goes; its own name where it stays."""
    if module in MODULES:
        return MODULES[module]
    if (home := MODULES.get(module.removesuffix(".__init__"))) and module.endswith(".__init__"):
        return home + ".__init__"
    package, _, rest = module.partition(".")
    return f"{PACKAGES[package]}.{rest}" if package in PACKAGES else module


def move(old: Path, new: Path) -> None:
    if old != new:
        new.parent.mkdir(parents=True, exist_ok=True)
        git("mv", str(old), str(new))


paths = {".".join(p.relative_to(SRC).with_suffix("").parts): p for p in sorted(SRC.rglob("*.py"))}
moves = {name: target(name) for name in paths}
assert len(set(moves.values())) == len(moves), [m for m in moves.values() if list(moves.values()).count(m) > 1]
dotted = {old.removesuffix(".__init__"): new.removesuffix(".__init__") for old, new in moves.items()}
for name, path in paths.items():  # through a second name, since checks/x and checks/rules/x stand in each other's way
    move(path, SRC / "__moving" / (moves[name].replace(".", "/") + ".py"))
for path in sorted((SRC / "__moving").rglob("*.py")):
    move(path, SRC / path.relative_to(SRC / "__moving"))
for package, words in NEW_PACKAGES.items():
    init = SRC / package.replace(".", "/") / "__init__.py"
    if not init.exists():
        init.write_text(f'"""{words}"""\n', "utf-8")
for path in sorted(TEST.rglob("test_*.py")):
    name = path.relative_to(TEST).with_suffix("").as_posix()
    folder, _, rest = name.partition("/")
    new = TESTS.get(name) or (f"{TESTS[folder]}/{rest}" if folder in TESTS else name)
    move(path, TEST / f"{new}.py")
    depth = len(Path(new).parts) - len(Path(name).parts)
    if depth:
        at = TEST / f"{new}.py"
        text = at.read_text("utf-8")
        at.write_text(re.sub(r"(__file__\)\.parents\[)(\d)", lambda m: m[1] + str(int(m[2]) + depth), text), "utf-8")


def renamed(match: re.Match[str]) -> str:
    """A dotted name with its longest beginning that is a module put in its new place."""
    parts = match[1].split(".")
    for end in range(len(parts), 0, -1):
        if (old := ".".join(parts[:end])) in dotted:
            return ".".join(["moebib", dotted[old], *parts[end:]])
    return match[0]


def in_match(text: str) -> str:
    """``match`` was a package with a face of its own, which is a module now."""
    return text.replace(
        "from moebib.match import people, titles, works", "from moebib@matching import names, publications, titles"
    )


def face(path: Path, text: str) -> str:
    """The modules that ``distance`` uses, under their new names."""
    if path != SRC / "matching/distance.py":
        return text
    return re.sub(r"\bpeople\.", "names.", re.sub(r"\bworks\.", "publications.", text))


def from_root(match: re.Match[str]) -> str:
    """``from moebib import store, actions``: each name from its new room, under its old name where it is used so."""
    lines = []
    for name in re.split(r",\s*", match[2]):
        bare, _, alias = name.partition(" as ")
        room, _, leaf = dotted.get(bare, bare).rpartition(".")
        used = alias or bare
        lines.append(
            f"{match[1]}from moebib{'@' + room if room else ''} import {leaf}" + (f" as {used}" if used != leaf else "")
        )
    return "\n".join(lines)


def rewrite(text: str) -> str:
    text = in_match(text)
    text = re.sub(r"(?m)^([ \t]*)from moebib import ([a-z_]+(?: as \w+)?(?:, *[a-z_]+(?: as \w+)?)*)$", from_root, text)
    text = re.sub(r"(?<!merge\.)\bmoebib\.([a-z_0-9]+(?:\.[a-z_0-9]+)*)", renamed, text)
    text = text.replace("from moebib@", "from moebib.")  # an import from the root is in its new place already
    return re.sub(
        r"\bmoebib/([a-z_0-9/]+)\.py\b", lambda m: f"moebib/{target(m[1].replace('/', '.')).replace('.', '/')}.py", text
    )


listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout.split("\0")
for file in filter(None, listed):
    path = Path(file)
    if path.exists() and path.suffix in {".py", ".md", ".sh", ".toml", ".yaml", ".yml"} or file == ".ci/run":
        if file.startswith("entries/") or file in (
            "README.md",
            "CHANGELOG.md",
            "tests/test_architecture.py",
            "moebib.toml",
        ):
            continue
        old = path.read_text("utf-8")
        if (new := face(path, rewrite(old))) != old:
            path.write_text(new, "utf-8")
