"""Comments that suppress rules. They are in the files, not in the entries: ``checks.suppressions`` applies these."""

from __future__ import annotations

from moebib.checks.rules import Rule

UNUSED = Rule(
    code="MB461", name="unused-ignore", finds="a comment that suppresses a rule that finds nothing in the entry",
    why="A comment that is no longer needed hides the next problem of its kind. One that names an unknown rule has no "
        "effect at all.",
    bad=('# moebib: ignore MB371 the full stop is part of the name\ntype = "article"\ntitle = "Sparse Experts"',),
    good=('type = "article"\ntitle = "Sparse Experts"',),
    fix="Remove the comment, or correct the name of the rule.",
)  # fmt: skip
NO_REASON = Rule(
    code="MB462", name="ignore-without-reason", finds="a comment that suppresses a rule without giving a reason",
    why="Later readers of the entry cannot tell an exception from a mistake.",
    bad=('# moebib: ignore MB371\ntype = "article"\ntitle = "Sparse Experts etc."',),
    good=('# moebib: ignore MB371 the full stop is part of the name\n'
          'type = "article"\ntitle = "Sparse Experts etc."',),
    fix="Write the reason after the code.",
)  # fmt: skip
