"""Find the resolutions within a minute: where each begins and ends, and its standing.

`decision_blocks` finds what is resolved in so many words. Where a minute states no resolution, it
may say that a motion was carried (`carried_motions`). Of all else each sentence is judged
(`with_judged`); `spoken_runs` has what was only said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest import wordings
from ingest.business.limbs import LONGEST_GAP, OPEN_ENDED, Order, labels_decision, order_of
from ingest.business.web_items import standings_beside
from ingest.document import LineRole
from ingest.layout.forms import entry_end, read_entry
from ingest.layout.paragraphs import Paragraph
from ingest.standing.features import Meeting
from ingest.standing.judging import ACTS as DONE
from ingest.standing.judging import Judged, judge, part_by_standing
from ingest.standing.rows import read_row, standing_of
from qa.language.sentences import PARTS_MINUTED
from qa.papers import Standing, UnitKind

ANY_BODY = ("meeting", "it", "members")
LEAST_CUT = 8
"""A paragraph of more words that ends without a full stop is a sentence that was cut off."""
LONGEST_INSERTION = 8
"""Paragraphs, none of them a sentence, that may stand between two limbs."""


@dataclass(frozen=True, slots=True)
class DecisionBlock:
    """Paragraphs [start, end) of a minute that are one resolution."""

    start: int
    end: int
    standing: Standing


def decision_blocks(body: Sequence[Paragraph], meeting: str | None = None) -> list[DecisionBlock]:
    """Return the resolutions in a minute's paragraphs, in order, not overlapping.

    `meeting` names the body that met, so that what another one agreed is not taken for a
    resolution. The words "moved by …, seconded by …" right above one belong to it.
    """
    blocks: list[DecisionBlock] = []
    index = 0
    while index < len(body):
        if published := _published(body, index, meeting):
            blocks.append(published)
            index = published.end
        elif entered := _entered(body, index):
            blocks.append(entered)
            index = entered.end
        elif _begins(body, index, meeting):
            end = _block_end(body, index, meeting)
            floor = blocks[-1].end if blocks else 0
            start = index - 1 if index > floor and _is_mover(body[index - 1]) else index
            blocks.append(DecisionBlock(start, end, _standing_of_limbs(body[index:end])))
            index = end
        else:
            index += 1
    return blocks


def _published(body: Sequence[Paragraph], start: int, meeting: str | None) -> DecisionBlock | None:
    """Return the decision that a web page publishes under a label of its own, whole.

    None where its text itself says where it resolves: what stands above that is discussion.
    """
    if body[start].role is not LineRole.DECISION:
        return None
    if start and body[start - 1].role is LineRole.DECISION:
        return None
    end = next(
        (
            i
            for i in range(start + 1, len(body))
            if body[i].role is not LineRole.DECISION or wordings.DECISION_END.match(body[i].plain)
        ),
        len(body),
    )
    decision = body[start + 1 : end]
    if not decision or any(_begins(body, i, meeting) for i in range(start + 1, end)):
        return None
    return DecisionBlock(start, end, _standing_of_limbs(decision))


def _entered(body: Sequence[Paragraph], start: int) -> DecisionBlock | None:
    """Return the decision that a row of a form holds beside its label, whole; None if it has none."""
    entry = read_entry(body, start)
    if entry is None:
        return None
    label = f"{entry.label}:"
    if not (labels_decision(entry.label) or wordings.RESOLUTION.fullmatch(label)):
        return None
    end = entry_end(body, start)
    return DecisionBlock(start, end, _standing_of_limbs(body[start:end]))


def _begins(body: Sequence[Paragraph], index: int, meeting: str | None) -> bool:
    """Whether a paragraph opens a resolution of this meeting: not of another body or day."""
    paragraph = body[index]
    text = paragraph.plain
    if paragraph.is_row or paragraph.role is LineRole.BESIDE:
        return False
    if match := wordings.RESOLUTION.match(text):
        return _is_of(match["who"], meeting)
    if match := wordings.RECOMMENDING.match(text):
        return _is_of(match["who"], meeting)
    if (match := wordings.LED_IN.search(text)) and index + 1 < len(body):
        below = body[index + 1].plain
        return _is_of(match["who"], meeting) and bool(wordings.RESOLVING_LIMB.match(below))
    inline = wordings.RESOLUTION_INLINE.search(text)
    if inline is None:
        return False
    # Clerks write in capitals what this meeting did.
    marked = inline[0].split()[-1].isupper()
    earlier = wordings.EARLIER_MEETING if marked else wordings.EARLIER
    if earlier.search(text[: inline.start()]):
        return False
    return paragraph.words < 60 or marked


def _is_of(named: str | None, meeting: str | None) -> bool:
    """Whether the body that acts in a sentence is the one that met."""
    return not named or not meeting or named.lower() in (*ANY_BODY, *meeting.lower().split())


def _block_end(body: Sequence[Paragraph], start: int, meeting: str | None) -> int:
    """Return the index after the last paragraph of the resolution that begins at `start`."""
    label = re.match(r"\W*decisions?(?: made)?\b", body[start].plain, re.I)
    closing = next(
        (
            i
            for i in range(start + 1, len(body))
            if wordings.DECISION_END.match(body[i].plain) or _begins(body, i, meeting)
        ),
        None,
    )
    if label and closing is not None and wordings.DECISION_END.match(body[closing].plain):
        # "Decision Made: ... Reasons for Decision:" brackets the resolution.
        return closing
    limit = closing if closing is not None else len(body)
    waiting = bool(OPEN_ENDED.search(body[start].plain)) or body[start].words <= 2
    levels: dict[str, int] = {}
    last: Order | None = None
    end = start + 1
    while end < limit:
        paragraph = body[end]
        number = paragraph.unit.number
        order = order_of(number, last) if number else None
        if order and _follows(order, levels, waiting=waiting):
            levels[order[0]] = order[1]
            last = order
            waiting = False
        elif waiting:
            waiting = bool(OPEN_ENDED.search(paragraph.plain)) and paragraph.words < 40
        elif not _continues(body, end):
            coming = _next_limb(body, end, limit, levels)
            if coming is None:
                break
            end = coming
            continue
        end += 1
    return end


def _cut_off(above: Paragraph, below: Paragraph) -> bool:
    """Whether a paragraph of a PDF stops in the middle of a sentence that goes on in the next."""
    ends = re.search(r"[.;:?!”\"')\]–-]\W*$|(?i:\bnoted|\bagreed|\bapproved)$", above.plain)
    full = above.unit.page is not None and above.words > LEAST_CUT and not above.is_row
    return full and not ends and not below.bold and not below.plain.isupper()


def _next_limb(
    body: Sequence[Paragraph], start: int, limit: int, levels: dict[str, int]
) -> int | None:
    """Return where the next limb in order stands, behind a table that the reader took for text."""
    for index in range(start, min(limit, start + LONGEST_INSERTION)):
        number = body[index].unit.number
        order = order_of(number) if number else None
        if order and order[1] > 1 and levels.get(order[0]) == order[1] - 1:
            return index
        if body[index].words > 40 or body[index].plain.endswith("."):
            return None
    return None


def _follows(order: Order, levels: dict[str, int], *, waiting: bool) -> bool:
    style, place = order
    last = levels.get(style)
    if last is None and style.startswith("dotted") and not waiting:
        return False  # the minute's own paragraph, below a resolution that is done
    if last is None:
        return place <= 1 + LONGEST_GAP
    return place == 1 or 0 < place - last <= 1 + LONGEST_GAP


def _continues(body: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph without a limb number still belongs to the resolution."""
    paragraph, before = body[index], body[index - 1]
    if (
        paragraph.is_row
        or paragraph.unit.kind == UnitKind.HEADER
        or wordings.BULLET.match(paragraph.unit.text)
    ):
        return True
    if re.match(r"[a-z]", paragraph.plain) or _cut_off(before, paragraph):
        return True
    return before.plain.rstrip().endswith((";", ":", ",", " and", " or", "; and"))


