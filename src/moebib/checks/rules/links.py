"""Links: in the form that everyone can open and that will last; where they lead is in link_targets.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.links import HTTPS_HOSTS, host_of, is_file, links_of
from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.checks.rules._links import PAPER, with_code, with_link, with_page, work_at
from moebib.records.record import Record

_NO_SCHEME = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?", re.I)


@Rule(
    code="MB351", name="link-without-scheme", finds="a link in a .bib file that does not begin with https://",
    why="A browser takes it for the name of a file, and a LaTeX document gets a dead link.",
    bad=(f'{PAPER}[extra]\nurl = "www.example.org/paper"',
         f'{PAPER}[extra]\nurl = "huggingface.co/example/hydra"'),
    good=(work_at("https://www.example.org/paper"), f'{PAPER}[extra]\nurl = "see the author"', PAPER),
    fix="Write the complete URL. `moebib fix` does so for sites that are known to use https.", level="error",
).each_work  # fmt: skip
def link_without_scheme(record: Record, _: Context) -> Iterator[Flaw]:
    """Only in ``extra``, where reading a .bib file leaves it: `url` cannot hold it."""
    link = record.extra.get("url", "").strip()
    if link and _NO_SCHEME.fullmatch(link):
        new = f"https://{link}"
        rest = {name: value for name, value in record.extra.items() if name != "url"}
        is_certain = host_of(new) in HTTPS_HOSTS and not record.url
        changes = {"url": new, "extra": rest} if is_certain else None
        yield Flaw(("url",), f"a link without https://: {link}", f"write {new}", changes)


@Rule(
    code="MB352", name="insecure-link", finds="an http link to a site that uses https",
    why="Anyone between the reader and the site can read and change what is sent over http.",
    bad=(work_at("http://arxiv.org/list/recent"), with_code("http://github.com/example/hydra")),
    good=(work_at("https://example.org/"),
          work_at("http://www.example.org/paper"),
          with_code("https://github.com/example/hydra")),
    fix="`moebib fix` writes https.",
).each_work  # fmt: skip
def insecure_link(record: Record, _: Context) -> Iterator[Flaw]:
    """Only for sites that are known to use https."""
    for path, url in links_of(record):
        host = host_of(url)
        if url[:5].lower() == "http:" and (host in HTTPS_HOSTS or host.partition(".")[2] in HTTPS_HOSTS):
            new = "https:" + url[5:]
            yield Flaw(
                path, f"http link to a site that uses https: {url}", f"write {new}", with_link(record, path, new)
            )


# HTML's "&not" is a character even without a semicolon, so that browsers turn "&noteId=" into "¬eId=".
_ENTITIES = {"¬": "&not", "\u00a7": "&sect", "\u00ae": "&reg", "\u00a9": "&copy", "\u00b6": "&para",
             "\u00d7": "&times", "\u00b1": "&plusmn", "\u00a4": "&curren", "\u00a5": "&yen"}  # fmt: skip
_ENTITY = re.compile(f"[{''.join(_ENTITIES)}](?=[A-Za-z]*=)|&(?:amp;)+|&(?:lt|gt|quot|#\\d+);", re.I)


@Rule(
    code="MB353", name="html-entity-in-link", finds="a link in which an HTML entity was decoded, or was not",
    why="`&not` is an HTML entity: a URL with `&noteId=` that is copied as HTML becomes `¬eId=`, and leads "
        "elsewhere.",
    bad=(work_at("https://openreview.net/forum?id=abc¬eId=def"), work_at("https://example.org/?a=1&amp;b=2")),
    good=(work_at("https://openreview.net/forum?id=abc&noteId=def"),
          work_at("https://example.org/?a=1&b=2"),
          work_at("https://example.org/café")),
    fix="`moebib fix` restores the characters.", level="error",
).each_work  # fmt: skip
def html_entity_in_link(record: Record, _: Context) -> Iterator[Flaw]:
    """The fix is left out if an entity would remain."""
    for path, url in links_of(record):
        if _ENTITY.search(url):
            new = re.sub("&(?:amp;)+", "&", _ENTITY.sub(lambda match: _ENTITIES.get(match[0], match[0]), url))
            changes = with_link(record, path, new) if not _ENTITY.search(new) else None
            yield Flaw(path, f"an HTML entity in a link: {url}", f"write {new}", changes)


_VERSION = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/[\w./-]+?v\d+(?:\.pdf)?$|preprints\.org/manuscript/[\d.]+/v\d+|"
    r"(?:bio|med)rxiv\.org/content/\S+v\d+(?:\.\w+)*$|researchsquare\.com/article/rs-\d+/v\d+|"
    r"github\.com/[^/]+/[^/]+/(?:tree|blob|commit)/[0-9a-f]{7,40}(?:/|$)"
)


@Rule(
    code="MB358", name="link-to-version", finds="a link to one version of a preprint, or to one commit",
    why="The page without a version number shows the newest version, and what has changed.",
    bad=(work_at("https://arxiv.org/abs/2502.12224v1"), work_at("https://www.preprints.org/manuscript/202408.0583/v2")),
    good=(work_at("https://arxiv.org/abs/2502.12224"),
          with_code("https://github.com/example/hydra/tree/main/experts"),
          work_at("https://example.org/v2/paper")),
    fix="Remove the version number; `moebib fix` does so for arXiv.",
).each_work  # fmt: skip
def link_to_version(record: Record, _: Context) -> Iterator[Flaw]:
    """What MB354 finds is left to it."""
    for path, url in links_of(record):
        if _VERSION.search(url) and not is_file(url):
            arxiv = re.match(r"https?://(?:www\.)?arxiv\.org/abs/([\w./-]+?)v\d+$", url)
            page = f"https://arxiv.org/abs/{arxiv[1]}" if arxiv else None
            changes = with_page(record, page) if path == ("url",) else None
            yield Flaw(path, f"a link to one version: {url}", "link to the page that shows the newest version", changes)


_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hs(?:enc|mi)|spm|ref_src|ref_url|share_source)=[^&#]*&?",
    re.I,
)


@Rule(
    code="MB359", name="tracking-parameters", finds="a link with tracking parameters",
    why="They report where readers come from, and make two URLs out of one.",
    bad=(work_at("https://example.org/experts?utm_source=news&id=3"),
         with_code("https://github.com/example/hydra?fbclid=abc")),
    good=(work_at("https://example.org/experts?id=3"),
          work_at("https://example.org/utm_source"),
          with_code("https://github.com/example/hydra")),
    fix="`moebib fix` removes them.",
).each_work  # fmt: skip
def tracking_parameters(record: Record, _: Context) -> Iterator[Flaw]:
    """The other parameters are kept."""
    for path, url in links_of(record):
        front, mark, query = url.partition("?")
        if mark and _TRACKING.search(query):
            rest = _TRACKING.sub("", query).rstrip("&")
            new = f"{front}?{rest}" if rest and not rest.startswith("#") else front + rest
            yield Flaw(path, f"a link with tracking parameters: {url}", f"write {new}", with_link(record, path, new))


_UNSAFE = re.compile(r"\b(?:javascript|vbscript|data|file):(?=\S)", re.I)


@Rule(
    code="MB362", name="unsafe-url", finds="a URL in a note or another text that runs a script or opens a local file",
    why="It has no place in a bibliography. moebib escapes it when it exports the entry, but other programs may not.",
    bad=(f'{PAPER}note = "[here](javascript:alert(1))"',
         f'{PAPER}[extra]\nhowpublished = "file:///home/doe/a.pdf"'),
    good=(f'{PAPER}note = "On JavaScript: a survey"',
          f'{PAPER}note = "Data: see the appendix"',
          f'{PAPER}[extra]\nfile = "file:///home/doe/a.pdf"'),
    fix="Remove it.", level="error",
).each_work  # fmt: skip
def unsafe_url(record: Record, _: Context) -> Iterator[Flaw]:
    """Reference managers keep the path of a PDF in `file`, so it is left alone."""
    texts = {"note": record.note, **{name: text for name, text in record.extra.items() if name != "file"}}
    for field, text in texts.items():
        if match := _UNSAFE.search(text):
            path = (field,) if field == "note" else ("extra", field)
            yield Flaw(path, f"a {match[0].lower()} URL in {field!r}", "remove it")


@Rule(
    code="MB363", name="duplicate-link", finds="a link that occurs twice in a work",
    why="One of them is a mistake, or in the wrong field.",
    bad=(with_code("https://github.com/example/hydra", "https://github.com/Example/Hydra/"),
         f'{work_at("https://example.org/x")}\n[links]\nproject = ["https://example.org/x"]'),
    good=(with_code("https://github.com/example/hydra", "https://github.com/example/hydra2"),
          work_at("https://example.org/x"),
          PAPER),
    fix="Remove one; `moebib fix` does so if both are links of the same kind.",
).each_work  # fmt: skip
def duplicate_link(record: Record, _: Context) -> Iterator[Flaw]:
    """Case, a final slash and ".git" are ignored."""
    seen: dict[str, FieldPath] = {}
    for path, url in links_of(record):
        first = seen.setdefault(url.rstrip("/").removesuffix(".git").lower(), path)
        if first != path:
            where = ".".join(part for part in first if isinstance(part, str))
            changes = with_link(record, path, None) if first[:2] == path[:2] else None
            yield Flaw(path, f"duplicate link, already in {where!r}: {url}", "remove one of the two", changes)
