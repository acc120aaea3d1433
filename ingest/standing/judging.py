"""Judge the sentences of a minute, and part its paragraphs by what was done and what was said.

Where it is unsure whether the meeting decided, it says that a sentence is recorded in the minutes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.standing.features import Meeting, features_of, verb_groups
from ingest.standing.model import CLASSES, DECIDING, NOTHING, read_model
from ingest.standing.rows import standing_of
from ingest.standing.sentences import Sentence, is_bare, part_sentences, tail_verdict
from qa.papers import Standing, UnitKind

SURE = 0.5
"""Chance of any deciding class from which a sentence decides (docs/adr/0026)."""
SURE_OF_LESS = 0.45
"""The same where it notes, defers, recommends or loses, which claims less."""
LEAST = {Standing.DECIDED: SURE}
UNSURE = 0.4
"""The same, from which it is recorded."""
ASKED = 0.25
"""Chance that it only asks or proposes, from which nothing is called decided."""
ASKS = tuple(CLASSES.index(c) for c in ("recommended", "proposed"))
ACTS = frozenset(
    (Standing.DECIDED, Standing.RECOMMENDED, Standing.NOTED, Standing.DEFERRED, Standing.LOST)
)
"""What a meeting does in a sentence."""
LONE = 6
"""Words of a sentence that says too little without the one before it: "This was agreed."."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with its standing, and how sure that is, from 0 to 1."""

    sentence: Sentence
    standing: Standing
    chance: float


@dataclass(frozen=True, slots=True)
class Run:
    """Paragraphs of one standing, or pieces of these."""

    standing: Standing
    paragraphs: tuple[Paragraph, ...]


def judge(paragraphs: Sequence[Paragraph], meeting: Meeting, title: str = "") -> list[Judged]:
    """Return each sentence of a minute's paragraphs with its standing, in order.

    It is discussed where the meeting does nothing in it. `title` is the item's.
    """
    sentences = part_sentences(paragraphs)
    if not sentences:
        return []
    features = features_of(sentences, paragraphs, meeting, title)
    chances = read_model().chances(features, sentences)
    found: list[Judged] = []
    for names, sentence, row in zip(features, sentences, chances, strict=True):
        acts = float(row[list(DECIDING)].sum())
        best = max(DECIDING, key=lambda place: row[place])
        standing = Standing(CLASSES[best])
        asks = standing is Standing.DECIDED and float(row[list(ASKS)].sum()) >= ASKED
        lead = None if sentence.lead is None else found[sentence.lead].standing
        bidden = standing is Standing.DECIDED and lead not in ACTS and is_bidden(sentence)
        if sentence.heading or _undertakes(names):
            found.append(Judged(sentence, Standing.DISCUSSED, 1.0))
        elif acts >= LEAST.get(standing, SURE_OF_LESS) and not (asks or bidden):
            found.append(Judged(sentence, standing, acts))
        elif acts >= UNSURE and standing is not Standing.LOST and not bidden:
            found.append(Judged(sentence, Standing.RECORDED, acts))
        else:
            found.append(Judged(sentence, Standing.DISCUSSED, float(row[NOTHING])))
        if found[-1].standing not in ACTS and not sentence.heading:
            found[-1] = _by_tail(found[-1])
        before = found[-2] if len(found) > 1 and not sentence.first else None
        if found[-1].standing is Standing.LOST and before and before.standing is Standing.RECORDED:
            found[-2] = replace(before, standing=Standing.DISCUSSED)  # it is what was lost
    return found


PERSONS = ("_person", "_name", "he", "she")
SERVING = ("w=secretary", "w=treasurer", "w=clerk", "w=chair", "w=chairman", "w=member")
TOGETHER = ("verb=second", "verb=propose", "verb=carry", "verb=all", "verb=vote")


def _undertakes(names: Sequence[str]) -> bool:
    """Whether one person agrees to do something, or notes it, which is no act of the meeting."""
    if any(name in names for name in TOGETHER) or "verb=act helped=was" in names:
        return False
    who = PERSONS if not any(name in names for name in SERVING) else (*PERSONS, "_office")
    agrees = "w=agreed to" in names
    return any(
        (agrees and f"verb=act first subject={one} helped=" in names)
        or (f"verb=note first subject={one} helped=" in names and "w=noted" in names)
        for one in who
    )


