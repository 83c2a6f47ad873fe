"""Where people publish what no index of papers has: newspapers, magazines, web sites and institutions, as facts.

Each of these is cited as ``@article``, because BibTeX has no other type. Journals of the same kind that have DOIs
("Communications of the ACM", "IEEE Communications Magazine") are none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from moebib.records.fields import Type
from moebib.text.fold import fold

__all__ = ["kind_of_outlet"]

_NEWSPAPERS = """
abc news, aeon, ap news, ars technica, associated press, atlantic, axios, barron's, bbc, bbc news, bloomberg, bloomberg
businessweek, bloomberg news, boston globe, business insider, businessweek, cbs news, cnbc, cnet, cnn, conversation,
corriere della sera, daily beast, daily mail, der spiegel, der standard, die welt, die zeit, economist, el mundo,
el pais, engadget, fast company, financial times, forbes, fortune, fox news, frankfurter allgemeine zeitung, gizmodo,
globe and mail, guardian, handelsblatt, harper's, harper's magazine, harvard business review, heise online,
ieee spectrum, independent, intercept, kyodo news, la repubblica, le figaro, le monde, liberation, mashable,
mit technology review, nbc news, neue zurcher zeitung, new scientist, new york review of books, new yorker, newsweek,
nikkei, nikkei asia, npr, nzz, pbs, people's daily, politico, popular mechanics, popular science, propublica,
quartz, rest of world, reuters, rolling stone, scientific american, semafor, sky news, slate, spiegel, stat news,
suddeutsche zeitung, technology review, techcrunch, telegraph, the hill, the information, the nation, the register,
time, undark, usa today, vanity fair, venturebeat, verge, vice, vox, wall street journal, wired, wsj, xinhua, yonhap,
zdnet, zeit online
"""
_SITES = """
ai alignment forum, ai impacts, alignment forum, apple machine learning research, ea forum, effective altruism forum,
electronic resource, facebook, hacker news, hugging face, huggingface, internet, internet archive, kaggle, less wrong,
lesswrong, linkedin, mastodon, medium, online, online resource, our world in data, press release, product page, quora,
reddit, release notes, stack exchange, stack overflow, stackoverflow, ted, the gradient, towards data science, twitter,
vimeo, web, wikipedia, world wide web, youtube
"""
_INSTITUTIONS = """
ai2, alibaba, alibaba cloud, allen institute for ai, amazon, amazon science, anthropic, apple, baidu, bytedance, cohere,
deepmind, deepseek, deepseek-ai, eleutherai, epoch ai, facebook ai research, google, google ai, google deepmind,
google research, huawei, ibm, ibm research, intel, meta, meta ai, microsoft, microsoft research, mistral ai,
moonshot ai, nvidia, openai, partnership on ai, qwen, rand, rand corporation, samsung, stability ai, tencent, xai,
zhipu ai, course notes, data sheet, e-print, handout, internal document, lecture notes, manuscript, mimeo, model card,
preprint, self-published, slides, system card, unpublished, unpublished manuscript
"""
_NAMES: Mapping[str, Type] = {
    **dict.fromkeys(" ".join(_NEWSPAPERS.split()).split(", "), "article-newspaper"),
    **dict.fromkeys(" ".join(_SITES.split()).split(", "), "webpage"),
    **dict.fromkeys(" ".join(_INSTITUTIONS.split()).split(", "), "report"),
}
# Journals, proceedings and magazines with DOIs.
_INDEXED = re.compile(
    r"(?:IEEE|ACM|AI|SIG[A-Z]+|Philosophical|Geological|Mathematics|Mathematical|Bulletin|Journal|Proceedings|Archives?)"
    r"\b|.*\b(?:Automation|Communications|Electronics|Intelligence|Processing|Sensing|Systems|Technology) Magazine$",
    re.I,
)
_DOMAIN = (r"(?-i:(?<![\w.])(?:[\w-]+\.)*[\w-]{2,}\.(?:ai|app|blog|cn|co|com|de|dev|edu|eu|fr|gov|info|io|jp|net|"
           r"news|org|pub|tech|uk|us|wiki)\b)")  # fmt: skip
_PATTERNS: tuple[tuple[re.Pattern[str], Type], ...] = (
    (re.compile(r"\b(?:bitbucket|docker hub|github|gitlab|pypi|sourceforge)\b|\b(?:code|software) repository\b", re.I),
     "software"),
    (re.compile(rf"\b(?:home ?page|newsletter|podcast|press release|substack|thread|tweet|web ?(?:page|site)s?|wiki|"
                rf"youtube|(?:we)?blogs?(?: ?posts?)?)\b|(?<!\bof )\bdocumentation$|{_DOMAIN}", re.I), "webpage"),
    (re.compile(r"\btech(?:nical|\.)? ?(?:rep(?:orts?\b|\.|$)|memo|note)|\b(?:annual|final|interim|internal|nasa|"
                r"progress|project|rand|research|status) (?:memorandum|memo|report)\b|\bwhite ?papers?\b|"
                r"\b(?:discussion|occasional|policy|position|working) papers?\b|\bpolicy brief|"
                r"\b(?:rfc|tr)[ -]?\d+$|\bdeliverable\b|"
                r"\b(?:invited|keynote) (?:address|lecture|speech|talk)\b|\b(?:demo|keynote|panel|tutorial)s?$", re.I),
     "report"),
    (re.compile(r"\bpatents?\b(?! (?:analysis|information|law|review))", re.I), "patent"),
    (re.compile(r"\b(?:circuit|district|federal|high|supreme|superior) court$|\bcourt of (?:appeals?|justice)", re.I),
     "legal_case"),
    (re.compile(r"^(?:ANSI|DIN|EN|IEC|IETF|ISO|ITU-T|NIST)\b[^a-z]*\d"), "standard"),
    (re.compile(r"(?<!on )\b(?:thesis|dissertation)$|\b(?:ph\.? ?d\.?|doctoral|master'?s?|bachelor'?s?|diploma) "
                r"(?:thesis|dissertation)|\bhabilitation", re.I), "thesis"),
    (re.compile(r"\b(?:Chronicle|Daily|Dispatch|Examiner|Gazette|Herald|Inquirer|Magazine|Newspaper|Observer|Post|"
                r"Telegraph|Times|Tribune|Zeitung)$"), "article-newspaper"),
)  # fmt: skip
"""How such names look; the first that fits counts."""


def kind_of_outlet(venue: str) -> Type | None:
    """What is published under the name *venue* if that is neither a journal nor a conference.

    >>> kind_of_outlet("WIRED"), kind_of_outlet("Transformer Circuits Thread"), kind_of_outlet("OpenAI")
    ('article-newspaper', 'webpage', 'report')
    >>> kind_of_outlet("IEEE Communications Magazine"), kind_of_outlet("Computer Graphics Forum")
    (None, None)
    """
    venue = venue.strip(" .,")
    name = " ".join(fold(venue).split())
    if named := _NAMES.get(name) or _NAMES.get(name.removeprefix("the ")):
        return named
    if _INDEXED.match(venue):
        return None
    return next((kind for pattern, kind in _PATTERNS if pattern.search(venue)), None)
