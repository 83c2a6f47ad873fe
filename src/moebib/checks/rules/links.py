"""Links: to the page about the work, on https, as it is today and for everybody."""

from __future__ import annotations

from moebib.checks.rules import Family, Rule
from moebib.checks.rules import _link_flaws as flaws

_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'


def _url(url: str) -> str:
    return f'{_PAPER}url = "{url}"'


def _code(*urls: str) -> str:
    return f"{_PAPER}[links]\ncode = [{', '.join(chr(34) + url + chr(34) for url in urls)}]"


FAMILY = Family("links", (
    Rule(
        code="MB351", name="link-without-scheme", finds="a link of a .bib file without https://",
        why="Without it, a browser looks for a file of that name, and a LaTeX document gets a dead link.",
        bad=(f'{_PAPER}[extra]\nurl = "www.example.org/paper"',
             f'{_PAPER}[extra]\nurl = "huggingface.co/example/hydra"'),
        good=(_url("https://www.example.org/paper"), f'{_PAPER}[extra]\nurl = "see the author"', _PAPER),
        fix="Write the whole address. `moebib fix` does where https is known.",
        check_work=flaws.without_scheme, level="error",
    ),
    Rule(
        code="MB352", name="http-for-https", finds="an http link to a site that is known to answer on https",
        why="Anybody on the way can read and change what comes over http.",
        bad=(_url("http://arxiv.org/list/recent"), _code("http://github.com/example/hydra")),
        good=(_url("https://example.org/"),
              _url("http://www.example.org/paper"),
              _code("https://github.com/example/hydra")),
        fix="`moebib fix` writes https.", check_work=flaws.insecure,
    ),
    Rule(
        code="MB353", name="mangled-link", finds="a link in which an HTML entity became a character, or did not",
        why="`&not` is a character of HTML: `&noteId=` becomes `¬eId=` where a page is copied as HTML, and the link "
            "leads elsewhere.",
        bad=(_url("https://openreview.net/forum?id=abc¬eId=def"), _url("https://example.org/?a=1&amp;b=2")),
        good=(_url("https://openreview.net/forum?id=abc&noteId=def"),
              _url("https://example.org/?a=1&b=2"),
              _url("https://example.org/café")),
        fix="`moebib fix` puts the characters back.", check_work=flaws.mangled, level="error",
    ),
    Rule(
        code="MB354", name="link-to-pdf", finds="a work whose link leads to a PDF instead of the page about it",
        why="The page has the abstract, the citation, the code and the newer version, and it stays where it is.",
        bad=(_url("https://proceedings.mlr.press/v139/doe21a/doe21a.pdf"),
             _url("https://example.org/uploads/experts.pdf"),
             _url("https://openreview.net/pdf?id=AbCdEfGhIj")),
        good=(_url("https://proceedings.mlr.press/v139/doe21a.html"),
              f'{_PAPER}[links]\npdf = ["https://example.org/experts.pdf"]',
              _url("https://example.org/pdf-tools")),
        fix="`moebib fix` links to the page where it is certain, and keeps the file under links.pdf.",
        check_work=flaws.copy,
    ),
    Rule(
        code="MB355", name="link-to-viewer", finds="a work whose link leads to a program that shows its PDF",
        why="A viewer shows the file to those who may, and nothing about the work.",
        bad=(_url("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10528887"),
             _url("https://docs.google.com/viewer?url=https://example.org/a.pdf")),
        good=(_url("https://ieeexplore.ieee.org/document/10528887"),
              _url("https://example.org/viewers-of-experts"),
              _PAPER),
        fix="`moebib fix` links to the page where it is certain.", check_work=flaws.viewer,
    ),
    Rule(
        code="MB356", name="other-address-of-the-page", finds="a link to another address of the landing page",
        why="One page, one address: so that works are found again, and links in two lists compared.",
        bad=(_url("https://ieeexplore.ieee.org/abstract/document/10323651"),
             _url("https://dl.acm.org/doi/abs/10.1145/1234567.1234568"),
             _url("https://www.arxiv.org/abs/2502.05370")),
        good=(_url("https://ieeexplore.ieee.org/document/10323651"),
              _url("https://dl.acm.org/doi/10.1145/1234567.1234568"),
              _url("https://example.org/abstract/document/1")),
        fix="`moebib fix` writes the usual address.", check_work=flaws.other_view, level="note",
    ),
    Rule(
        code="MB357", name="link-to-listing", finds="a work whose link leads to a page about many works",
        why="Next year the page looks different, and the reader searches in vain.",
        bad=(_url("https://example.edu/~doe/publications/index.html"),
             _url("https://scholar.google.com/citations?user=abc"),
             _url("https://example.org/isys24/accepted-papers")),
        good=(_url("https://example.edu/~doe/publications/doe24.html"),
              _url("https://example.org/isys24/presentation/doe"),
              _url("https://example.org/programming")),
        fix="Link to the page about the work; `moebib update KEY` looks for it.", check_work=flaws.listing,
    ),
    Rule(
        code="MB358", name="pinned-version", finds="a link to one version of a preprint, or to one commit",
        why="The page without a version shows the newest one, and says what changed.",
        bad=(_url("https://arxiv.org/abs/2502.12224v1"), _url("https://www.preprints.org/manuscript/202408.0583/v2")),
        good=(_url("https://arxiv.org/abs/2502.12224"),
              _code("https://github.com/example/hydra/tree/main/experts"),
              _url("https://example.org/v2/paper")),
        fix="Take the version off; `moebib fix` does for arXiv.", check_work=flaws.pinned,
    ),
    Rule(
        code="MB359", name="tracking-parameters", finds="a link that tells where its readers come from",
        why="They name the newsletter that somebody copied it from, and make two links of one.",
        bad=(_url("https://example.org/experts?utm_source=news&id=3"),
             _code("https://github.com/example/hydra?fbclid=abc")),
        good=(_url("https://example.org/experts?id=3"),
              _url("https://example.org/utm_source"),
              _code("https://github.com/example/hydra")),
        fix="`moebib fix` takes them off.", check_work=flaws.tracking,
    ),
    Rule(
        code="MB360", name="weights-for-code", finds="a link to code that leads to the page of a model",
        why="Who looks for the code finds weights; they have a place of their own.",
        bad=(_code("https://huggingface.co/example/hydra-8x7b"),
             _code("https://github.com/example/hydra", "https://huggingface.co/example/hydra/tree/main")),
        good=(_code("https://github.com/example/hydra"),
              _code("https://huggingface.co/spaces/example/hydra"),
              f'{_PAPER}[links]\nweights = ["https://huggingface.co/example/hydra"]'),
        fix="`moebib fix` puts it under links.weights.", check_work=flaws.model_for_code,
    ),
    Rule(
        code="MB361", name="paper-for-code", finds="a link to code that leads to a paper",
        why="Who looks for the code finds the paper once more.",
        bad=(_code("https://arxiv.org/abs/2401.01234"), _code("https://example.org/experts.pdf")),
        good=(_code("https://github.com/example/hydra"), _code("https://gitlab.com/example/hydra"), _PAPER),
        fix="Remove it, or put the address of the code there.", check_work=flaws.paper_for_code,
    ),
    Rule(
        code="MB362", name="harmful-address",
        finds="an address that runs a program or leads to a local file, in a note or another text",
        why="Exports escape it; but it has no business in a context.",
        bad=(f'{_PAPER}note = "[here](javascript:alert(1))"',
             f'{_PAPER}[extra]\nhowpublished = "file:///home/doe/a.pdf"'),
        good=(f'{_PAPER}note = "On JavaScript: a survey"',
              f'{_PAPER}note = "Data: see the appendix"',
              f'{_PAPER}[extra]\nfile = "file:///home/doe/a.pdf"'),
        fix="Remove it.", check_work=flaws.harmful, level="error",
    ),
    Rule(
        code="MB363", name="link-twice", finds="an address that stands in two places of one work",
        why="One of them is the wrong place, or the second a slip of the pen.",
        bad=(_code("https://github.com/example/hydra", "https://github.com/Example/Hydra/"),
             f'{_url("https://example.org/x")}\n[links]\nproject = ["https://example.org/x"]'),
        good=(_code("https://github.com/example/hydra", "https://github.com/example/hydra2"),
              _url("https://example.org/x"),
              _PAPER),
        fix="Remove one; `moebib fix` does where both are of one kind.", check_work=flaws.twice,
    ),
    Rule(
        code="MB364", name="members-only-link", finds="a link through the proxy of a library, or to one machine",
        why="Readers elsewhere meet a login.",
        bad=(_url("https://ieeexplore-ieee-org.proxy.example.edu/document/1"), _url("http://localhost:8000/paper")),
        good=(_url("https://ieeexplore.ieee.org/document/10323651"), _url("https://example.org/proxy-experts"), _PAPER),
        fix="Link to the page that everybody can open.", check_work=flaws.members_only,
    ),
    Rule(
        code="MB365", name="closed-site", finds="a link to a site that was closed, or to a service for short links",
        why="Links of closed sites end on other pages without saying so; short ones end when the service does.",
        bad=(_url("https://paperswithcode.com/paper/experts"), _code("https://goo.gl/AbCdEf")),
        good=(_url("https://example.org/paper/experts"), _code("https://github.com/paperswithcode/hydra"), _PAPER),
        fix="Link to the page itself.", check_work=flaws.closed,
    ),
    Rule(
        code="MB366", name="dead-link", finds="a link to a page that is not there any more",
        why="The server says so (404 or 410), or its host does not exist. A server that does not answer, refuses, or "
            "asks whether one is a robot says nothing of the page: such a link is counted, and not called dead.",
        bad=(f"# answered with 404\n{_url('https://example.org/gone')}",
             f"# answered with 410\n{_code('https://code.example/deleted')}"),
        good=(_url("https://example.org/"), _code("https://github.com/example/hydra"), _PAPER),
        fix="Look for the page's new address; the Wayback Machine may have the page as it was.",
        level="error", option="--links",
    ),
    Rule(
        code="MB367", name="link-leads-elsewhere", finds="a link that leads to another page than it says",
        why="Many a site answers for a page that is gone with its front page, a login, or a site where names of hosts "
            "are sold, and not with 404. The address that answers tells: a page that moved is not meant.",
        bad=(f"# leads to https://www.example.com/\n{_url('https://example.org/gone')}",
             f"# leads to https://example.org/login?next=/gone\n{_code('https://example.org/gone')}"),
        good=(_url("http://example.org/"), _code("https://example.org/hydra"), _PAPER),
        fix="Look for the page's new address; the Wayback Machine may have the page as it was.", option="--links",
    ),
))  # fmt: skip
