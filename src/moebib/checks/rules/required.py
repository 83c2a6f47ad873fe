"""Required fields: what a reference of each type must have, and what it cannot have.

After the mandatory fields of biblatex 3.17, section 2.1.1. The date has rules of its own in ``dates``.
"""

from __future__ import annotations

from collections.abc import Iterator

from moebib.checks.rules import Context, Flaw, Rule
from moebib.records.record import Record
from moebib.text.markup import plain

_BOOK = 'type = "book"\ntitle = "Sparse Experts"\n'
_ARTICLE = 'type = "article-journal"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\n'
_THESIS = 'type = "thesis"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\n'
_PREPRINT = 'type = "article"\ngenre = "preprint"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\n'

_UNTITLED = ("personal_communication", "graphic", "review", "review-book")


@Rule(
    code="MB301", name="missing-title", finds="a work without a title",
    why="It cannot be cited, found or compared.",
    bad=('type = "book"\nauthor = ["Doe, Jane"]', 'type = "article-journal"\ntitle = ""'),
    good=(_BOOK, 'type = "personal_communication"\nauthor = ["Doe, Jane"]', 'type = "graphic"'),
    fix="Add the title; `moebib update KEY` fetches it by an identifier.", level="error",
).each_work  # fmt: skip
def missing_title(record: Record, context: Context) -> Iterator[Flaw]:
    """Letters, pictures and reviews need none. A document without any field is not a reference."""
    is_reference = record.type != "document" or record.author or record.issued or record.identifiers
    if is_reference and not plain(record.title).strip() and record.type not in _UNTITLED:
        yield Flaw(("title",), "missing title", context.with_update("add it", "it"))


_AUTHORED = frozenset({"article", "article-journal", "paper-conference", "chapter", "book", "thesis", "report"})
_FEW = 0.1
"""If fewer works than this have authors, the list was taken from one that does not give authors."""


