"""For any list made of a random template and random works: edits change what they are about, and nothing else."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from marked_list import library_of, marked_list
from moebib.formats.paper_list.document import ListDocument, WorkBlock
from moebib.formats.paper_list.edit.edit import edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.formats.paper_list.reader import read, read_document
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.records.date import Date
from moebib.records.record import Record


class Work(NamedTuple):
    """What is in a line."""

    number: int
    date: Date
    venue: str
    has_code: bool
    marker: str

    @property
    def title(self) -> str:
        return f"{NAMES[self.number % len(NAMES)]} {self.number}: Things of {VENUES[self.number % len(VENUES)]}s"


NAMES = ("Warm", "Cold", "*Hot*", "A $k$-Map", "Über", "专家")
VENUES = ("ICML", "NeurIPS", "arXiv", "ACL", "Journal of Invented Things")
DATES = ("{Y}", "'{y}", "'{y}.{m}", "{Y}-{M}-{D}", "{Y}/{M}", "{Y}.{m}.{d}")
HEADS = ("- ", "* ", "  - ", "+ ", "{number}. ", "1. ")
VENUE_FORMS = (
    " [{venue} {date}]",
    ", {venue}, {date}",
    " `{venue}` `{date}`",
    " ({venue}, {date})",
    ". *{venue}* {date}.",
)
TITLE_FORMS = (
    "[{title}]({paper})",
    "**[{title}]({paper})**",
    "{title} [[Paper]({paper})]",
    "**{title}.** [pdf]({paper})",
)
CODE_FORMS = (" [[Code]({code})]", " | [code]({code})", ", [GitHub]({code})")
GAPS = ("\n", "\n\n", "\n\n\n")


@st.composite
def lists(draw: st.DrawFn) -> str:
    """The marked text of a list."""
    newline = draw(st.sampled_from(("\n", "\n", "\r\n")))
    form, head = draw(st.sampled_from(DATES)), draw(st.sampled_from(HEADS))
    title_form, venue_form = draw(st.sampled_from(TITLE_FORMS)), draw(st.sampled_from(VENUE_FORMS))
    code_form, gap = draw(st.sampled_from(CODE_FORMS)), draw(st.sampled_from(GAPS))
    works = draw(st.lists(_works(), min_size=3, max_size=9, unique_by=lambda work: work.number))
    order = draw(st.sampled_from(("newest", "oldest", "title", "as it is")))
    if order != "as it is":
        works.sort(key=lambda work: work.title if order == "title" else str(work.date), reverse=order == "newest")
    lines = [
        "«" + _written(number, work, head, title_form, venue_form, code_form, form) + "»"
        for number, work in enumerate(works, 1)
    ]
    half = draw(st.integers(1, len(lines) - 1))
    sections = (lines[:half], lines[half:])
    text = "\n\n".join(
        f"## Section {tag} {{#{tag}}}\n\n{gap.join(part)}" for tag, part in zip("ab", sections, strict=True)
    )
    end = draw(st.sampled_from(("\n", "", "\n\nThe end.\n")))
    return ("# List\n\nSome words.\n\n" + text + end).replace("\n", newline)


def _works() -> st.SearchStrategy[Work]:
    days = st.builds(Date, st.integers(2015, 2025), st.integers(1, 12), st.integers(1, 28))
    return st.builds(
        Work, st.integers(0, 99), days, st.sampled_from(VENUES), st.booleans(), st.sampled_from(("", "", " 🔥"))
    )


def _written(number: int, work: Work, head: str, title: str, venue: str, code: str, form: str) -> str:
    day = work.date
    date = form.format(
        Y=day.year, y=f"{day.year % 100:02}", M=f"{day.month:02}", m=day.month, D=f"{day.day:02}", d=day.day
    )
    marks = {
        "number": f"{{number|{number}}}", "title": f"{{title|{work.title}}}", "venue": f"{{venue|{work.venue}}}",
        "date": f"{{date|{date}}}", "paper": f"{{url:paper|https://arxiv.org/abs/2401.{work.number:05}}}",
        "code": f"{{url:code|https://github.com/lab/{work.number}}}",
    }  # fmt: skip
    marker = f"{{marker|{work.marker}}}" if work.marker else ""
    return (head + title + venue + code * work.has_code).format(**marks) + marker


def edited(document: ListDocument, library: Library, base: Library | None) -> Any:
    return edit_list(document, library, match_blocks(document, library, base), base)


NEW = Record(id="new", type="article", genre="preprint", container_title="arXiv", title="Brand New: A Work",
             issued="2020-06-15", identifiers=["arxiv:2006.77777"], tags=["a"])  # fmt: skip


@given(lists())
def test_without_a_change_every_byte_stays(marked: str) -> None:
    document = marked_list(marked)
    library = library_of(document)
    for base in (None, library):
        result = edited(document, library, base)
        assert result.text == document.text
        assert not result.changes
        assert not result.differences


@given(lists(), st.sampled_from(("a", "b")))
def test_a_work_that_is_added_and_removed_leaves_the_list_as_it_was(marked: str, tag: str) -> None:
    document = marked_list(marked)
    library = library_of(document)
    new = NEW.evolve(tags=[tag])
    longer = Library([*library, new], config=library.config)
    result = edited(document, longer, library)
    if result.problems:  # a list whose entries all have a venue other than arXiv, for example
        return
    assert [change.kind for change in result.changes if change.kind != "number"] == ["added"]
    if not any(change.kind == "number" for change in result.changes):
        after = with_new_block(document, result.text, result.changes[0].line, tag)
        keys = [*match_blocks(document, library)]
        keys.insert([block.item.title for block in after.blocks].index(NEW.title), "new")
        back = edit_list(after, library, keys, longer)
        assert back.text == document.text


def with_new_block(document: ListDocument, text: str, line: int, tag: str) -> ListDocument:
    """The list with a work added in one line, without a reader."""
    lines = text.splitlines(keepends=True)
    start, size = len("".join(lines[: line - 1])), len(text) - len(document.text)
    moved = [
        block._replace(start=block.start + size, end=block.end + size, parts=()) if block.start >= start else block
        for block in document.blocks
    ]
    item = document.blocks[0].item._replace(title=NEW.title, authors=())
    block = WorkBlock("item", start, start + len(lines[line - 1]), (), item, tag)
    return document._replace(text=text, blocks=tuple(sorted([*moved, block], key=lambda block: block.start)))


@given(lists(), st.data())
def test_a_new_venue_changes_only_the_venue(marked: str, data: st.DataObject) -> None:
    document = marked_list(marked)
    library = library_of(document)
    number = data.draw(st.integers(0, len(document.blocks) - 1))
    key = match_blocks(document, library)[number]
    record = library[key or ""]
    changed = record.evolve(type="paper-conference", genre="", container_title="", container_title_short="OSDI")
    result = edited(document, library.replacing(changed), library)
    part = next(part for part in document.blocks[number].parts if part.role == "venue")
    assert result.text == f"{document.text[: part.start]}OSDI{document.text[part.end :]}"
    assert [(change.kind, change.key) for change in result.changes] == [("changed", key)]


@given(lists(), st.data())
def test_a_work_that_is_removed_takes_only_its_lines(marked: str, data: st.DataObject) -> None:
    document = marked_list(marked)
    library = library_of(document)
    block = data.draw(st.sampled_from(document.blocks))
    key = match_blocks(document, library)[document.blocks.index(block)]
    result = edited(document, Library([one for one in library if one.id != key], config=library.config), library)
    kept = [document.text[other.start : other.end].strip() for other in document.blocks if other != block]
    at = 0
    for lines in kept:
        if not any(part.role == "number" for part in document.blocks[0].parts):
            assert lines in result.text[at:]
            at = result.text.index(lines, at) + len(lines)
    assert block.item.title not in result.text
    assert not result.differences


@given(lists(), st.sampled_from(("a", "b")))
def test_a_list_that_was_read_is_written_in_the_form_in_which_it_is_read_again(marked: str, section: str) -> None:
    text = marked_list(marked).text
    parsed = read(text, Config())
    config = Config(sections=parsed.sections)
    document, library = read_document(text, config), Library(parsed.records, config=config)
    assert edited(document, library, library).text == text
    tag = f"section-{section}"
    if tag not in {block.tag for block in document.blocks}:
        return
    longer = Library([*library, NEW.evolve(tags=[tag])], config=config)
    result = edited(document, longer, library)
    if result.problems:
        return
    again = read_document(result.text, config)
    keys = match_blocks(again, longer)
    assert keys.count("new") == 1
    new = again.blocks[keys.index("new")]
    assert (new.item.title, new.tag) == (NEW.title, tag)
    assert not edit_list(again, longer, keys, longer).differences
    assert edit_list(again, library, keys, longer).text == text


@given(st.text(alphabet="-*# []()|`<>abc12\n\r\\_.:/'\"!é中🔥", max_size=200))
def test_any_text_stays_as_it_is(text: str) -> None:
    parsed = read(text, Config())
    config = Config(sections=parsed.sections)
    document, library = read_document(text, config), Library(parsed.records, config=config)
    assert edited(document, library, library).text == text
    edited(document, library.replacing(NEW.evolve(tags=list(config.tags[:1]))), library)
