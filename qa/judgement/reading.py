"""The judgement of the embedded reader: it reads the likeliest units beside the question.

It moves them by its log odds, and finds in each the words that answer, of which the first line is
made. What it gives on questions of bodies that it was not trained on is in
docs/adr/0051-a-reader.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np

from qa.judgement.parts import names_the_matter
from qa.judgement.scores import Scored
from qa.language.rows import in_words
from qa.language.sentences import sentences_of
from qa.language.terms import stem
from qa.papers import Paper, Passage, Unit
from qa.protocols import Extract, Reader
from qa.retrieval.features import Asked

READ = 6
"""Units that are read for a question."""
WEIGHT = 1.4
"""Of the reader's log odds beside those of the trees; on nine files 1 and 2 find a little less."""
MOST_SENTENCES = 10
"""Of a unit that are read each."""
FOUND_THERE = 1.0
"""Log odds that a sentence gains in which the words were found when all were read together."""
HEADER_WORDS = 12
"""Of the headings that are shown: the last of them, since the nearest tells most."""
BODY_WORDS = 6
WORD = re.compile(r"[^\W\d_]+")


def read_likeliest(
    asked: Asked, scored: Scored, reader: Reader, whole: Asked | None = None
) -> Scored:
    """Return the units with the likeliest of them in the order that the reader gives them.

    They exchange their scores, so that the chance of an answer is still that of the best of them.
    What the public record says of private business is not read: it says next to nothing, and
    would look like an answer to everything. A part of a question that does not name its matter is
    read with the whole of it.
    """
    public = (p for p in scored.in_order() if not scored.candidates[p].hit.passage.private)
    first = list(islice(public, READ))
    units = [scored.candidates[place] for place in first]
    texts = [shown(each.hit.passage, each.hit.paper, each.unit) for each in units]
    beside = whole if whole is not None and not names_the_matter(asked, whole) else None
    text = mended(asked, texts)
    extracts = reader.read(f"{text} ({mended(beside, texts)})" if beside else text, texts)
    values = [
        scored.scores[place] + WEIGHT * extract.logit
        for place, extract in zip(first, extracts, strict=True)
    ]
    in_order = [first[at] for at in np.argsort(-np.array(values), kind="stable")]
    read = {each.unit: extract for each, extract in zip(units, extracts, strict=True)}
    best = scored.candidates[in_order[0]].unit
    if best.row is None:
        header, _ = texts[first.index(in_order[0])]
        asked_for = f"{text} ({mended(beside, texts)})" if beside else text
        read[best] = by_sentence(reader, asked_for, header, best.text, read[best])
    return replace(scored.exchanged(in_order), extracts=read)


def by_sentence(reader: Reader, question: str, header: str, text: str, whole: Extract) -> Extract:
    """Return what a reader finds in a text of several sentences, each read by itself.

    The log odds are those of the whole text; the words are those of the sentence that answers
    best. It is read alone and behind the one before it, since "the loan is due in March" does not
    say which; the mean of both counts. One in which the words were found that the whole text gave
    counts `FOUND_THERE` more.
    """
    sentences = [" ".join(one.split()) for one in sentences_of(text)][:MOST_SENTENCES]
    if len(sentences) < 2:
        return whole
    alone = [(header, one) for one in sentences]
    behind = [(f"{header}: {one}" if header else one, after) for one, after in pairwise(sentences)]
    read = reader.read(question, [*alone, *behind])
    found, again = read[: len(alone)], [read[0], *read[len(alone) :]]
    values = [
        (one.logit + other.logit) / 2
        + FOUND_THERE * (bool(whole.words) and whole.words in sentence)
        for one, other, sentence in zip(found, again, sentences, strict=True)
    ]
    return replace(whole, words=found[int(np.argmax(values))].words)


def mended(asked: Asked, texts: Sequence[tuple[str, str]]) -> str:
    """Return a question in the words of the texts where it has words that no paper has.

    The search has mended these by their terms; a reader needs the word itself, as one of the texts
    spells it. What no text spells stays as it was written.
    """
    question = asked.question
    gone = [term for term in question.terms if term not in asked.weights]
    instead = {term for term in asked.weights if term not in question.terms}
    words = {word.lower() for text in texts for word in WORD.findall(" ".join(text))}
    return question.spelt(gone, {word for word in words if gone and stem(word) in instead})


def shown(passage: Passage, paper: Paper, unit: Unit) -> tuple[str, str]:
    """Return a unit as the reader is shown it: body, day, the nearest headings; and its words."""
    body = passage.body or paper.body or paper.council or ""
    day = passage.meeting_date or paper.meeting_date
    above = [passage.item_title or "", *passage.heading[-2:]]
    if unit.row is not None:
        above.append(unit.row.caption or "")
    headings = " ".join(dict.fromkeys(filter(None, above))).split()[-HEADER_WORDS:]
    dated = f"{day.day} {day:%B %Y}" if day else ""
    header = " | ".join(
        filter(None, (" ".join(body.split()[:BODY_WORDS]), dated, " ".join(headings)))
    )
    words = in_words(unit.row) if unit.row is not None else " ".join(unit.text.split())
    return header, words