@Rule(
    code="MB302", name="missing-author", finds="a work without authors or editors",
    why="Styles sort and cite by author. If hardly any work has authors, the list comes from one that does not give "
        "them, and this is reported only once.",
    bad=(_BOOK, 'type = "paper-conference"\ntitle = "Sparse Experts"'),
    good=(f'{_BOOK}author = ["Doe, Jane"]', f'{_BOOK}editor = ["Doe, Jane"]',
          'type = "webpage"\ntitle = "Our Experts"', f'{_BOOK}author = ["{{Example Team}}"]'),
    fix="Add all authors in order; `moebib update` fetches them by an identifier.",
).whole_list  # fmt: skip
def missing_author(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Only for types that have authors."""
    authored = [record for record in context.records if record.type in _AUTHORED]
    without = [record for record in authored if not (record.author or record.editor)]
    with_author = sum(bool(record.author) for record in context.records)
    if len(without) > 1 and with_author < _FEW * len(context.records):
        message = f"missing author in {len(without)} of {len(context.records)} works"
        yield without[0].id, Flaw(("author",), message, context.with_update("add all authors", "them"))
        return
    for record in without:
        yield record.id, Flaw(("author",), "missing author", context.with_update("add all authors", "them"))


_CONTAINERS = {
    "article-journal": "journal", "article-magazine": "magazine", "article-newspaper": "newspaper",
    "paper-conference": "conference or proceedings", "chapter": "book", "entry-encyclopedia": "encyclopedia",
    "entry-dictionary": "dictionary",
}  # fmt: skip


@Rule(
    code="MB303", name="missing-venue",
    finds="an article without a journal, a paper without a conference, or a chapter without a book",
    why="Readers find the work by it, and it is the first thing that BibTeX warns about.",
    bad=(_ARTICLE, 'type = "chapter"\ntitle = "Sparse Experts"'),
    good=(f'{_ARTICLE}container_title = "Imagined Systems"', f'{_ARTICLE}container_title_short = "IS"', _PREPRINT),
    fix="Add it as `container_title`, or correct the type if this is a preprint or a web page.",
).each_work  # fmt: skip
def missing_venue(record: Record, context: Context) -> Iterator[Flaw]:
    """The full or the short name, or the name of the event."""
    container = _CONTAINERS.get(record.type)
    if container and not (record.container_title or record.container_title_short or record.event_title):
        in_bib = "journal" if record.type.startswith("article") else "booktitle"
        hint = f"add its title as {context.called('container_title', in_bib)}"
        yield Flaw(("container_title",), f"missing {container}", hint)


_PUBLISHERS = {"thesis": "university", "report": "institution"}


@Rule(
    code="MB304", name="missing-institution",
    finds="a thesis without a university, or a report without an institution",
    why="Styles print it, and often only the institution can provide a copy.",
    bad=(_THESIS, 'type = "report"\ntitle = "Sparse Experts"'),
    good=(f'{_THESIS}publisher = "University of Example"', _BOOK,
          'type = "book"\ngenre = "manual"\ntitle = "How to Use Experts"'),
    fix="Add it as `publisher`.",
).each_work  # fmt: skip
def missing_institution(record: Record, context: Context) -> Iterator[Flaw]:
    """CSL calls both the publisher."""
    institution = _PUBLISHERS.get(record.type)
    if institution and not record.publisher:
        in_bib = "school" if record.type == "thesis" else "institution"
        yield Flaw(("publisher",), f"missing {institution}", f"add it as {context.called('publisher', in_bib)}")


@Rule(
    code="MB305", name="missing-link",
    finds="a preprint or web page without an identifier or a link; in a list of moebib, any work without them",
    why="No library keeps preprints and web pages, so they can only be found online. In a list, readers expect links.",
    bad=(_PREPRINT, 'type = "webpage"\ntitle = "Our Experts"'),
    good=(f'{_PREPRINT}identifiers = ["arxiv:2401.01234"]', f'{_PREPRINT}url = "https://example.org/experts"',
          f'{_BOOK}identifiers = ["isbn:9780306406157"]'),
    fix="Add its identifier or its URL.",
).each_work  # fmt: skip
def missing_link(record: Record, context: Context) -> Iterator[Flaw]:
    """Any identifier or link is enough."""
    is_online = record.is_preprint or record.type in ("webpage", "post", "post-weblog")
    if not (is_online or context.is_list) or record.link:
        return
    if not record.all_identifiers and not any(urls for _, urls in record.links):
        yield Flaw(("identifiers",), "missing identifier or link", "add one, so that readers can find the work")


@Rule(
    code="MB306", name="missing-pages", finds="an article in a volume without pages or an article number",
    why="Styles print them. This is a note, because some journals have neither.",
    bad=(f'{_ARTICLE}volume = "12"', f'{_ARTICLE}volume = "12"\nissue = "3"'),
    good=(f'{_ARTICLE}volume = "12"\npage = "1-10"', f'{_ARTICLE}volume = "12"\nnumber = "e1234"', _ARTICLE),
    fix="Add `page`, or `number` for an article number.", level="note",
).each_work  # fmt: skip
def missing_pages(record: Record, context: Context) -> Iterator[Flaw]:
    """An article without a volume has not appeared in print yet."""
    if record.type == "article-journal" and record.volume and not (record.page or record.number):
        hint = f"add {context.called('page', 'pages')} or {context.called('number', 'eid')}"
        yield Flaw(("page",), "missing pages or article number", hint)


_WITHOUT_VOLUME = frozenset({"webpage", "post", "post-weblog", "thesis", "software"})


@Rule(
    code="MB307", name="unused-field", finds="a field that no style prints for this type of work",
    why="The value is missing from every bibliography, or the type is wrong.",
    bad=('type = "webpage"\ntitle = "Our Experts"\nvolume = "12"',
         f'{_THESIS}container_title = "Imagined Systems"'),
    good=(f'{_ARTICLE}volume = "12"', _THESIS, 'type = "webpage"\ntitle = "Our Experts"'),
    fix="Correct the type, or remove the field.",
).each_work  # fmt: skip
def unused_field(record: Record, context: Context) -> Iterator[Flaw]:
    """Volume and issue of something that is not a serial, and the journal of a thesis."""
    if record.type in _WITHOUT_VOLUME and (record.issue or (record.volume and record.type != "thesis")):
        field = "volume" if record.volume else "issue"
        yield Flaw((field,), f"a {record.type} has no {field}", "if it appeared in a journal, correct the type")
    if record.type == "thesis" and record.container_title:
        message = f"a thesis is not part of something else: {record.container_title!r}"
        hint = f"give the university as {context.called('publisher', 'school')}, or correct the type"
        yield Flaw(("container_title",), message, hint)
