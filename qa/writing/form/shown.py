"""What is shown of a quote: whole sentences, few words, the words that answer in bold, and the place.

The first quote is cut to the units and sentences that answer, at most 60 words where one sentence
has no more; what is left of it is shown folded, under `qa.answers.FOLD`. A quote never ends within
a sentence: where its passage does, the sentence is finished from the next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answers import Citation
from qa.language.dates import format_day
from qa.language.sentences import first_words, sentences_of
from qa.library import Library
from qa.papers import (
    DECIDING,
    ItemKind,
    Paper,
    PaperKind,
    Passage,
    Standing,
    Unit,
    UnitKind,
)
from qa.quoting.cite import block
from qa.quoting.standing import standings_of
from qa.quoting.units import Quote
from qa.retrieval.scope import sure_council
from qa.writing.form.standings import SAID
from qa.writing.labels import name_pages

MOST_WORDS = 60
"""Words of the first quote, where its sentences are not longer."""
MOST_TO_FINISH = 130
"""Words of the unit that finishes a sentence."""
LONGEST_TITLE = 14
"""Words of a title that is given with the place."""
_ENDED = re.compile(r"[.;:!?…][\s)\]”\"'’*]*(?:\[?\d{1,2}\]?)?\s*(?:and|or)?\s*$")
_RUNS_OVER = re.compile(
    r"(?:,|[-–]|\b(?:and|or|of|the|to|for|in|on|at|by|with|from|that|which|a|an|its|their|is|are|be|as))\s*$",
    re.I,
)


# What is cut


def part_quote(
    quote: Quote, answering: Unit, *, most: int = MOST_WORDS
) -> tuple[Quote, Quote | None]:
    """Return what of a quote is shown first, and what is left of it (None if nothing).

    Units round the one that answers are kept while they are short enough together. Limbs keep the
    words that lead them in; a row keeps the rows beside it.
    """
    units = [unit for unit in quote.units if unit.kind is not UnitKind.HEADING] or [*quote.units]
    if sum(_length(unit) for unit in units) <= most:
        return quote, None
    at = units.index(answering) if answering in units else 0
    first = last = at
    while True:
        words = sum(_length(unit) for unit in units[first : last + 1])
        before = first > 0 and words + _length(units[first - 1]) <= most
        after = last < len(units) - 1 and words + _length(units[last + 1]) <= most
        leads = units[last].text.rstrip().endswith((":", ";", " and", ","))
        # What comes before tells what it is about; what comes after finishes a list.
        if after and (leads or not before):
            last += 1
        elif before:
            first -= 1
        else:
            break
    lead_in = [u for u in units[:first] if u.kind is UnitKind.LEAD][-1:]
    if lead_in and units[first].kind is UnitKind.LIMB and _length(lead_in[0]) <= most // 2:
        kept = [*lead_in, *units[first : last + 1]]
    else:
        kept = units[first : last + 1]
    left = tuple(unit for unit in units if unit not in kept)
    return replace(quote, units=tuple(kept)), replace(quote, units=left) if left else None


def _length(unit: Unit) -> int:
    return len(unit.text.split())


def finished(quote: Quote, library: Library) -> list[Quote]:
    """Return a quote with what finishes its last sentence, where that goes on behind it."""
    last = quote.units[-1]
    if not ends_within(last):
        return [quote]
    within = quote.passage.units
    at = within.index(last) if last in within else len(within) - 1
    following = [u for u in within[at + 1 :] if u.kind not in _ABOVE][:1]
    if following:
        return (
            [replace(quote, units=(*quote.units, *following))]
            if _goes_on(last, following[0])
            else [quote]
        )
    name = f"{quote.passage.paper_id}-{quote.passage.ordinal + 1:05d}"
    held = library.passages([name]).get(name)
    if held is None or held[0].private or held[0].standing is not quote.passage.standing:
        return [quote]
    opening = next((u for u in held[0].units if u.kind not in _ABOVE), None)
    if opening is None or not _goes_on(last, opening):
        return [quote]
    return [quote, Quote(held[0], quote.paper, (opening,))]


_ABOVE = (UnitKind.HEADER, UnitKind.HEADING)


def ends_within(unit: Unit) -> bool:
    """Whether a paragraph ends before its sentence does, as at the end of a page."""
    prose = unit.kind not in (UnitKind.ROW, *_ABOVE) and _length(unit) > 8
    return prose and not _ENDED.search(unit.text)


def _goes_on(last: Unit, following: Unit) -> bool:
    opens = following.text.lstrip()[:1]
    return (
        following.kind is not UnitKind.ROW
        and _length(following) <= MOST_TO_FINISH
        and (bool(_RUNS_OVER.search(last.text)) or opens.islower())
    )


def cut_citation(citation: Citation, answering: str, *, most: int = MOST_WORDS) -> Citation:
    """Return a citation cut to whole sentences round the words that answer, if it is too long.

    What it says stays one run of the paper's own words.
    """
    text = citation.quote
    # The number of a paragraph is no sentence.
    sentences = [one for one in sentences_of(text) if re.search(r"[^\W\d_]", one)]
    if citation.parts:
        return citation  # a table is not cut
    if len(text.split()) <= most or len(sentences) < 2:
        return citation
    shares = [share_of(answering, sentence) for sentence in sentences]
    at = shares.index(max(shares)) if max(shares) > 0.5 else 0
    first = last = at
    while first > 0 and _words(sentences[first - 1 : last + 1]) <= most:
        first -= 1
    while last < len(sentences) - 1 and _words(sentences[first : last + 2]) <= most:
        last += 1
    start = text.find(sentences[first])
    end = text.find(sentences[last], start) + len(sentences[last])
    return replace(citation, quote=text[start:end])


def _words(sentences: Sequence[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def _key(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def share_of(words: str, text: str) -> float:
    """Return the share of some words, each once, that a text has as well, 0 to 1; 0 of none."""
    wanted = _key(words)
    return len(wanted & _key(text)) / max(1, len(wanted))


# How it is shown


def bold_block(citation: Citation, answering: str) -> str:
    """Return a citation as a block quote in which the words that answer are bold."""
    shown = block(citation)
    spans = [part for part in re.split(r"\s*…\s*", answering) if len(part) > 1]
    for span in spans:
        words = [re.escape(word.replace("*", "")) for word in span.strip(" .,;:").split()]
        # A quote may break its lines anywhere.
        found = (
            re.search(r"(?<!\S)" + r"(?:\s+(?:\n> )?)".join(words) + r"(?!\w)", shown)
            if words
            else None
        )
        if found and "*" not in found[0] and "\n" not in found[0]:
            shown = f"{shown[: found.start()]}**{found[0]}**{shown[found.end() :]}"
    return shown


def state_place(
    quote: Quote, standing: Standing, citation: Citation, *, of_many: bool = False
) -> str:
    """Return the line that says what a quote is and where it stands: body, day, minute, page.

    Where papers of many councils are held (`of_many`), the body is given with its council.
    `standing` is that of the quote for the question: a part of a report on a draft may be proposed
    though the report is background.
    """
    pages = name_pages(citation.page)
    where = f", {pages}" if pages else ""
    return f"{_introduce(quote, standing, of_many)}{where}.{note_left_to_council(quote)}"


def _introduce(quote: Quote, standing: Standing, of_many: bool) -> str:
    passage, paper = quote.passage, quote.paper
    day, own = meeting_day(passage, paper), _body(quote, of_many)
    body = own or "the meeting"
    if paper.kind is PaperKind.DECISION_RECORD:
        body = "the decision maker named in the record"  # often one member, not the body
    title = first_words(
        passage.item_title or " > ".join(passage.heading[-2:]) or paper.title, LONGEST_TITLE
    )
    if passage.standing in DECIDING:
        is_minute = passage.item_kind == ItemKind.MINUTE and passage.item_number
        minute = f"minute {passage.item_number}, " if is_minute else ""
        report = f"; report {', '.join(passage.references[:2])}" if passage.references else ""
        wholly_left = len(_left_to_council(quote)) == len(quote.units)
        word = "Recommended to Council" if wholly_left else SAID[passage.standing]
        return f"**{word}** by {body}, {day} ({minute}{title}{report})"
    if passage.standing is Standing.RECOMMENDED:
        return f"**Recommended, not a decision**: the report “{title}” to {body}, {day}"
    if standing is Standing.PROPOSED:
        of = f", {own}" if of_many and own else ""
        under = " > ".join(passage.heading[-2:]) or title
        return (
            f"**Proposed, not a decision**: {first_words(paper.title, LONGEST_TITLE)}{of} ({under})"
        )
    kind = "the minutes" if paper.kind is PaperKind.MINUTES else f"the {paper.kind.value}"
    where = (
        f"{kind} “{title}”"
        if passage.item_title
        else f"“{first_words(paper.title, LONGEST_TITLE)}”"
    )
    if own:
        where = f"{where}, {own}"
    if passage.standing is Standing.RECORDED:
        return f"**Recorded in the minutes**: {where}, {day}"
    if passage.standing is not Standing.DISCUSSED or standing is Standing.BACKGROUND:
        return f"**Background**: {where}, {day}"
    if standing is Standing.DISCUSSED:
        return f"**Discussed, not a decision**: {where}, {day}"
    return f"**How it was decided**: {where}, {day}"


def _body(quote: Quote, of_many: bool) -> str | None:
    """Return the body whose meeting or paper it is, with its council where there are many."""
    body, council = quote.passage.body or quote.paper.body, sure_council(quote.paper)
    if not of_many or council is None:
        return body
    return f"{body} of {council}" if body and council not in body else body or council


def note_left_to_council(quote: Quote) -> str:
    """Say which limbs of a resolution only recommend to Council, so that none is taken as final.

    Return a sentence to add behind another; no text if there is no such limb.
    """
    left = _left_to_council(quote)
    if not left:
        return ""
    numbers = [unit.number for unit in left if unit.number]
    if len(left) == len(quote.units) or not numbers:
        return " It recommends this to Council; it is not final until Council decides."
    which = f"Limb {numbers[0]} is" if len(numbers) == 1 else f"Limbs {', '.join(numbers)} are"
    return f" {which} recommended to Council, not final until Council decides."


def _left_to_council(quote: Quote) -> list[Unit]:
    """Return the units quoted of a resolution that only recommend to Council."""
    if quote.passage.standing is not Standing.DECIDED:
        return []
    standings = standings_of(quote.passage)
    return [unit for unit in quote.units if standings[unit] is Standing.RECOMMENDED]


def meeting_day(passage: Passage, paper: Paper) -> str:
    """Return the day of a passage's meeting in words, or that there is none."""
    day = passage.meeting_date or paper.meeting_date
    return format_day(day) if day else "undated"
