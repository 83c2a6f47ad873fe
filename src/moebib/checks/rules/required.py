"""Required and superfluous fields: what a reference of each type cannot do without, and what it has no place for.

After the mandatory fields of biblatex 3.17, section 2.1.1; the date has a rule of its own in ``dates``.
"""

from __future__ import annotations

from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.records.record import Record

_IN_SOMETHING = {
    "article-journal": "journal", "article-magazine": "magazine", "article-newspaper": "newspaper",
    "paper-conference": "conference or proceedings", "chapter": "book", "entry-encyclopedia": "encyclopedia",
    "entry-dictionary": "dictionary",
}  # fmt: skip
_FROM_SOMEWHERE = {"thesis": "university", "report": "institution"}
_BY_SOMEBODY = frozenset({"article", "article-journal", "paper-conference", "chapter", "book", "thesis", "report"})
_NO_VOLUME = frozenset({"webpage", "post", "post-weblog", "thesis", "software"})
_NO_CONTAINER = frozenset({"thesis"})
_FEW = 0.1
"""Of the works, with authors: below, the list has been taken over from one that names nobody."""


def without_title(record: Record, _: Context) -> Iterator[Flaw]:
    """Nothing but a letter or an artwork goes without a title; what has nothing at all is no reference."""
    is_reference = record.type != "document" or record.author or record.issued or record.identifiers
    untitled = ("personal_communication", "graphic", "review", "review-book")
    if is_reference and not record.title.strip() and record.type not in untitled:
        yield Flaw(("title",), "no title", "add it; `moebib update` fetches it, if there is an identifier")


