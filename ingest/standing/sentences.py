"""Part the paragraphs of minutes into sentences, and find the words that lead each of them in.

A lead is a sentence that leaves its end to what stands below: "It was RESOLVED:". Its limbs, rows
or the paragraphs right below it are led by it, until a heading or another matter begins.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from qa.language.dates import FULL_YEAR, MONTH_NAMES, SHORT_MONTHS
from qa.language.numbers import either_of
from qa.language.sentences import SHORTENED
from qa.papers import Lines


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return the lists of `data/words.toml` by name."""
    with (files("ingest.standing") / "data" / "words.toml").open("rb") as file:
        return {name: frozenset(words) for name, words in tomllib.load(file).items()}


SHORT_FORMS = word_lists()["short_forms"] | set(SHORTENED)
"""Words whose full stop ends no sentence of minutes: titles, months and days cut short."""
ENDS = re.compile(
    r"[.!?][\"”’)\]*_]*\s+(?=[\"“‘'(\[*_]*[A-ZÂÊÎÔÛŴŶ£\d•▪●-])"
    r"|[;:][-–—]?\s+(?=(?:\(?\d{1,2}[.)]|\([a-zivx]{1,4}\)|[a-zivx]{1,4}[.)])\s)"
    r"|(?<=\S)(?<!\bfor)(?<!\bthe)(?<!\bOF)(?<!\bof)\s+(?=(?:DECISION|Decision|DECISIONS|RESOLVED|Resolved|Reasons? for (?:the )?[Dd]ecision)\s?:)"
    r"|\s+(?=[•▪●\uf0b7\uf0a7]\s)|\n\s*(?=[*-]\s)"
    r"|\s+(?=(?:[ivx]{1,4}|[b-h])\)\s+[A-Z])|\s\|\s+|\s+(?=\d{1,2}[a-z]\)\s)"
)
"""Where a sentence may end: a full stop before a capital, a run-in limb, a label, a bullet."""
LAST_WORD = re.compile(r"([^\s.]+(?:\.[^\s.]+)*)\.$")
BARE_NUMBER = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]?\W*", re.I)
"""What stands before a sentence as its number and is none of its own."""
LEADS = re.compile(
    r"(?:[:–—]-?|:\s*[-–—]|\b(?:that|to|as follows|canlynol|the following|follows))[\s*_]*$", re.I
)
"""How a sentence ends that leaves its rest to what stands below."""
CLAUSE = re.compile(r"\W*\d{1,2}[a-z]\)\s")
"""A limb that goes by the number of a clause of what is changed: "10a) ..."."""
REACH = 24
"""Paragraphs below a lead, at most, that it leads."""
LOOSE_REACH = 20
"""The same for those that are neither limbs nor rows."""
ANSWER_WORDS = 3
NEXT_TITLE = 8
"""Paragraphs below a lead in which capitals are its answers ("NO OBJECTION") and no title."""
TITLE_WORDS = 12
TITLED_WORDS = 5
COLUMN_WORDS = 9
"""Words of a table's header, at most."""
RUN_IN_TITLE = re.compile(
    r"[>\s]*(?:\d[\d.\\)]*\s*)?(?:\*\*|__)[^*_\n]{3,90}(?:\*\*|__)[\s:.–-]+(?=\S)"
)
"""A title in bold, in Markdown, with which a paragraph begins."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of some paragraphs, with its place."""

    text: str
    """Verbatim but for white space, which is one blank."""
    paragraph: int
    """Index of its paragraph."""
    start: int
    end: int
    """Where it stands in the paragraph's text."""
    lines: Lines
    first: bool
    """Opens its paragraph."""
    last: bool
    """Ends its paragraph."""
    heading: bool = False
    """Stands alone as a title does."""
    lead: int | None = None
    """Index of the sentence that leads it in."""
    distance: int = 0
    """Paragraphs between it and its lead."""
    listed: bool = False
    """A limb, a bullet or a row."""
    governed: bool = False
    """Has no standing but by its lead: a limb, or what stands right below "Decision:"."""


