"""The forms in which people write identifiers: each with an example, what it becomes, and how it is read.

The table is the reference (docs/reference/identifiers.md) and the test: every example is read. A DOI is taken from a
URL only if the site itself shows how they are related; any other URL is an identifier of its own, which is looked up by
its page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from moebib.records.identifier_readers import (
    ACL,
    ARXIV_MARGIN,
    ARXIV_NEW,
    ARXIV_OLD,
    DBLP,
    OSF_PREFIXES,
    S2,
    SHORT_DOI,
    read_acl,
    read_arxiv,
    read_dblp,
    read_doi,
    read_hal,
    read_hf,
    read_isbn,
    read_issn,
    read_openalex,
    read_openreview,
    read_osf,
    read_pmcid,
    read_pmid,
    read_rfc,
    read_s2,
    read_short_doi,
    read_url,
    read_versioned_doi,
)
from moebib.records.scheme import Identifier

__all__ = ["FORMS", "PREFIXES", "Form", "Prefix"]

Reader = Callable[[str, str], Identifier]
"""Reads a value; its second argument is the whole text, for messages."""


class Form(NamedTuple):
    """One way to write identifiers."""

    example: str
    becomes: str
    read: Reader
    pattern: str
    """For the whole text; or for the path of a URL, with its query and its fragment if it does not match without."""
    sites: tuple[str, ...] = ()
    """The hosts of the URLs, with their subdomains; empty for a text. "hal." is a first label, and "*" all hosts."""
    made: str = r"\1"
    """What ``read`` gets, made of the groups of the pattern."""

    @property
    def is_made(self) -> bool:
        """Whether the DOI is not in the URL, but made of a number of the site."""
        return self.made.startswith("10.") or self.read in (read_osf, read_rfc)


class Prefix(NamedTuple):
    """A prefix that says of which scheme an identifier is."""

    name: str
    example: str
    becomes: str
    read: Reader


_HAL = r"[a-z][a-z0-9]*[-_]\d{8}(?:v\d+)?"
# The collections of HAL, whose name begins the ID; any of them may be in a URL.
_HAL_ALONE = (
    r"(?:hal|tel|dumas|halshs|inria|inserm|in2p3|jpa|cea|cel|ensl|insu|ineris|irsn|ird|lirmm|medihal|mem|obspm|"
    r"pasteur|pastel|ijn|sic|edutice|emse|hprints|cirad|ujm|upf|anses|ifp|ifsttar)[-_]\d{8}(?:v\d+)?"
)
# The views of a work that publishers append to its DOI.
_VIEW = (
    r"(?:[/.](?:abstract|full[-_]?text|full(?:pdf)?|e?pdf(?:direct|plus)?|html?|xml|meta|summary|references|figures?|"
    r"citedby|cited-by|citations?(?:-list)?|tables?|svg|epub|e?reader|download|read|metrics|supplementary(?:-material)?|"
    r"suppl(?:_file/.*)?|article-info|info|tab-[\w-]+|viewer|transform(?:/.*)?|agency|\+html))+"
)
_DOI_PATH = r"(10\.\d{4,9}(?:\.\d+)*(?:/|%2F)[^?#]+?)"
# Handles, the numbers of files in the ACM Digital Library, and chapters of books, whose DOIs end in other numbers.
_OTHER_PATH = r".*(?:(?:handle|bitstream)/|10\.1145/\d+/\d+/|10\.\d+/.*/[a-z]+-97[89]\d{10}-)"
_DBLP_SITES = ("dblp.org", "dblp.uni-trier.de", "dblp.dagstuhl.de")
_HF_SITES = ("huggingface.co", "hf.co")
_HF_FILES = r"(?:/(?:tree|blob|raw|resolve|commits?|discussions|viewer)(?:/.*)?)?/?"
_HF_PAGES = (
    r"(?:api|blog|chat|collections|datasets|docs|enterprise|join|learn|login|models|organizations|papers|posts|pricing|"
    r"search|settings|spaces|tasks|welcome)(?:/|$)"
)
_IEEE = "https://ieeexplore.ieee.org/document/10494556"
_RXIV = ("biorxiv.org", "medrxiv.org")
_S2_SITES = ("semanticscholar.org",)

FORMS: tuple[Form, ...] = (
    # arXiv
    Form("2401.06066v2", "arxiv:2401.06066", read_arxiv, rf"({ARXIV_NEW}{ARXIV_MARGIN})"),
    Form("math.GT/0309136", "arxiv:math/0309136", read_arxiv, rf"({ARXIV_OLD}{ARXIV_MARGIN})"),
    Form("[2401.06066] A Title", "arxiv:2401.06066", read_arxiv, rf"\[({ARXIV_NEW}|{ARXIV_OLD})\](?:\s.*)?"),
    Form("CoRR abs/2401.06066", "arxiv:2401.06066", read_arxiv, rf"(?:CoRR[\s,]+)?abs/({ARXIV_NEW}|{ARXIV_OLD})"),
    Form("https://arxiv.org/pdf/2401.06066v2.pdf", "arxiv:2401.06066", read_arxiv,
         r"(?:abs|pdf|html|format|ps|src|e-print|other|tb|bibtex)/(.+?)(?:\.pdf)?/?", ("arxiv.org", "xxx.lanl.gov")),
    Form("https://arxiv.org/ftp/arxiv/papers/2401/2401.06066.pdf", "arxiv:2401.06066", read_arxiv,
         rf"(?:ftp/arxiv/papers/\d+/)?({ARXIV_NEW})(?:\.pdf)?/?", ("arxiv.org",)),
    Form("https://www.alphaxiv.org/abs/2401.06066v2", "arxiv:2401.06066", read_arxiv,
         r"(?:html|abs|pdf|overview|papers)/(.+?)(?:\.pdf|\.md)?/?",
         ("ar5iv.labs.arxiv.org", "ar5iv.org", "alphaxiv.org", "arxiv-vanity.com")),
    Form("https://scirate.com/arxiv/2401.06066", "arxiv:2401.06066", read_arxiv,
         rf"(?:arxiv|papers?)/({ARXIV_NEW}|{ARXIV_OLD})/?", ("scirate.com", "papers.cool", "emergentmind.com")),
    Form("https://huggingface.co/papers/2401.06066", "arxiv:2401.06066", read_arxiv,
         rf"papers/({ARXIV_NEW})/?", _HF_SITES),
    Form("https://api.semanticscholar.org/arXiv:2401.06066", "arxiv:2401.06066", read_arxiv,
         r"arxiv[:/](.+?)/?", _S2_SITES),
    Form("https://ui.adsabs.harvard.edu/abs/arXiv:2401.06066/abstract", "arxiv:2401.06066", read_arxiv,
         rf"abs/arxiv:({ARXIV_NEW}|{ARXIV_OLD})(?:/.*)?", ("adsabs.harvard.edu",)),
    Form("https://ui.adsabs.harvard.edu/abs/2024arXiv240106066D/abstract", "arxiv:2401.06066", read_arxiv,
         r"abs/\d{4}arxiv(\d{4})(\d{4,5})[A-Z.](?:/.*)?", ("adsabs.harvard.edu",), r"\1.\2"),
    # DOIs that a site makes of its own numbers
    Form("RFC 9110", "doi:10.17487/rfc9110", read_rfc, r"RFC[\s:-]*0*([1-9]\d{0,4})"),
    Form("https://www.rfc-editor.org/rfc/rfc9110.html", "doi:10.17487/rfc9110", read_rfc,
         r"(?:rfc|info|pdfrfc)/rfc0*([1-9]\d{0,4})(?:\.\w+)*/?", ("rfc-editor.org",)),
    Form("https://datatracker.ietf.org/doc/html/rfc9110", "doi:10.17487/rfc9110", read_rfc,
         r"(?:doc/)?(?:(?:html|pdf)/)?rfc0*([1-9]\d{0,4})(?:\.\w+)?/?", ("ietf.org",)),
    Form("https://zenodo.org/records/1234567", "doi:10.5281/zenodo.1234567", read_doi,
         r"(?:api/)?(?:records?|deposit)/([1-9]\d*)(?:/.*)?", ("zenodo.org",), r"10.5281/zenodo.\1"),
    Form("https://figshare.com/articles/dataset/A_Title/1234567", "doi:10.6084/m9.figshare.1234567", read_doi,
         r"articles/(?:[a-z_]+/)?[^/]+/([1-9]\d{3,})/?", ("figshare.com",), r"10.6084/m9.figshare.\1"),
    Form("https://figshare.com/articles/dataset/A_Title/1234567/2", "doi:10.6084/m9.figshare.1234567.v2", read_doi,
         r"articles/(?:[a-z_]+/)?[^/]+/([1-9]\d{3,})/(\d{1,3})/?", ("figshare.com",), r"10.6084/m9.figshare.\1.v\2"),
    Form("https://www.nature.com/articles/s41586-020-2649-2", "doi:10.1038/s41586-020-2649-2", read_doi,
         r"articles/(?=[\w.-]*\d)(?!\d+(?:[/.]|$))([a-z0-9][\w.-]*?)(?:_reference)?(?:\.e?pdf)?(?:/.*)?",
         ("nature.com",), r"10.1038/\1"),
    Form("https://www.nature.com/nature/journal/v521/n7553/full/nature14539.html", "doi:10.1038/nature14539", read_doi,
         r"\w+/journal/v\w+/n\w+/(?:full|abs|pdf)/([a-z]+[\w.]*\d|\d+[a-z]\d)\.(?:html|pdf)", ("nature.com",),
         r"10.1038/\1"),
    Form("https://www.ijcai.org/proceedings/2018/0143.pdf", "doi:10.24963/ijcai.2018/143", read_doi,
         r"proceedings/(\d{4})/0*([1-9]\d*)(?:\.pdf)?/?", ("ijcai.org",), r"10.24963/ijcai.\1/\2"),
    Form("https://www.jstor.org/stable/1234567", "doi:10.2307/1234567", read_doi,
         r"stable/(?:pdf/)?(\d+)(?:\.pdf)?/?", ("jstor.org",), r"10.2307/\1"),
    Form("https://drops.dagstuhl.de/storage/00lipics/lipics-vol261-icalp2023/LIPIcs.ICALP.2023.1/LIPIcs.ICALP.2023.1.pdf",
         "doi:10.4230/lipics.icalp.2023.1", read_doi,
         r"storage/.*/([a-z]+\.[a-z0-9-]+\.\d+(?:\.\d+)*)\.pdf", ("dagstuhl.de",), r"10.4230/\1"),
    Form("https://data.mendeley.com/datasets/abc123defg/2", "doi:10.17632/abc123defg.2", read_doi,
         r"datasets/([a-z0-9]{10})/(\d+)/?", ("data.mendeley.com",), r"10.17632/\1.\2"),
    Form("https://peerj.com/articles/1234/", "doi:10.7717/peerj.1234", read_doi,
         r"articles/(\d+)(?:\.pdf|/.*)?", ("peerj.com",), r"10.7717/peerj.\1"),
    Form("https://peerj.com/articles/cs-123.pdf", "doi:10.7717/peerj-cs.123", read_doi,
         r"articles/([a-z]+)-(\d+)(?:\.pdf|/.*)?", ("peerj.com",), r"10.7717/peerj-\1.\2"),
    Form("https://elifesciences.org/articles/12345", "doi:10.7554/elife.12345", read_doi,
         r"articles/(\d{5,6})(?:\.pdf|/.*)?", ("elifesciences.org",), r"10.7554/elife.\1"),
    Form("https://www.hindawi.com/journals/tswj/2014/123456/", "doi:10.1155/2014/123456", read_doi,
         r"journals/[a-z]+/(\d{4}/\d{6,7})/?", ("hindawi.com",), r"10.1155/\1"),
    Form("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567", "doi:10.2139/ssrn.1234567", read_doi,
         r".*[?&]abstract_?id=(\d+).*", ("ssrn.com",), r"10.2139/ssrn.\1"),
    Form("https://ssrn.com/abstract=1234567", "doi:10.2139/ssrn.1234567", read_doi,
         r"abstract=(\d+)/?", ("ssrn.com",), r"10.2139/ssrn.\1"),
    Form("https://www.researchsquare.com/article/rs-1234567/v1", "doi:10.21203/rs.3.rs-1234567/v1", read_doi,
         r"(?:article|files)/(rs-\d+/v\d+)(?:[/.].*)?", ("researchsquare.com",), r"10.21203/rs.3.\1"),
    Form("https://www.preprints.org/manuscript/202401.0001/v1", "doi:10.20944/preprints202401.0001.v1", read_doi,
         r"manuscript/(\d{6}\.\d{4})/(v\d+)(?:/.*)?", ("preprints.org",), r"10.20944/preprints\1.\2"),
    Form("https://osf.io/preprints/psyarxiv/abcde_v1", "doi:10.31234/osf.io/abcde_v1", read_osf,
         rf"preprints/((?:{'|'.join(OSF_PREFIXES)})/[a-z0-9]{{5}}(?:_v\d+)?)(?:/.*)?", ("osf.io",)),
    Form("https://osf.io/abcde/", "doi:10.17605/osf.io/abcde", read_doi,
         r"([a-z0-9]{5})/?", ("osf.io",), r"10.17605/osf.io/\1"),
    Form("https://psyarxiv.com/abcde/", "doi:10.31234/osf.io/abcde", read_osf,
         r"([a-z0-9]{5}(?:_v\d+)?)(?:/.*)?", ("psyarxiv.com",), r"psyarxiv/\1"),
    Form("https://dl.acm.org/citation.cfm?id=3297858.3304028", "doi:10.1145/3297858.3304028", read_doi,
         r"(?:citation|ft_gateway)\.cfm\?(?:.*&)?(?:do)?id=(\d+\.\d+)(?:&.*)?", ("acm.org",), r"10.1145/\1"),
    # DOIs
    Form("10.1145/3503221.3508418", "doi:10.1145/3503221.3508418", read_doi, r"(10\.\d{4,9}\S*/\S+)"),
    Form("info:doi/10.1145/3503221.3508418", "doi:10.1145/3503221.3508418", read_doi,
         r"(?:info|urn):doi[/:](10\.\S+)"),
    Form("10/gdmz7h", "shortdoi:10/gdmz7h", read_short_doi, rf"({SHORT_DOI})"),
    Form("https://doi.org/10.1145/3503221.3508418", "doi:10.1145/3503221.3508418", read_doi,
         r"(10\..+)", ("doi.org",)),
    Form("https://doi.org/10/gdmz7h", "shortdoi:10/gdmz7h", read_short_doi, r"(10/[a-z0-9]+)/?", ("doi.org",)),
    Form("https://doi.org/gdmz7h", "shortdoi:10/gdmz7h", read_short_doi,
         r"(?!(?:about|api|help|home|index|news|ra|search)/?$)((?=\d*[a-z])[a-z0-9]{3,7})/?", ("doi.org",), r"10/\1"),
    Form("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf", "doi:10.1101/2020.01.01.123456",
         read_versioned_doi, rf"content/{_DOI_PATH}(?:[./](?:full|abstract|article|supplement|external).*)?", _RXIV),
    Form("https://www.biorxiv.org/content/biorxiv/early/2020/01/02/2020.01.01.123456.full.pdf",
         "doi:10.1101/2020.01.01.123456", read_versioned_doi,
         r"(?:content/\w+/early/(?:\d+/)+|cgi/content/\w+/)([\d.]*\d(?:v\d+)?)(?:\..*)?", _RXIV, r"10.1101/\1"),
    Form("https://academic.oup.com/nar/article/doi/10.1093/nar/gkaa1000/5973456", "doi:10.1093/nar/gkaa1000",
         read_doi, rf".*article(?:-\w+)?/doi/{_DOI_PATH}/\d+(?:/[^/]*)?", ("*",)),
    Form("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0012345",
         "doi:10.1371/journal.pone.0012345", read_doi,
         r".*[?&](?:doi|id|uri|persistentId|rft_id)=(?:info:doi/|doi:|(?:https?://)?doi\.org/)?"
         r"(10\.\d{4,9}(?:\.\d+)*(?:/|%2F)[^&]+)(?:&.*)?", ("*",)),
    Form("https://dl.acm.org/doi/pdf/10.1145/3503221.3508418", "doi:10.1145/3503221.3508418", read_doi,
         rf"(?!{_OTHER_PATH})(?:[^?]*/)?(?:doi:)?{_DOI_PATH}(?:{_VIEW})?/?", ("*",)),
    Form("https://login.example/?url=https://dl.acm.org/doi/pdf/10.1145/3503221.3508418&from=a",
         "doi:10.1145/3503221.3508418", read_doi,
         rf"(?!{_OTHER_PATH})[^?]*\?(?:.*&)?[^&=]*=[^&]*(?:/|%2F)(10\.\d{{4,9}}(?:\.\d+)*(?:/|%2F)[^&#]+?)(?:{_VIEW})?/?"
         r"(?:[&#].*)?", ("*",)),
    # Other schemes
    Form("2024.acl-long.70", "acl:2024.acl-long.70", read_acl, rf"({ACL})"),
    Form("https://aclanthology.org/2024.acl-long.70.pdf", "acl:2024.acl-long.70", read_acl,
         rf"(?:anthology/)?(?:papers/)?(?:[A-Z]/[A-Z]\d\d/)?({ACL})(?:\.(?:pdf|bib|xml|endf))?/?",
         ("aclanthology.org", "aclweb.org", "aclanthology.info")),
    Form("https://openreview.net/pdf?id=PhMrGCMIRL", "openreview:PhMrGCMIRL", read_openreview,
         r"(?:forum|pdf|attachment|revisions)\?(?:.*&)?id=([\w-]+).*", ("openreview.net",)),
    Form("conf/nips/ChenLWYY22", "dblp:conf/nips/ChenLWYY22", read_dblp, rf"({DBLP})"),
    Form("https://dblp.org/rec/conf/nips/ChenLWYY22.html", "dblp:conf/nips/ChenLWYY22", read_dblp,
         r"rec/(?:(?:bibtex|html|xml)/)?(.+)", _DBLP_SITES),
    Form("https://dblp.org/db/conf/nips/neurips2022.html#ChenLWYY22", "dblp:conf/nips/ChenLWYY22", read_dblp,
         r"db/((?:conf|journals)/[\w-]+)/[^/#]+#([\w-]+)", _DBLP_SITES, r"\1/\2"),
    Form("PMC1234567", "pmcid:PMC1234567", read_pmcid, r"PMC\s*([1-9]\d*(?:\.\d+)?)"),
    Form("https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/", "pmcid:PMC1234567", read_pmcid,
         r"(?:pmc/)?articles/((?:PMC)?\d+(?:\.\d+)?)(?:/.*)?", ("ncbi.nlm.nih.gov",)),
    Form("https://europepmc.org/article/PMC/PMC1234567", "pmcid:PMC1234567", read_pmcid,
         r"(?:(?:article|abstract)/PMC|articles)/(PMC\d+)(?:/.*)?", ("europepmc.org",)),
    Form("https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678", read_pmid,
         r"([1-9]\d{0,8})(?:/.*)?", ("pubmed.ncbi.nlm.nih.gov",)),
    Form("https://www.ncbi.nlm.nih.gov/pubmed/12345678", "pmid:12345678", read_pmid,
         r"(?:m/)?pubmed/([1-9]\d{0,8})(?:/.*)?", ("ncbi.nlm.nih.gov",)),
    Form("https://europepmc.org/article/MED/12345678", "pmid:12345678", read_pmid,
         r"(?:article|abstract)/MED/([1-9]\d{0,8})(?:/.*)?", ("europepmc.org",)),
    Form("hal-01234567v2", "hal:hal-01234567", read_hal, rf"({_HAL_ALONE})"),
    Form("https://theses.hal.science/tel-01234567v1/document", "hal:tel-01234567", read_hal,
         rf"(?:[\w-]+/)?({_HAL})(?:/.*)?", ("hal.science", "archives-ouvertes.fr", "ccsd.cnrs.fr", "hal.")),
    Form("978-1-939133-35-9", "isbn:9781939133359", read_isbn,
         r"(?:urn:isbn:|ISBN)?((?:97[89][ -]?)?(?:\d[ -]?){9}[\dX])"),
    Form("https://openlibrary.org/isbn/9781939133359", "isbn:9781939133359", read_isbn,
         r"isbn/([\dX-]+)/?", ("openlibrary.org", "worldcat.org")),
    Form("1558-0660", "issn:1558-0660", read_issn, r"(\d{4}-\d{3}[\dX])"),
    Form("0a" * 20, f"s2:{'0a' * 20}", read_s2, rf"({S2})"),
    Form(f"https://www.semanticscholar.org/reader/{'0a' * 20}", f"s2:{'0a' * 20}", read_s2,
         rf"(?:paper/(?:[^/]+/)?|reader/)?({S2})(?:/.*)?", _S2_SITES),
    Form(f"https://www.connectedpapers.com/main/{'0a' * 20}/A-Title/graph", f"s2:{'0a' * 20}", read_s2,
         rf"main/({S2})(?:/.*)?", ("connectedpapers.com",)),
    Form("https://www.semanticscholar.org/p/123", "s2:CorpusID:123", read_s2, r"p/(\d+)/?", _S2_SITES, r"CorpusID:\1"),
    Form("W2741809807", "openalex:W2741809807", read_openalex, r"(w\d{6,})"),
    Form("https://openalex.org/works/W2741809807", "openalex:W2741809807", read_openalex,
         r"(?:works/)?(w\d{3,}).*", ("openalex.org",)),
    # The first repositories of Hugging Face had no owner; it redirects to the one that they have now.
    Form("https://huggingface.co/bert-base-uncased", "hf:bert-base-uncased", read_hf,
         rf"(?!{_HF_PAGES})([\w.-]+){_HF_FILES}", _HF_SITES),
    Form("https://huggingface.co/datasets/squad", "hf:datasets/squad", read_hf,
         rf"(datasets/[\w.-]+){_HF_FILES}", _HF_SITES),
    Form("https://huggingface.co/deepseek-ai/DeepSeek-V3/tree/main", "hf:deepseek-ai/DeepSeek-V3", read_hf,
         rf"(?!{_HF_PAGES})([\w.-]+/[\w.-]+){_HF_FILES}", _HF_SITES),
    Form("https://huggingface.co/datasets/allenai/c4", "hf:datasets/allenai/c4", read_hf,
         rf"((?:datasets|spaces)/[\w.-]+/[\w.-]+){_HF_FILES}", _HF_SITES),
    # A document number means nothing outside of IEEE Xplore, so the identifier is the URL of the landing page.
    Form("https://ieeexplore.ieee.org/abstract/document/10494556", f"url:{_IEEE}", read_url,
         r"(?:abstract/)?document/(\d+).*", ("ieeexplore.ieee.org",), r"https://ieeexplore.ieee.org/document/\1"),
    Form("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10494556", f"url:{_IEEE}", read_url,
         r"(?:stamp/stamp|xpl/articleDetails)\.jsp\?(?:.*&)?arnumber=(\d+).*", ("ieeexplore.ieee.org",),
         r"https://ieeexplore.ieee.org/document/\1"),
)  # fmt: skip
"""All forms without a prefix; of those that match, the first one counts."""

PREFIXES: tuple[Prefix, ...] = (
    Prefix("arxiv", "arXiv:2401.06066v3 [cs.LG]", "arxiv:2401.06066", read_arxiv),
    Prefix("doi", "doi: 10.1145/3503221.3508418", "doi:10.1145/3503221.3508418", partial(read_doi, exact=True)),
    Prefix("shortdoi", "shortdoi:10/gdmz7h", "shortdoi:10/gdmz7h", read_short_doi),
    Prefix("acl", "acl:P19-1017", "acl:P19-1017", read_acl),
    Prefix("openreview", "openreview:PhMrGCMIRL", "openreview:PhMrGCMIRL", read_openreview),
    Prefix("dblp", "DBLP:conf/nips/ChenLWYY22", "dblp:conf/nips/ChenLWYY22", read_dblp),
    Prefix("isbn", "ISBN 0-19-852663-6", "isbn:9780198526636", read_isbn),
    Prefix("isbn-10", "ISBN-10: 0-19-852663-6", "isbn:9780198526636", read_isbn),
    Prefix("isbn-13", "ISBN-13: 978-0-19-852663-6", "isbn:9780198526636", read_isbn),
    Prefix("issn", "ISSN 1558-0660", "issn:1558-0660", read_issn),
    Prefix("url", "url:https://a.example/x", "url:https://a.example/x", read_url),
    Prefix("pmid", "PMID: 12345678", "pmid:12345678", read_pmid),
    Prefix("pmcid", "PMCID: PMC1234567", "pmcid:PMC1234567", read_pmcid),
    Prefix("pubmed", "pubmed:12345678", "pmid:12345678", read_pmid),
    Prefix("pmc", "pmc:PMC1234567", "pmcid:PMC1234567", read_pmcid),
    Prefix("hal", "hal:hal-01234567", "hal:hal-01234567", read_hal),
    Prefix("s2", f"s2:{'0a' * 20}", f"s2:{'0a' * 20}", read_s2),
    Prefix("corpusid", "CorpusID:123", "s2:CorpusID:123", lambda value, given: read_s2(f"corpusid:{value}", given)),
    Prefix("openalex", "openalex:W2741809807", "openalex:W2741809807", read_openalex),
    Prefix("hf", "hf:deepseek-ai/DeepSeek-V3", "hf:deepseek-ai/DeepSeek-V3", read_hf),
)
"""All prefixes, in lower case; those of the canonical spelling are among them."""
