"""Sections of a list that have no works yet, or no heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from moebib.formats.paper_list.document import Heading
from moebib.formats.paper_list.edit.additions import NewWork
from moebib.formats.paper_list.edit.edited import ListChange, ListEdit
from moebib.formats.paper_list.edit.inline import write_text
from moebib.formats.paper_list.edit.listing import Listing
from moebib.text.markdown import anchors
from moebib.text.shorten import quote

__all__ = ["first_works"]


def first_works(listing: Listing, new: Sequence[NewWork], changes: Sequence[ListChange]) -> Iterator[ListEdit]:
    """The works of one section that has none yet: below its heading, or below a new one."""
    tag = new[0].tag
    gap = listing.usual_gap
    text = gap.join(work.draft.text for work in new)
    heading = next((heading for heading in listing.document.headings if heading.tag == tag), None)
    below = _usual(listing, _gaps_below(listing)) or listing.newline * 2
    if heading:
        end = _end_of_introduction(listing, heading)
        if end > heading.end:  # there is a paragraph
            below = listing.newline * 2
        yield ListEdit(end, end, below + text, tuple(changes))
        return
    at, level = _place_of_heading(listing, tag)
    shown = _text_of_heading(listing, tag, level, len(new))
    written = _written_heading(listing, shown, level)
    above = _usual(listing, _gaps_above(listing)) or listing.newline * 2
    change = ListChange(0, "heading", "", f"new section {quote(listing.library.config.heading_of(tag))}")
    start = len(listing.text[:at].rstrip())
    yield ListEdit(start, start, above + written + below + text, (change, *changes))
    if entry := _entry_of_contents(listing, tag, at, shown, len(new)):
        yield entry


def _usual(listing: Listing, gaps: Counter[int]) -> str:
    return listing.newline * gaps.most_common(1)[0][0] if gaps else ""


def _gaps_below(listing: Listing) -> Counter[int]:
    """How many line breaks are between a heading and the work right below it."""
    starts = {work.block.start for work in listing.works}
    gaps: Counter[int] = Counter()
    for heading in listing.document.headings:
        end = len(listing.text[: heading.end].rstrip())
        rest = re.match(r"\s*?(?=[^\S\r\n]*\S)", listing.text[end:])
        following = end + (rest.end() if rest else 0)
        if following in starts:
            gaps[listing.breaks(end, following)] += 1
    return gaps


def _gaps_above(listing: Listing) -> Counter[int]:
    """How many line breaks are between a work and the heading right below it."""
    ends = {work.end for work in listing.works}
    gaps: Counter[int] = Counter()
    for heading in listing.document.headings:
        end = len(listing.text[: heading.start].rstrip())
        line_end = re.compile(r"[ \t]*").match(listing.text, end)
        if line_end and line_end.end() in ends:
            gaps[listing.breaks(end, heading.start)] += 1
    return gaps


def _end_of_introduction(listing: Listing, heading: Heading) -> int:
    """Where the heading ends, with the paragraphs below it; HTML there may be the end of what is around the section."""
    headings = listing.document.headings
    following = next((other.start for other in headings if other.start > heading.start), len(listing.text))
    first_work = next(
        (work.block.start for work in listing.works if work.block.start > heading.start), len(listing.text)
    )
    text = listing.text[heading.end : min(following, first_work)]
    end = heading.end if re.search(r"^\s*(?:<|---)", text, re.M) else heading.end + len(text)
    return len(listing.text[:end].rstrip())


def _place_of_heading(listing: Listing, tag: str) -> tuple[int, int]:
    """Where the heading of a new section goes, by the order of moebib.toml, and its level."""
    headings = [heading for heading in listing.document.headings if heading.tag]
    parent = tag.rpartition("/")[0]
    levels = [heading.level for heading in headings if heading.tag.rpartition("/")[0] == parent]
    above = next((heading.level + 1 for heading in headings if heading.tag == parent), 2)
    level = max(levels, key=levels.count) if levels else above
    order = {section.tag: number for number, section in enumerate(listing.library.config.sections)}
    own = order.get(tag, len(order))
    earlier = [heading for heading in headings if order.get(heading.tag, -1) < own]
    # After the last section that is before it, with all that is below that one's heading.
    last = max(earlier, key=lambda heading: (order.get(heading.tag, -1), heading.start), default=None)
    if last is None:
        return (headings[0].start if headings else len(listing.text)), level
    after = (
        heading.start
        for heading in listing.document.headings
        if heading.start > last.start and heading.level <= max(level, 1) and not heading.tag.startswith(f"{last.tag}/")
    )
    return next(after, len(listing.text)), level


def _entry_of_contents(listing: Listing, tag: str, at: int, shown: str, works: int) -> ListEdit | None:
    """The line of a new section in the table of contents, made of that of the section before it."""
    headings = listing.document.headings
    texts = [heading.text for heading in headings]
    before = [number for number, heading in enumerate(headings) if heading.start < at]
    parent = tag.rpartition("/")[0]
    siblings = [
        number for number in before if headings[number].tag and headings[number].tag.rpartition("/")[0] == parent
    ]
    if not siblings:
        return None
    like = headings[siblings[-1]]
    old_anchors = anchors(texts)
    new_anchor = anchors([*texts[: len(before)], shown, *texts[len(before) :]])[len(before)]
    text, like_text = (_COUNT.sub("", heading) for heading in (shown, like.text))
    old = f"#{old_anchors[siblings[-1]]}"
    below = {f"#{old_anchors[number]}" for number in before if f"{headings[number].tag}/".startswith(f"{like.tag}/")}
    lines = [
        match
        for match in re.finditer(r"[^\r\n]+", listing.text)
        if below.intersection(re.findall(r"\((#[^()\s]+)\)", match[0])) and match.end() <= headings[siblings[0]].start
    ]
    line = next((match[0] for match in lines if f"({old})" in match[0]), "")
    if like_text not in line:
        return None
    entry = line.replace(like_text, write_text(text, "markdown"), 1).replace(f"({old})", f"(#{new_anchor})")
    entry = re.sub(r"\(\d+\)(\s*)$", rf"({works})\1", entry)
    change = ListChange(0, "heading", "", f"new line in the contents: {quote(text)}")
    return ListEdit(lines[-1].end(), lines[-1].end(), listing.newline + entry, (change,))


_COUNT = re.compile(r"\s*\(\d+\)\s*$")


def _text_of_heading(listing: Listing, tag: str, level: int, works: int) -> str:
    """The text of a new heading, with the count of its works if the others have one."""
    text = next((section.heading for section in listing.library.config.sections if section.tag == tag), tag)
    others = [heading.text for heading in listing.document.headings if heading.tag and heading.level == level]
    have_counts = others and all(map(_COUNT.search, others))
    return f"{text} ({works})" if have_counts else text


def _written_heading(listing: Listing, text: str, level: int) -> str:
    """The heading as those of its level are written."""
    forms: Counter[tuple[str, str]] = Counter()
    for heading in listing.document.headings:
        written = listing.text[heading.start : heading.end].strip()
        before, _, after = written.partition(heading.text)
        if heading.tag and heading.level == level and before != written and not re.search(r"[\w(]", after):
            forms[before, after] += 1
    before, after = forms.most_common(1)[0][0] if forms else (f"{'#' * min(level, 6)} ", "")
    return f"{before}{write_text(text, 'html' if '<' in before else 'markdown')}{after}"
