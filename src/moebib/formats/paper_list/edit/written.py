"""Values in the forms that a list has for them, found from what it has in the same place of other works."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Literal, NamedTuple

from moebib.formats.paper_list.edit.authors import AuthorForm, common_form, read_author_form
from moebib.formats.paper_list.edit.dates import DateForm, read_date_forms
from moebib.formats.paper_list.edit.facts import (
    derived_text,
    is_preprint_word,
    is_word_for_type,
    short_name,
    shown_text,
)
from moebib.formats.paper_list.edit.inline import InlinePlace, place_between, write_text, write_title, write_url
from moebib.formats.paper_list.edit.shapes import (
    FilledSlot,
    ListedBlock,
    Shape,
    Slot,
    is_apart_from_venue,
    repository_at,
)
from moebib.formats.paper_list.edit.urls import UrlForm, pdf_of, read_url, read_url_form
from moebib.records.archives import Archive, archive_of
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.links import find_link
from moebib.records.record import Record
from moebib.records.series import all_series_in, series_named
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["ListForms"]

Setting = Literal["markdown", "html"]
_WORKS = schemes(names="work")
_USUAL_SHARE = 0.9
"""Derived slots are filled if they are right in this share of the works of a section."""


class _WrittenValue(NamedTuple):
    """What a list has in one slot of one work."""

    text: str
    work: ListedBlock
    part: FilledSlot


class ListForms:
    """How a list writes the values of its slots."""

    def __init__(self, text: str, works: Sequence[ListedBlock]) -> None:
        self._works = len(works)
        self._samples: dict[Slot, list[_WrittenValue]] = defaultdict(list)
        for work in works:
            for part in work.filled:
                self._samples[part.slot._replace(number=0)].append(
                    _WrittenValue(text[part.start : part.end], work, part)
                )

    def value(self, record: Record, shape: Shape, at: int, tag: str, setting: Setting, own: str = "") -> str | None:
        """What the section *tag* of the list would have for *record* in a slot of *shape*; ``None`` if nothing.

        *own* is what is there now, whose form is kept if it can be.
        """
        slot, before = shape.slots[at], shape.literals[at]
        place = place_between(before, setting, is_url=slot.role == "url")
        if slot.role == "title":
            return self._title(record, shape, at, place)
        if slot.role == "url":
            url = self._url(record, slot, before, tag, own)
            return write_url(url, place) if url else None
        if slot.role == "date":
            return self._date(record, shape, at, tag, own)
        if slot.role == "authors":
            form, cut, longest = self._author_form(slot, tag, own)
            return form.write(record.author, cut, longest, partial(write_text, place=place))
        if slot.role == "venue":
            venue = self._venue(record, tag)
            return venue and write_text(venue, place)
        if slot.role in ("name", "repository"):
            text = derived_text(slot._replace(number=0), record)
            return write_text(text, place) if text and self._is_usual(slot, tag) else None
        if slot.role == "keyword" and record.keyword:
            separators = Counter(sample.part.separator for sample in self._near(slot, tag) if sample.part.separator)
            separator = next((text for text, _ in separators.most_common(1)), ", ")
            return separator.join(write_text(label, place) for label in record.keyword)
        return "1" if slot.role == "number" else None

    def _near(self, slot: Slot, tag: str) -> list[_WrittenValue]:
        """The samples of the section or, if there are none, of the list."""
        samples = self._samples.get(slot._replace(number=0), [])
        return [sample for sample in samples if sample.work.block.tag == tag] or samples

    def share(self, slot: Slot) -> float:
        """The share of the works of the list that have such a slot."""
        works = {sample.work.block.start for sample in self._samples.get(slot._replace(number=0), ())}
        return len(works) / self._works if self._works else 0.0

    @property
    def share_of_links(self) -> float:
        """The share of the works of the list that have a link."""
        works = {
            sample.work.block.start
            for slot, samples in self._samples.items()
            if slot.role == "url"
            for sample in samples
        }
        return len(works) / self._works if self._works else 0.0

    def _is_usual(self, slot: Slot, tag: str) -> bool:
        """Whether a derived slot has in most works of the section what follows from their facts."""
        samples = self._near(slot, tag)
        right = sum(fold(shown_text(sample.text)) == fold(_derived(sample)) for sample in samples)
        return right >= _USUAL_SHARE * len(samples)

    # --- titles

    def _title(self, record: Record, shape: Shape, at: int, place: InlinePlace) -> str | None:
        pieces = [slot for slot in shape.slots if slot.role == "title"]
        if len(pieces) == 1:
            return write_title(record.title, place)
        separators = Counter(filter(None, map(_title_separator, self._samples.get(Slot("title"), ()))))
        separator = next((text for text, _ in separators.most_common(1)), ": ")
        texts = record.title.split(separator, len(pieces) - 1)
        return write_title(texts[shape.slots[at].number], place) if len(texts) == len(pieces) else None

    # --- links

    def _url(self, record: Record, slot: Slot, before: str, tag: str, own: str) -> str | None:
        if slot.kind not in ("", "paper", "pdf"):
            urls = getattr(record.links, slot.kind)
            return urls[slot.number] if slot.number < len(urls) else None
        samples = self._near(slot, tag)
        texts = [own] * len(samples) if own else []
        forms = [
            form for text in (*texts, *(sample.text for sample in samples)) if (form := read_url_form(read_url(text)))
        ]
        usual = Counter(form.scheme for form in forms)
        wanted = _scheme_of_label(before)
        candidates = [identifier for identifier in record.all_identifiers if identifier.scheme in _WORKS]
        if slot.kind == "pdf":
            # Where few works have a PDF, and those other ones, none is derived from the identifier of another work.
            is_usual = self.share(slot) >= 0.5
            derived = [identifier for identifier in candidates if is_usual or usual[identifier.scheme] * 2 > len(forms)]
            pages = (
                [] if slot.number else [self._page(identifier, forms) or pdf_of(identifier) for identifier in derived]
            )
            return next(filter(None, (*record.links.pdf[slot.number :], *pages)), None)
        main = find_link(record.link) if record.link else None
        if wanted:
            candidates = [identifier for identifier in candidates if identifier.scheme is wanted]
            return self._page(candidates[0], forms) or candidates[0].url if candidates and not slot.number else None
        if slot.number:
            return None
        preferred = [
            identifier for identifier in candidates if usual[identifier.scheme] * 2 > len(samples) + len(texts)
        ]
        best = next(iter(preferred), main)
        if best is None or best.scheme is Scheme.URL:
            return record.link
        return self._page(best, forms) or (best.url if preferred else record.link)

    @staticmethod
    def _page(identifier: Identifier, forms: Iterable[UrlForm]) -> str | None:
        """The page of *identifier* in the form in which most pages of its scheme are written."""
        counted = Counter(form for form in forms if form.scheme is identifier.scheme)
        return next(filter(None, (form.write(identifier) for form, _ in counted.most_common())), None)

    # --- dates, authors and venues

    def _date(self, record: Record, shape: Shape, at: int, tag: str, own: str) -> str | None:
        """The date in the form that the list has most often in the same place, as precisely as it is known."""
        slot = shape.slots[at]
        near, everywhere = self._near(slot, tag), self._samples.get(slot._replace(number=0), [])
        beside = shape.literals[at][-2:], shape.literals[at + 1][:2]
        same_place = ([sample for sample in samples if _beside(sample) == beside] for samples in (near, everywhere))
        same_number = [sample for sample in near if sample.part.slot == slot]
        texts = [shown_text(sample.text) for sample in next(filter(None, (*same_place, same_number, near)), [])]
        forms = Counter(form for text in texts for _, form in read_date_forms(text))
        dates = [version.issued for version in record.versions if version.is_preprint and version.issued]
        is_earlier = dates and not record.is_preprint and is_apart_from_venue(shape, at)
        issued = dates[0] if is_earlier else record.issued
        usual = [form for form, count in forms.most_common() if count > 1 or len(texts) < 4]
        own_forms = sorted((form for _, form in read_date_forms(shown_text(own))), key=lambda form: -forms[form])
        if issued is None:
            return None
        return write_date(issued, own_forms) or write_date(issued, usual or [form for form, _ in forms.most_common()])

    def _author_form(self, slot: Slot, tag: str, own: str) -> tuple[AuthorForm, int, int]:
        """The form, after how many names it is cut, and how many names are written without a cut."""
        samples = self._near(slot, tag)
        read = [read_author_form(shown_text(sample.text), sample.work.block.item.authors) for sample in samples]
        forms = [form for form in read if form]
        cuts = Counter(form.names for form in forms if form.others)
        longest = max((form.names for form in forms if not form.others), default=0)
        cut = next((cut for cut, _ in cuts.most_common(1)), 0)
        own_form = read_author_form(shown_text(own)) if own else None
        if own_form is None or own_form.names < 2:
            return common_form(forms), cut, longest
        return (
            own_form._replace(others=own_form.others or common_form(forms).others),
            own_form.names if own_form.others else cut,
            longest,
        )

    def _venue(self, record: Record, tag: str) -> str | None:
        """The venue as the list calls it; a preprint has one only if the list has a word for preprints."""
        kinds = (Slot("venue"), Slot("venue", "unmarked"))
        texts = Counter(shown_text(sample.text) for slot in kinds for sample in self._near(slot, tag))
        all_texts = Counter(shown_text(sample.text) for slot in kinds for sample in self._samples.get(slot, ()))
        names = [name for name in (record.container_title_short, plain(record.container_title)) if name]
        archive = archive_of(record.venue) if record.venue else None
        if archive or (record.is_preprint and not names):
            are_same = partial(_is_archive, archive)
        elif names:
            are_same = partial(_is_venue, names)
        else:
            are_same = partial(is_word_for_type, type=record.type)
        for counted in (texts, all_texts):
            if same := [(count, text) for text, count in counted.items() if are_same(text)]:
                return max(same, key=lambda pair: pair[0])[1]
        if archive:
            return archive.name if max(map(self.share, kinds)) >= _USUAL_SHARE else None
        series = series_named(names[-1]) if names else None
        short = record.container_title_short or (series.short if series else "")
        are_long = sum(count for text, count in all_texts.items() if len(text.split()) > 3) * 2 > all_texts.total()
        return (names[-1] if are_long and names else short) or next(iter(names), None)


def write_date(date: Date, forms: Iterable[DateForm]) -> str | None:
    """*date* in the first of *forms* that is not more precise, else in the first one without the day or the month."""
    forms = list(forms)
    shorter = (form for longer in forms[:1] for form in longer.less_precise())
    return next(filter(None, (form.write(date) for form in (*forms, *shorter))), None)


def _is_archive(archive: Archive | None, text: str) -> bool:
    return is_preprint_word(text) or (archive is not None and archive_of(text) is archive)


_TRACK = re.compile(r"\d\d|findings|workshop|demo|industry|tutorial", re.I)


def _is_venue(names: Sequence[str], text: str) -> bool:
    """Whether *text* is a name of the venue, without a year and without a track that its names do not have."""
    if any(fold(text) == fold(name) for name in names):
        return True
    series = {row.short for name in names for row in all_series_in(name)}
    is_same = not series.isdisjoint(row.short for row in all_series_in(text))
    return is_same and all(track in " ".join(names) for track in _TRACK.findall(text))


def _beside(sample: _WrittenValue) -> tuple[str, str]:
    """The characters beside a slot."""
    at = sample.work.filled.index(sample.part)
    literals = sample.work.shape.literals
    return literals[at][-2:], literals[at + 1][:2]


def _title_separator(sample: _WrittenValue) -> str:
    """What is between the first and the second piece of a title."""
    if sample.part.slot.number or Slot("title", "", 1) not in sample.work.shape.slots:
        return ""
    title, first = plain(sample.work.block.item.title), shown_text(sample.text)
    separator = re.match(r"\W+", title[len(first) :]) if title.startswith(first) else None
    return separator[0] if separator else ""


def _derived(sample: _WrittenValue) -> str:
    """What follows for a derived slot from the other parts of the work."""
    item, slot = sample.work.block.item, sample.part.slot
    if slot.kind:
        return shown_text(sample.text)  # otherwise, it would be no slot
    if slot.role == "name":
        return short_name(item.title)
    return next(filter(None, map(repository_at, (*(link.url for link in item.links), item.url))), "")


_LABELS = {
    "arxiv": Scheme.ARXIV, "doi": Scheme.DOI, "openreview": Scheme.OPENREVIEW, "acl": Scheme.ACL, "pubmed": Scheme.PMID,
}  # fmt: skip


def _scheme_of_label(before: str) -> Scheme | None:
    """The scheme that the label of a link names, as "[arXiv](" does."""
    label = re.search(r"\[([^\[\]]*)\]\(<?$", before)
    return _LABELS.get(fold(label[1]).strip(" *_`")) if label else None
