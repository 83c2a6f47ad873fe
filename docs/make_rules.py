"""Write docs/rules anew from the texts of the rules; tests/checks/test_rules.py holds that they fit."""

from __future__ import annotations

from pathlib import Path

from moebib.checks.rules import page, rules

FOLDER = Path(__file__).parent / "rules"

HEAD = """\
# Rules

What `moebib check` looks for; `moebib rule CODE` prints the same pages.

| code | name | finds |
|---|---|---|
"""


def main() -> None:
    """One page a rule, and their index."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("MB*.md"):
        old.unlink()
    for rule in rules():
        (FOLDER / f"{rule.code}.md").write_text(page(rule), encoding="utf-8", newline="\n")
    rows = (f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.finds} |\n" for rule in rules())
    (FOLDER / "README.md").write_text(HEAD + "".join(rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