def _is_mover(paragraph: Paragraph) -> bool:
    text = paragraph.plain
    ends = text.endswith((":", " and", ",")) or paragraph.words <= 14
    return paragraph.words <= 40 and ends and bool(wordings.MOVER_LINE.match(text))


# The standing of a resolution: decided, recommended, merely noted, or put off


def _weight(text: str, *, noted: bool) -> Standing:
    """Judge one limb: a thing decided, merely noted, or put off.

    `noted`: the label above or before it says that it was noted.
    """
    put_off = wordings.DEFERRED_LIMB.search(text)
    if put_off and not wordings.BE_DONE.search(text[: put_off.start()]):
        return Standing.DEFERRED  # Adopted but for a part that is put off, it is decided.
    inline = wordings.RESOLUTION_INLINE.search(text)
    # What stands before the words that resolve was reported, not resolved.
    core = wordings.PREAMBLE.sub("", text[inline.start() :] if inline else text)
    if wordings.PUTTING_OFF.match(core):
        return Standing.DEFERRED
    if noted or wordings.NOTING.match(core):
        # What is noted may itself speak of approvals: only a second verb decides.
        return Standing.DECIDED if wordings.SECOND_VERB.search(core) else Standing.NOTED
    if wordings.BE_NOTED.search(core) and not wordings.BE_DONE.search(core):
        return Standing.NOTED
    return Standing.DECIDED