def without_people(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Works that nobody wrote; where hardly any work names somebody, that is one flaw of the list."""
    nobody = [one for one in context.records if one.type in _BY_SOMEBODY and not (one.author or one.editor)]
    named = sum(bool(record.author) for record in context.records)
    if len(nobody) > 1 and named < _FEW * len(context.records):
        message = f"no author in {len(nobody)} of {len(context.records)} works"
        yield nobody[0].id, Flaw(("author",), message, "`moebib update` fetches those of works with an identifier")
        return
    for record in nobody:
        hint = "add all of them; `moebib update` fetches them by an identifier"
        yield record.id, Flaw(("author",), "no author", hint)


def without_container(record: Record, _: Context) -> Iterator[Flaw]:
    """An article is in a journal, a chapter in a book."""
    what = _IN_SOMETHING.get(record.type)
    if what and not (record.container_title or record.container_title_short or record.event_title):
        yield Flaw(("container_title",), f"no {what} that it appeared in", "add its title as `container_title`")


def without_institution(record: Record, _: Context) -> Iterator[Flaw]:
    """Styles print the university of a thesis and the institution of a report."""
    what = _FROM_SOMEWHERE.get(record.type)
    if what and not record.publisher:
        yield Flaw(("publisher",), f"no {what}", "add it as `publisher`")


def without_way(record: Record, context: Context) -> Iterator[Flaw]:
    """A preprint or a page that nothing leads to cannot be found; and a list is there to be clicked on."""
    online = record.is_preprint or record.type in ("webpage", "post", "post-weblog")
    if not (online or context.is_list) or record.link:
        return
    if not record.all_identifiers and not any(urls for _, urls in record.links):
        yield Flaw(("identifiers",), "no identifier and no link", "add one: it is the only way to the work")


def without_pages(record: Record, _: Context) -> Iterator[Flaw]:
    """An article of a volume has pages, or a number."""
    if record.type == "article-journal" and record.volume and not (record.page or record.number):
        yield Flaw(("page",), "a volume, but neither pages nor an article number", "add `page` or `number`")


def superfluous(record: Record, _: Context) -> Iterator[Flaw]:
    """A field that no style prints for this type says that the type is another one."""
    if record.type in _NO_VOLUME and (record.issue or (record.volume and record.type != "thesis")):
        field = "volume" if record.volume else "issue"
        yield Flaw((field,), f"a {record.type} has no {field}", "if it appeared in a journal, correct the type")
    if record.type in _NO_CONTAINER and record.container_title:
        yield Flaw(("container_title",), f"a {record.type} appears in nothing: {record.container_title!r}",
                   "name the university as `publisher`, or correct the type")  # fmt: skip


_BOOK = 'type = "book"\ntitle = "Sparse Experts"\n'
_ARTICLE = 'type = "article-journal"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\n'
_THESIS = 'type = "thesis"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\n'
_PREPRINT = 'type = "article"\ngenre = "preprint"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\n'

FAMILY = Family("required fields", (
    Rule(
        code="MB301", name="title-missing", finds="a work without a title",
        why="It cannot be cited, searched for, or compared.",
        bad=('type = "book"\nauthor = ["Doe, Jane"]', 'type = "article-journal"\ntitle = ""'),
        good=(_BOOK, 'type = "personal_communication"\nauthor = ["Doe, Jane"]', 'type = "graphic"'),
        fix="Add the title; `moebib update KEY` fetches it by an identifier.", check_work=without_title, level="error",
    ),
    Rule(
        code="MB302", name="author-missing", finds="a work that nobody wrote or edited",
        why="Styles sort and cite by the author. A list that was taken over from one that names nobody is told once.",
        bad=(_BOOK, 'type = "paper-conference"\ntitle = "Sparse Experts"'),
        good=(f'{_BOOK}author = ["Doe, Jane"]', f'{_BOOK}editor = ["Doe, Jane"]',
              'type = "webpage"\ntitle = "Our Experts"', f'{_BOOK}author = ["{{Example Team}}"]'),
        fix="Add all authors in order; `moebib update` fetches them by an identifier.", check_list=without_people,
    ),
    Rule(
        code="MB303", name="container-missing",
        finds="an article without a journal, a paper without a conference, a chapter without a book",
        why="Where it appeared is how a reader finds it, and what BibTeX warns of first.",
        bad=(_ARTICLE, 'type = "chapter"\ntitle = "Sparse Experts"'),
        good=(f'{_ARTICLE}container_title = "Imagined Systems"', f'{_ARTICLE}container_title_short = "IS"', _PREPRINT),
        fix="Add it as `container_title`; or correct the type, if it is a preprint or a page.",
        check_work=without_container,
    ),
    Rule(
        code="MB304", name="institution-missing",
        finds="a thesis without a university, a report without an institution",
        why="It is the only one who can hand out a copy.",
        bad=(_THESIS, 'type = "report"\ntitle = "Sparse Experts"'),
        good=(f'{_THESIS}publisher = "University of Example"', _BOOK,
              'type = "book"\ngenre = "manual"\ntitle = "How to Use Experts"'),
        fix="Add it as `publisher`.", check_work=without_institution,
    ),
    Rule(
        code="MB305", name="no-way-to-it",
        finds="a preprint or a web page without an identifier or a link; in a list of ours, any work",
        why="There is no other way to a preprint or a page: no library keeps it. A list is there to be clicked on.",
        bad=(_PREPRINT, 'type = "webpage"\ntitle = "Our Experts"'),
        good=(f'{_PREPRINT}identifiers = ["arxiv:2401.01234"]', f'{_PREPRINT}url = "https://example.org/experts"',
              f'{_BOOK}identifiers = ["isbn:9780306406157"]'),
        fix="Add its identifier or its address.", check_work=without_way,
    ),
    Rule(
        code="MB306", name="pages-missing", finds="an article in a volume without pages or an article number",
        why="It is a note: some journals count neither.",
        bad=(f'{_ARTICLE}volume = "12"', f'{_ARTICLE}volume = "12"\nissue = "3"'),
        good=(f'{_ARTICLE}volume = "12"\npage = "1-10"', f'{_ARTICLE}volume = "12"\nnumber = "e1234"', _ARTICLE),
        fix="Add `page`, or `number` for an article number.", check_work=without_pages, level="note",
    ),
    Rule(
        code="MB307", name="field-without-place", finds="a field that no style prints for this type of work",
        why="The value is lost in every context; or the type is wrong.",
        bad=('type = "webpage"\ntitle = "Our Experts"\nvolume = "12"',
             f'{_THESIS}container_title = "Imagined Systems"'),
        good=(f'{_ARTICLE}volume = "12"', _THESIS, 'type = "webpage"\ntitle = "Our Experts"'),
        fix="Correct the type, or remove the field.", check_work=superfluous,
    ),
))  # fmt: skip