def part_sentences(paragraphs: Sequence[Paragraph]) -> list[Sentence]:
    """Return the sentences of some paragraphs in order, each with the one that leads it in."""
    sentences: list[Sentence] = []
    leads: list[_Lead] = []
    for index, paragraph in enumerate(paragraphs):
        led = bool(leads) and index - leads[-1].paragraph < NEXT_TITLE
        bullet = bool(wordings.BULLET.match(paragraph.unit.text))
        heading = (
            is_title(paragraph)
            and (
                paragraph.bold
                or bool(paragraph.unit.number)
                or paragraph.words > ANSWER_WORDS
                or not led
            )
            and not (bullet and led)
            and not (led and names_columns(paragraph.plain))
            and not (VERDICT.fullmatch(paragraph.plain) and _left_open(sentences))
        )
        heading = heading or (not led and _is_titled(paragraph))
        listed = bool(
            paragraph.unit.number or paragraph.is_row or bullet or CLAUSE.match(paragraph.unit.text)
        )
        spans = sentence_spans(paragraph)
        if heading:
            leads = []
        for place, (start, end) in enumerate(spans):
            run_in = place > 0 and bool(wordings.MARKER.match(paragraph.unit.text[start:end]))
            lead = _lead_of(leads, index, paragraph, listed=listed or run_in, inside=place > 0)
            sentence = Sentence(
                " ".join(paragraph.unit.text[start:end].split()),
                index,
                start,
                end,
                _lines(paragraph, start, end),
                first=place == 0,
                last=place == len(spans) - 1,
                heading=heading
                or (
                    place == 0 and len(spans) > 1 and bool(TITLED.match(paragraph.unit.text[:end]))
                ),
                lead=lead.sentence if lead else None,
                distance=index - lead.paragraph if lead else 0,
                listed=listed or run_in,
                governed=lead is not None
                and (listed or run_in or (index - lead.paragraph <= 1 and lead.bare)),
            )
            if LEADS.search(sentence.text) and not heading and not paragraph.is_row:
                style = _style(paragraph.unit.number if not run_in else None)
                leads = [one for one in leads if one.style != style]
                bare = is_bare(sentence.text)
                leads.append(_Lead(len(sentences), index, style, bare=bare))
            sentences.append(sentence)
        if leads and is_verdict(paragraph.plain):
            leads[-1].answered = True
    return sentences