def _standing_of_limbs(paragraphs: Sequence[Paragraph]) -> Standing:
    """Judge a resolution by its limbs: it is noted or deferred where all of them are."""
    if wordings.RECOMMENDING.match(paragraphs[0].plain):
        return Standing.RECOMMENDED
    limbs = [
        p.plain
        for p in paragraphs
        if p.unit.number and not re.match(r"\d+\.\s*(?:it was )?resolved", p.plain, re.I)
    ]
    texts = limbs or [" ".join(p.plain for p in paragraphs)]
    label = wordings.PREAMBLE.match(paragraphs[0].plain)
    noted = label is not None and standing_of(label[0], sure=True) is Standing.NOTED
    weights = {_weight(text, noted=noted) for text in texts}
    if weights == {Standing.DEFERRED} or (len(texts) == 1 and Standing.DEFERRED in weights):
        return Standing.DEFERRED
    return Standing.NOTED if weights == {Standing.NOTED} else Standing.DECIDED


# Sentences behind what was reported, in which the meeting resolves

ACTS = re.compile(
    r"(?:It was (?:then |therefore |unanimously )*resolved\b"
    r"|(?:The )?(?P<who>Council|Cabinet|Executive|Committee|Sub-Committee|Panel|Board|Meeting)\s+"
    r"(?:unanimously |therefore |then |accordingly |duly )*"
    r"(?:agreed|resolved|approved|decided|noted|instructed|remitted|continued)\b)",
)
GOES_ON = re.compile(
    r"(?:It|The (?:Council|Cabinet|Executive|Committee|Sub-Committee|Panel|Board|Meeting))"
    r" (?:also |further |then )?(?:agreed|resolved|approved|decided|noted|instructed|remitted)\b"
)


def part_lead_ins(body: Sequence[Paragraph], meeting: str | None) -> list[Paragraph]:
    """Split a paragraph that reports something and ends in words that the limbs below complete."""
    parted: list[Paragraph] = []
    for index, paragraph in enumerate(body):
        below = body[index + 1] if index + 1 < len(body) else None
        ends = paragraph.plain.endswith((":", "–", "-")) and below is not None
        limbs = below is not None and (below.unit.number or wordings.BULLET.match(below.unit.text))
        cut = _last_act(paragraph, meeting) if ends and limbs else None
        parted += _cut(paragraph, cut) if cut else [paragraph]
    return parted


def _last_act(paragraph: Paragraph, meeting: str | None) -> int | None:
    """Return where, at a paragraph's end, the sentences begin by which the meeting resolves."""
    if paragraph.is_row or len(paragraph.pieces) != 1:
        return None
    text = paragraph.unit.text
    starts = [match.end() for match in PARTS_MINUTED.finditer(text)]
    at = None
    for start in reversed(starts):
        if acts := ACTS.match(text, start):
            sentence = PARTS_MINUTED.split(text[start:])[0]
            earlier = wordings.EARLIER.search(" ".join(sentence.split()[:8]))
            at = start if _is_of(acts["who"], meeting) and not earlier else None
            break
        if not GOES_ON.match(text, start):
            break
    return at


