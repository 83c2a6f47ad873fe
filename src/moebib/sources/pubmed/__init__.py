"""PubMed and PubMed Central (https://www.ncbi.nlm.nih.gov/books/NBK25499/): articles of medicine and biology.

An article has a PMID in PubMed, and a PMCID if its text is in PubMed Central, of which the record in PubMed is taken if
there is one: it has the given names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, identifiers, make_record, part, text
from moebib.normalise.names import all_names, name_in_parts, organisation
from moebib.normalise.pubmed import bare_title, pages_or_number, spaced
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.records.written_date import read_written_date
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources.pubmed._article import record_of, related_to, text_at
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json, read_xml

_NAME = "pubmed"
_API = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
# An article that exists, requested after all others: without it, a set of articles proves nothing.
_CONTROL = "1"
_NO_SUMMARY = "cannot get document summary"
_ABSENT = (
    AbsentResponse(200, ("text/xml", "application/xml"), rf".*<PubmedArticleSet>.*<PMID\b[^>]*>{_CONTROL}</PMID>.*"),
    AbsentResponse(200, ("application/json",), rf'\{{.*"result"\s*:.*"error"\s*:\s*"{_NO_SUMMARY}".*\}}'),
)


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """The summaries of PubMed Central, which name the PMIDs of PMCIDs, and the articles of PubMed."""
    common = {"tool": "moebib"}
    common |= {"email": http.mailto} if http.mailto else {}
    common |= {"api_key": key} if (key := http.keys.get(_NAME)) else {}
    pmids = [identifier.value for identifier in identifiers if identifier.scheme is Scheme.PMID]
    pmcids = [identifier.value.removeprefix("PMC") for identifier in identifiers if identifier.scheme is Scheme.PMCID]
    responses = []
    if pmcids:
        params = {"db": "pmc", "id": ",".join(pmcids), "retmode": "json"}
        responses.append(http.get(f"{_API}/esummary.fcgi", params=params | common))
        pmids += [number for summary in _summaries(responses[0]).values() for number in _ids_of(summary, "pmid")]
    params = {"db": "pubmed", "id": ",".join(dict.fromkeys([*pmids, _CONTROL])), "retmode": "xml"}
    responses.append(http.get(f"{_API}/efetch.fcgi", params=params | common))
    return responses


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Unknown articles are missing from the set of PubMed, and have an error in the summaries of PubMed Central."""
    *of_pmc, response = responses
    articles = _articles(response)
    summaries = _summaries(of_pmc[0]) if of_pmc else {}
    return {
        identifier: _in_pubmed(identifier, articles, response)
        if identifier.scheme is Scheme.PMID
        else _in_pmc(identifier, summaries.get(identifier.value.removeprefix("PMC"), {}), articles, response)
        for identifier in identifiers
    }


def _in_pubmed(identifier: Identifier, articles: Mapping[str, Element], response: Response) -> Answer:
    article = articles.get(identifier.value)
    if article is not None:
        return answer_of(_NAME, identifier, record_of(article), response.fetched, related_to(article))
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    return Unavailable(_NAME, "PubMed returned an empty or incomplete set of articles")


def _in_pmc(
    identifier: Identifier, summary: Mapping[str, Any], articles: Mapping[str, Element], response: Response
) -> Answer:
    if summary.get("error") == _NO_SUMMARY:
        return Absent(_NAME)
    for number in _ids_of(summary, "pmid"):
        if number in articles:
            record = record_of(articles[number], identifier)
            return answer_of(_NAME, identifier, record, response.fetched, related_to(articles[number]))
    return answer_of(_NAME, identifier, _record_of_summary(summary), response.fetched)


def _articles(response: Response) -> Mapping[str, Element]:
    """The articles by their PMID."""
    root = read_xml(response, doctype="PubmedArticleSet")
    if root.tag != "PubmedArticleSet":
        raise UnexpectedAnswer("PubMed returned XML that is no set of articles", url=response.url)
    return {text_at(article, "MedlineCitation/PMID"): article for article in root.findall("PubmedArticle")}


def _summaries(response: Response) -> Mapping[str, Mapping[str, Any]]:
    """The summaries of PubMed Central, by PMCID without "PMC"."""
    result = part(read_json(response), "result")
    if not isinstance(result.get("uids"), list):
        raise UnexpectedAnswer("PubMed Central returned no summaries", url=response.url)
    return {number: part(result, number) for number in map(text, result["uids"])}


def _ids_of(summary: Mapping[str, Any], kind: str) -> Iterator[str]:
    """The identifiers of one kind in a summary; a PMID of 0 is none."""
    ids = summary.get("articleids")
    for item in ids if isinstance(ids, list) else ():
        if isinstance(item, dict) and item.get("idtype") == kind and text(item.get("value")) not in ("", "0"):
            yield text(item["value"])


def _record_of_summary(summary: Mapping[str, Any]) -> Record | None:
    """An article that is not in PubMed; of given names, a summary has the initials."""
    listed = summary.get("authors")
    if not isinstance(listed, list) or (author := all_names(map(_name_of_summary, listed))) is None:
        return None
    return make_record(
        type="article-journal",
        title=bare_title(text(summary.get("title"))),
        author=author,
        issued=read_written_date(text(summary.get("printpubdate")) or text(summary.get("pubdate"))),
        container_title=text(summary.get("fulljournalname")),
        container_title_short=text(summary.get("source")),
        volume=text(summary.get("volume")),
        issue=text(summary.get("issue")),
        **pages_or_number(text(summary.get("pages"))),
        identifiers=identifiers(
            *(f"{kind}:{value}" for kind in ("pmcid", "pmid", "doi") for value in _ids_of(summary, kind))
        ),
    )


def _name_of_summary(author: object) -> Name | None:
    """A person as "Berg JM", or a group."""
    name = text(author.get("name")) if isinstance(author, dict) else ""
    family, _, initials = name.rpartition(" ")
    is_person = bool(family) and re.fullmatch(r"[^\W\d_]{1,4}", initials) and initials.isupper()
    return name_in_parts(family, spaced(initials)) if is_person else organisation(name)


SOURCE = Source(
    schemes=frozenset({Scheme.PMID, Scheme.PMCID}),
    batch=50,
    load=load,
    parse=parse,
    absent=_ABSENT,
    leads_to=frozenset({Scheme.DOI}),
    limits=(
        Limit("eutils.ncbi.nlm.nih.gov", ((10, 1),), with_key=_NAME),
        Limit("eutils.ncbi.nlm.nih.gov", ((3, 1),), with_mailto=True),
        Limit("eutils.ncbi.nlm.nih.gov", ((3, 1),)),
    ),
    rank=Rank(venue=65, title=75, author=65, abstract=35),
    types=frozenset({"article", "article-journal"}),
    example="pmid:12345678",
)
