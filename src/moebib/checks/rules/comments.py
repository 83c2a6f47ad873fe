"""Comments that ask to ignore a rule. They stand in the files, not in the entries: ``checking`` looks for them."""

from __future__ import annotations

from moebib.checks.rules import Family, Rule

UNUSED = Rule(
    code="MB461",
    name="ignore-without-effect",
    finds="a comment that asks to ignore a rule which finds nothing in the entry",
    why="What is no longer needed hides the next flaw of its kind.",
    bad=('# moebib: ignore MB371 the dot is part of the name\ntype = "article"\ntitle = "Sparse Experts"',),
    good=('type = "article"\ntitle = "Sparse Experts"',),
    fix="Remove the comment.",
)
NO_REASON = Rule(
    code="MB462",
    name="ignore-without-reason",
    finds="a comment that asks to ignore a rule and does not say why",
    why="Who reads the entry next year cannot tell an exception from a mistake that was waved through.",
    bad=('# moebib: ignore MB371\ntype = "article"\ntitle = "Sparse Experts etc."',),
    good=('# moebib: ignore MB371 the dot is part of the name\ntype = "article"\ntitle = "Sparse Experts etc."',),
    fix="Write the reason behind the code.",
)

FAMILY = Family("comments", (UNUSED, NO_REASON))