def _cut(paragraph: Paragraph, at: int) -> Iterator[Paragraph]:
    """Yield a paragraph's two parts; a line that has words of both counts as a line of each."""
    unit = paragraph.unit
    first, rest = unit.text[:at].rstrip(), unit.text[at:]
    begins = min(unit.lines[0] + unit.text[:at].count("\n"), unit.lines[1])
    ends = min(unit.lines[0] + first.count("\n"), unit.lines[1])
    for text, lines, number in (
        (first, (unit.lines[0], ends), unit.number),
        (rest, (begins, unit.lines[1]), None),
    ):
        kind = unit.kind if number or text is first else UnitKind.PARAGRAPH
        piece = replace(unit, text=text, lines=lines, number=number, kind=kind)
        plain = wordings.plain(text.replace("\n", " "))
        yield replace(paragraph, unit=piece, plain=plain, pieces=(piece,))


# Motions carried

CARRIED = re.compile(
    r"\b(?:motion|recommendations? (?:was|were))\b"
    r"(?:(?!\b(?:not|lost|fell|rejected)\b)[^.;]){0,80}?\b(?:carried|agreed|approved|passed|adopted)\b"
    r"|\b(?:resolved|agreed) accordingly\b",
    re.I,
)
"""The motion was carried: "The motion was put and carried by 9 votes to 4"."""
CARRIED_IN_ONE = re.compile(
    r"\bmoved\b[^.;]{0,160}?\b(?:carried|agreed)\b[^.;]{0,60}?\bthat\b", re.I
)
"""A motion and its outcome in one sentence: "It was moved by …, seconded by … and carried, that …"."""
BECAME = re.compile(
    r"\bbecame (?:and was declared )?(?:to be )?the (?:decision|finding|resolution) of\b", re.I
)
"""The Scottish way; it may be about an amendment that was carried against the motion."""
AMENDMENT = re.compile(r"\bamendments?\b", re.I)
AMENDED = re.compile(r"\b(?:as (?:so |thus )?amended|amended motion|substantive)\b", re.I)
AMENDMENT_TAKEN = re.compile(
    r"\bamendments?\b(?:(?!\b(?:not|lost|fell|rejected)\b)[^.;]){0,80}\b(?:carried|agreed|accepted|incorporated)\b",
    re.I,
)
MOVED = re.compile(r"\b(?:moved|proposed)\b|^\W*(?:motion|amendment)\W*[.:–-]", re.I)
MOVED_THAT = re.compile(r"\b(?:moved|proposed)\b.{0,120}?\bthat\b", re.I | re.S)
TEXT_FOLLOWS = re.compile(
    r"\b(?:substantive motion|motion,? as (?:so )?amended|amended motion)\b.{0,80}:\W*$", re.I
)
LONGEST_MOTION = 14
"""Paragraphs of a motion at most."""
LONGEST_DEBATE = 150
"""Paragraphs between a motion and what came of it, at most."""
LONGEST_MOVING = 160
"""Words of a paragraph in which a motion is moved."""


def carried_motions(body: Sequence[Paragraph]) -> list[DecisionBlock]:
    """Return the motions carried in a minute's paragraphs: their words and their outcome.

    What was amended is decided in the words of the amended motion only, where those are given;
    what was lost, or found no seconder, is not decided.
    """
    spans: set[tuple[int, int]] = set()
    for index, paragraph in enumerate(body):
        if (sentence := _outcome(paragraph)) is not None:
            spans.add((index, index + 1))
            text = _words_of(body, index, sentence)
            if text:
                spans.add(text)
    return list(_apart(sorted(spans), body))


def _outcome(paragraph: Paragraph) -> str | None:
    """Return the sentence by which a motion is carried in a short paragraph, if there is one."""
    if paragraph.is_row or paragraph.words > LONGEST_MOVING:
        return None
    for sentence in PARTS_MINUTED.split(paragraph.plain):
        if wordings.EARLIER_MEETING.search(sentence):
            continue
        carried = CARRIED.search(sentence) or CARRIED_IN_ONE.search(sentence)
        mended = carried and AMENDMENT.search(sentence[: carried.start()])
        if (carried and not mended) or BECAME.search(sentence):
            return sentence
    return None


def _words_of(body: Sequence[Paragraph], outcome: int, sentence: str) -> tuple[int, int] | None:
    """Return where the words of what was carried stand above its outcome."""
    of_amendment = bool(AMENDMENT.search(sentence)) and bool(BECAME.search(sentence))
    amended = bool(AMENDED.search(sentence)) and not of_amendment
    for index in range(outcome - 1, max(-1, outcome - 1 - LONGEST_DEBATE), -1):
        text = body[index].plain
        if TEXT_FOLLOWS.search(text):
            return _quoted(body, index + 1, outcome)
        if not amended and not of_amendment and AMENDMENT_TAKEN.search(text):
            amended = True
        if amended or not MOVED.search(text) or bool(AMENDMENT.search(text)) != of_amendment:
            continue
        if text.endswith(":"):
            return _quoted(body, index + 1, outcome)
        worded = MOVED_THAT.search(text) and body[index].words <= LONGEST_MOVING
        return (index, index + 1) if worded else None
    return None