def _is_titled(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a short title in bold, in Markdown, and no more."""
    titled = TITLED.fullmatch(paragraph.unit.text.strip())
    return bool(titled) and paragraph.words <= TITLED_WORDS and not is_bare(paragraph.plain)


def names_columns(text: str) -> bool:
    """Whether a line is the header of a table that was read as text, which ends in its outcome."""
    if not text.replace("/", " ").istitle() and text[-1:] in ".:;":
        return False
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    if len(words) > COLUMN_WORDS:
        return False
    lists = word_lists()
    return len(words) > 2 and words[-1] in lists["outcome_columns"] | lists["answer_columns"]


def _left_open(sentences: Sequence[Sentence]) -> bool:
    """Whether the last sentence names a matter of which nothing is said yet."""
    return bool(sentences) and not sentences[-1].heading and sentences[-1].text[-1:] not in ".:;!?"


TITLED = re.compile(RUN_IN_TITLE.pattern.removesuffix(r"[\s:.–-]+(?=\S)") + r"[\s:.–-]*$")


def is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands alone as a title does: short, without an end, bold or capitals."""
    text = paragraph.plain.strip()
    if not text or paragraph.words > TITLE_WORDS or paragraph.is_row:
        return False
    if text[-1] in ".;:,!?–-" or not re.search(r"[A-Za-zÀ-ÿ]{3}", text):
        return False
    if " " in text and is_verdict(text):
        return False
    if paragraph.unit.text.lstrip().startswith("#"):
        return True
    capitals = text.isupper() and (paragraph.words > 1 or paragraph.bold)
    return (paragraph.bold or capitals) and not ALONE.fullmatch(text)


ALONE = re.compile(
    r"\W*(?:resolved|agreed|decisions?|noted|recommended|carried|approved|deferred|lost|refused"
    r"|penderfynwyd|cytunwyd|nodwyd|penderfyniad|decision made|minutes)\W*",
    re.I,
)
"""One word by which the meeting acts, which is no title."""


BARE = re.compile(
    r"\W*(?:(?:it was|the|county|city|town|parish|borough|district|community|full|cabinet|council|committee"
    r"|sub-committee|executive|board|panel|members?|meeting|authority|councillors|it|was|and|that|to|as|follows"
    r"|following|a|vote|unanimously|therefore|then|resolved|agreed|decisions?|decided|made|noted|recommended"
    r"|recommendations?|recommend|approved|minutes|resolution|action|carried|penderfynwyd|cytunwyd|nodwyd"
    r"|penderfyniad|y|dylid|bod|fel|a ganlyn|\d+|[a-z])\b\W*){0,12}",
    re.I,
)
"""Words that only lead in, or only label, what stands beside them."""


BODY_ACTS = re.compile(
    r"\W*(?:[Tt]he\s+)?(?:(?:[A-Z][\w&’'-]*|of|and|the|for|&),?\s+){0,10}"
    r"(?:[Cc]ouncil|[Cc]ommittee|[Bb]oard|[Pp]anel|[Aa]uthority|[Cc]abinet|[Ee]xecutive|[Mm]eeting|[Ff]orum)\s+"
    r"(?:(?:unanimously|then|therefore|accordingly|UNANIMOUSLY)\s+)?"
    r"(?:resolved|agreed|decided|recommended|noted|approved|RESOLVED|AGREED|DECIDED|RECOMMENDED|NOTED|APPROVED)"
    r"(?:\s+(?:that|to|as follows)|\s+(?:[Tt]o|TO)(?:\s+[Tt]he)?(?:\s+(?:[A-Z][\w’'-]*|of|and|&)){1,6}(?:\s+that)?)?\W*"
)
"""A body by its name, and that it acts: "The Committee RECOMMENDED TO CABINET:"."""


def is_bare(text: str) -> bool:
    """Whether a sentence has no matter of its own: "The Committee RESOLVED:"."""
    return bool(BARE.fullmatch(text) or BODY_ACTS.fullmatch(text))


_OUTCOME = (
    r"noted|agreed|approved|resolved|carried|refused|rejected|deferred?|support(?:ed)?|object(?:ed|ions?)?"
    r"|comments?|observations?|concerns?|declined|adopted|accepted|lost|withdrawn|granted|nodwyd|cytunwyd"
    r"|gohirio|sylwadau?|gwrthwynebiad|cymeradwywyd"
)
VERDICT_WORDS = 4
MATTER_WORDS = 2
"""Words, at least, by which a matter is named."""
VERDICT = re.compile(
    r"(?:\W|\b(?:all|it|was|were|this|by|the|no|not|dim|and|unanimously|duly|so|ar|yn|meeting|council|to|next"
    rf"|members|item|until|pending|recommended|received|{_OUTCOME}"
    rf"|{either_of((*MONTH_NAMES, *SHORT_MONTHS))}|{FULL_YEAR})\b)+",
    re.I,
)
"""A few words that say what became of what stands before them: "No objections", "Noted"."""
OUTCOMES = re.compile(rf"\b(?:{_OUTCOME})\b", re.I)


def is_verdict(text: str) -> bool:
    """Whether a text says only what became of what stands before it."""
    short = 0 < len(text.split()) <= VERDICT_WORDS
    return short and bool(VERDICT.fullmatch(text)) and bool(OUTCOMES.search(text))


TAIL = re.compile(
    r"[^\s:]\s+(?P<verdict>(?:(?:(?:Unanimously|All|No|Not|Dim|Cllrs)\s+)?(?:Noted|Agreed|Approved|Resolved|Carried|Refused"
    r"|Rejected|Deferred|Supported|Declined|Adopted|Accepted|Withdrawn|Granted|Objections?|Observations?|Comments?|Nodwyd|Cytunwyd)"
    r"|(?:NO|DIM)\s+[A-Z]+|(?:No|Dim)\s+(?:objections?|comments?|observations?|concerns?|sylwadau|gwrthwynebiad(?:au)?)"
    r"|OBJECTIONS?|SUPPORT|NOTED|AGREED|APPROVED|CARRIED|REFUSED|DEFERRED))[\s.*_]*$"
)
"""A verdict with a capital of its own at a sentence's end: "Bank statement for May. Noted"."""


STATUS = re.compile(r"\b(?:recommendations?|item|decision|status|minutes|motion)\W*$", re.I)
"""What stands before a verdict that is a web page's own: "Recommendations Approved"."""
ENTRY = re.compile(
    r"\W*[A-Z0-9]{1,8}[/-][\w/.-]*\d\w*\s[^.;:]{3,120}?\s(?P<verdict>(?:No |NO |Dim )?(?:Objections?|Observations?|Concerns?"
    r"|Comments?|Support(?:ed)?|Approved?|Refused?|Sylwadau|Gwrthwynebiad))\b(?=\W|\s)"
)
"""An entry of a list that begins with a reference and has a verdict before its grounds."""


def tail_verdict(text: str) -> str | None:
    """Return the verdict with which a sentence ends, behind the matter that it is on."""
    found = TAIL.search(text) or ENTRY.match(text)
    matter = text[: found.start("verdict")].split(":")[-1] if found else ""
    named = len(matter.split()) >= MATTER_WORDS and not STATUS.search(matter)
    return found["verdict"] if found and named else None


def sentence_spans(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Return where each sentence of a paragraph begins and ends in its text; a row is one.

    A verdict of a few words belongs to the sentence that it is on.
    """
    text = paragraph.unit.text
    joined: list[tuple[int, int]] = []
    for start, end in _stops(paragraph):
        words = text[start:end]
        if joined and len(words.split()) <= VERDICT_WORDS and VERDICT.fullmatch(words):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _stops(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    text = paragraph.unit.text
    if paragraph.is_row:
        if text.strip():
            yield 0, len(text)
        return
    start = 0
    if "*" in text and (title := RUN_IN_TITLE.match(text)):
        yield 0, len(title[0].rstrip())
        start = title.end()
    for match in ENDS.finditer(text, start):
        end = match.end() - len(match[0]) + len(match[0].rstrip())
        if _goes_on(text[start:end]):
            continue
        if text[start:end].strip():
            yield start, end
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def _goes_on(before: str) -> bool:
    """Whether the full stop behind some words ends no sentence."""
    if BARE_NUMBER.fullmatch(before):
        return True
    word = LAST_WORD.search(before)
    if word is None:
        return False
    last = word[1].strip("(\"'“‘*_").lower()
    initial = (len(last) == 1 and last.isalpha()) or bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]", last))
    return initial or last in SHORT_FORMS


@dataclass(slots=True)
class _Lead:
    """A sentence that leads in what stands below it; with limbs, it leads nothing else."""

    sentence: int
    paragraph: int
    style: str
    """The kind of number of its own limb; empty where it has none."""
    limbs: bool = False
    """Whether what it leads are limbs."""
    bare: bool = False
    """Whether it has no matter of its own."""
    kind: str | None = None
    """The kind of number of its first limb."""
    answered: bool = False
    """Whether what it leads is a list of matters, each with a verdict of its own."""


def _style(number: str | None) -> str:
    if not number:
        return ""
    bare = number.strip("().")
    kind = "1" if bare.isdigit() else "1.1" if bare[:1].isdigit() else "a"
    return f"({kind}" if number.startswith("(") else kind


def _lead_of(
    leads: Sequence[_Lead], index: int, paragraph: Paragraph, *, listed: bool, inside: bool
) -> _Lead | None:
    """Return the nearest lead that still reaches a sentence of a paragraph."""
    style = _style(paragraph.unit.number)
    for lead in reversed(leads):
        away = index - lead.paragraph
        if away == 0:
            return lead if inside else None
        if lead.style and lead.style == style:
            continue  # A limb leads its own parts, not the next limb.
        if listed and away <= REACH:
            if lead.answered and lead.kind not in (None, style):
                return None  # the grounds of a verdict
            lead.kind = style if lead.kind is None else lead.kind
            lead.limbs = True
            return lead
        if not listed and lead.limbs and not paragraph.plain[:1].islower():
            return None
        if not listed and away <= LOOSE_REACH:
            return lead
    return None


def _lines(paragraph: Paragraph, start: int, end: int) -> Lines:
    """Return the lines of a part of a paragraph's text."""
    unit = paragraph.unit
    first = min(unit.lines[0] + unit.text.count("\n", 0, start), unit.lines[1])
    return first, min(unit.lines[0] + unit.text.count("\n", 0, end), unit.lines[1])