BY_VERDICT = 0.8
"""How sure it is that a sentence is what the verdict at its end says."""


def _by_tail(judged: Judged) -> Judged:
    """Return a sentence with the standing of the verdict at its end, where it has one."""
    verdict = tail_verdict(judged.sentence.text)
    standing = standing_of(verdict, sure=True) if verdict else None
    return replace(judged, standing=standing, chance=BY_VERDICT) if standing else judged


BIDDEN = re.compile(
    r"\W*(?:\(?\w{1,3}[.)]\s+)?(?P<verb>[A-Za-z-]+)(?!\s+(?:was|were|is|are|has|had|for|from|of)\b)"
)


def is_bidden(sentence: Sentence) -> bool:
    """Whether a sentence begins with a verb's bare form, and so says what to do, not what was done."""
    first = BIDDEN.match(sentence.text)
    verb = first["verb"].lower() if first else ""
    return "act" in verb_groups().get(verb, ()) and not verb.endswith(("ed", "wyd", "set"))


def part_by_standing(paragraphs: Sequence[Paragraph], judged: Sequence[Judged]) -> list[Run]:
    """Return paragraphs parted into runs of one standing; each piece is of one paragraph.

    What only leads in belongs to what it leads, and a verdict without matter to the sentence
    that it is on.
    """
    standings = _joined(judged)
    runs: list[tuple[Standing, list[Paragraph]]] = []
    at = 0
    for index, paragraph in enumerate(paragraphs):
        own: list[tuple[Standing, int]] = []
        while at < len(judged) and judged[at].sentence.paragraph == index:
            own.append((standings[at], judged[at].sentence.start))
            at += 1
        for standing, piece in _pieces(paragraph, own):
            if runs and runs[-1][0] is standing:
                runs[-1][1].append(piece)
            else:
                runs.append((standing, [piece]))
    return [Run(standing, tuple(pieces)) for standing, pieces in runs]


def _joined(judged: Sequence[Judged]) -> list[Standing]:
    """Return the standings by which sentences are parted."""
    standings = [one.standing for one in judged]
    for index, one in enumerate(judged):
        lead = one.sentence.lead
        if lead is not None and one.standing in ACTS and standings[lead] is not Standing.LOST:
            near = is_bare(judged[lead].sentence.text) and lead == index - 1
            if near:
                standings[lead] = one.standing
        short = len(one.sentence.text.split()) <= LONE and not one.sentence.first
        if one.standing in ACTS and short and standings[index - 1] is Standing.DISCUSSED:
            standings[index - 1] = one.standing
    return standings


def _pieces(
    paragraph: Paragraph, standings: Sequence[tuple[Standing, int]]
) -> list[tuple[Standing, Paragraph]]:
    """Return a paragraph cut where the standing of its sentences changes."""
    if not standings:
        return [(Standing.DISCUSSED, paragraph)]
    starts = [standings[0]]
    for standing, start in standings[1:]:
        if standing is not starts[-1][0]:
            starts.append((standing, start))
    if len(starts) == 1:
        return [(starts[0][0], paragraph)]
    if len(paragraph.pieces) != 1:  # over a page's end: it stays whole, and nothing is claimed
        kinds = {standing for standing, _ in starts}
        whole = Standing.RECORDED if kinds & ACTS else starts[0][0]
        return [(whole, paragraph)]
    ends = [start for _, start in starts[1:]] + [len(paragraph.unit.text)]
    return [
        (standing, _piece(paragraph, 0 if place == 0 else start, end, first=place == 0))
        for place, ((standing, start), end) in enumerate(zip(starts, ends, strict=True))
    ]


def _piece(paragraph: Paragraph, start: int, end: int, *, first: bool) -> Paragraph:
    """Return a part of a paragraph; a line that has words of two parts counts as one of each."""
    unit = paragraph.unit
    text = unit.text[start:end].rstrip()
    begins = min(unit.lines[0] + unit.text.count("\n", 0, start), unit.lines[1])
    ends = min(unit.lines[0] + unit.text.count("\n", 0, start + len(text)), unit.lines[1])
    kind = unit.kind if first else UnitKind.PARAGRAPH
    number = unit.number if first else None
    piece = replace(unit, text=text, lines=(begins, ends), number=number, kind=kind)
    plain = wordings.plain(text.replace("\n", " "))
    return replace(paragraph, unit=piece, plain=plain, pieces=(piece,))