def _quoted(body: Sequence[Paragraph], start: int, stop: int) -> tuple[int, int] | None:
    """Return the paragraphs of a motion set out below its mover: quoted, or with its parts."""
    if start >= stop:
        return None
    stop = min(stop, start + LONGEST_MOTION)
    if body[start].plain[:1] in "\"“'‘":
        ends = (i for i in range(start, stop) if re.search(r"[\"”'’]\W*$", body[i].plain))
        return (start, next(ends, start) + 1)
    end = start + 1
    while end < stop and (body[end].unit.number or body[end - 1].plain.endswith((":", ";", ","))):
        end += 1
    return (start, end)


def _apart(spans: Sequence[tuple[int, int]], body: Sequence[Paragraph]) -> Iterator[DecisionBlock]:
    """Yield the spans as blocks, in order, none of which overlaps the one before."""
    last = 0
    for start, end in spans:
        if start < last:
            continue
        last = end
        text = " ".join(p.plain for p in body[start:end])
        put_off = wordings.DEFERRED_LIMB.search(text) and not wordings.BE_DONE.search(text)
        yield DecisionBlock(start, end, Standing.DEFERRED if put_off else Standing.DECIDED)


# What stands around a resolution

NOTHING_SAID = 12
"""In so few words, if nobody speaks, no business was done."""


def with_judged(
    body: Sequence[Paragraph], blocks: Sequence[DecisionBlock], meeting: Meeting, title: str
) -> tuple[list[Paragraph], list[DecisionBlock]]:
    """Return a minute's paragraphs with those between its resolutions judged, and all resolutions.

    A paragraph is cut where sentences that were said end and those that decide begin. What
    is not sure to decide is a block that is recorded.
    """
    parted: list[Paragraph] = []
    found: list[DecisionBlock] = []
    position = 0
    for block in [*blocks, None]:
        between = body[position : block.start if block else len(body)]
        runs = _judged_runs(between, meeting, title, resolved_below=block is not None)
        for standing, paragraphs in runs:
            if standing is not Standing.DISCUSSED:
                end = len(parted) + len(paragraphs)
                found.append(DecisionBlock(len(parted), end, standing))
            parted += paragraphs
        if block:
            end = len(parted) + block.end - block.start
            found.append(DecisionBlock(len(parted), end, block.standing))
            parted += body[block.start : block.end]
            position = block.end
    return parted, sorted([*found, *_footnotes(parted, found)], key=lambda block: block.start)


FOOTNOTE = re.compile(r"\W*(?P<mark>[⁰¹²³⁴-⁹]+)\s")
"""The raised mark with which a footnote begins."""


def _footnotes(
    body: Sequence[Paragraph], blocks: Sequence[DecisionBlock]
) -> Iterator[DecisionBlock]:
    """Yield the footnotes of resolutions: each stands as the paragraph that bears its mark."""
    notes = {
        index: match["mark"] for index, p in enumerate(body) if (match := FOOTNOTE.match(p.plain))
    }
    if not notes:
        return
    standings = {i: block.standing for block in blocks for i in range(block.start, block.end)}
    for index, mark in notes.items():
        called = re.compile(rf"(?<=[^\s⁰¹²³⁴-⁹])\s?{mark}(?![⁰¹²³⁴-⁹])")
        bearer = next((i for i in standings if called.search(body[i].plain)), None)
        if index not in standings and bearer is not None:
            yield DecisionBlock(index, index + 1, standings[bearer])


def _judged_runs(
    between: Sequence[Paragraph], meeting: Meeting, title: str, *, resolved_below: bool
) -> Iterator[tuple[Standing, Sequence[Paragraph]]]:
    """Yield what stands between two resolutions by standing; reasons and the agenda are not judged.

    A row that is all there is of an item decides what its columns say. Among other words it may
    tell of anyone's decisions: those on the appeals that a meeting noted.

    `resolved_below`: a resolution follows, so that the account of its vote decides nothing more.
    """
    stop = next((i for i, p in enumerate(between) if _gives_reasons(p)), len(between))
    stop = min(stop, next((i for i, p in enumerate(between) if _is_beside(p)), stop))
    judged = judge(between[:stop], meeting, title)
    if len(between) == 1 and (row := read_row(between[0], None)):
        judged = [
            one if one.standing in DONE else replace(one, standing=row.standing) for one in judged
        ]
    if resolved_below:
        judged = [
            replace(one, standing=Standing.DISCUSSED) if _leads_up(one, stop) else one
            for one in judged
        ]
    for run in part_by_standing(between[:stop], judged):
        lost = run.standing is Standing.LOST
        yield Standing.DISCUSSED if lost else run.standing, run.paragraphs
    if stop < len(between):
        yield Standing.DISCUSSED, between[stop:]


OUTCOME_ALONE = re.compile(
    r"[^.;]*\b(?:motion|amendment|vote|voted|votes|voting|hands|division)\b[^.;]*"
    r"\b(?:carried|agreed|approved|passed|accepted)\b(?!\s+(?:that|to|the)\b)[^.;]*[.;]?\s*",
    re.I,
)
"""Says how a vote went, and nothing of what was voted on."""
ONLY_MOVED = re.compile(
    r"(?!.*(?<!\bbe )\b(?:carried|agreed|approved|resolved|passed)\b).*\b(?:moved|proposed)\b", re.I
)
JUST_ABOVE = 2
"""Paragraphs right above a resolution in which a vote that is told is the vote on it."""


def _leads_up(one: Judged, stop: int) -> bool:
    """Whether a sentence tells how the resolution below its paragraphs was moved and voted on.

    An amendment is never the resolution itself, wherever it was carried.
    """
    text = one.sentence.text
    if one.standing is Standing.RECORDED and ONLY_MOVED.match(text):
        return True
    if one.standing not in (Standing.DECIDED, Standing.RECORDED):
        return False
    if not OUTCOME_ALONE.fullmatch(text) or re.search(r"\bthat\b", text, re.I):
        return False
    amendment = AMENDMENT.search(text) and not AMENDED.search(text.split(" and ")[0])
    return bool(amendment) or stop - one.sentence.paragraph <= JUST_ABOVE


def _gives_reasons(paragraph: Paragraph) -> bool:
    text = paragraph.plain
    return bool(wordings.REASONS.match(text) or wordings.ALTERNATIVES.match(text))


def _is_beside(paragraph: Paragraph) -> bool:
    return paragraph.role is LineRole.BESIDE


def spoken_runs(
    paragraphs: Sequence[Paragraph], *, filled_in: bool = False
) -> list[tuple[Standing, Sequence[Paragraph]]]:
    """Split what stands around a minute's resolutions into runs of one standing.

    What was reported, said, asked, moved or voted on is discussed. A minute in which nothing was
    said ("None.") is background. So is what nobody said in the record of one decision, which is
    `filled_in` as a form is: its purpose, its dates, its maker.
    """
    runs: list[tuple[Standing, Sequence[Paragraph]]] = [
        (standing, [paragraph for _, paragraph in group])
        for standing, group in groupby(
            _spoken(paragraphs, filled_in=filled_in), key=lambda pair: pair[0]
        )
    ]
    discussed = [standing for standing, _ in runs] == [Standing.DISCUSSED]
    return [(Standing.BACKGROUND, paragraphs)] if discussed and _is_empty(paragraphs) else runs


def _is_empty(paragraphs: Sequence[Paragraph]) -> bool:
    few = sum(p.words for p in paragraphs) <= NOTHING_SAID
    return few and not any(_tells_of_speech(p) for p in paragraphs)


def _tells_of_speech(paragraph: Paragraph) -> bool:
    speech = (wordings.DISCUSSION, wordings.MOVING)
    return any(pattern.search(paragraph.plain) for pattern in speech)


def _spoken(
    paragraphs: Sequence[Paragraph], *, filled_in: bool
) -> Iterator[tuple[Standing, Paragraph]]:
    for beside, paragraph in zip(standings_beside(paragraphs), paragraphs, strict=True):
        said = not filled_in or _tells_of_speech(paragraph)
        yield beside or (Standing.DISCUSSED if said else Standing.BACKGROUND), paragraph
