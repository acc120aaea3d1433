"""What speaks for the standing of a sentence: its words, its verbs and who acts, and its place.

Each feature is a name; a sentence has it or not. Names, figures and bodies are made alike
first, so that nothing that is learnt rests on a person, a sum or a place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.standing.sentences import LEADS, Sentence, tail_verdict, word_lists
from qa.language.dates import MONTH_NAMES
from qa.language.names import HONOURS, TITLES

TOKEN = re.compile(
    r"£\s?\d[\d,.]*|\d[\d,.:/]*\d|\d|[^\W\d_]+(?:[’'.-](?=[^\W\d_])[^\W\d_]+)*\.?|[:;?!()“”\"–/]|,|\."
)
WORDS = word_lists()
MEETING_WORDS = WORDS["meeting"]
"""A body that acts, or the people who are it."""
BODY_ENDS = WORDS["body_ends"]
"""What the name of a body ends with."""
JOINS = WORDS["joins"]
ADDRESSES = WORDS["addresses"] | {*TITLES, *HONOURS}
"""What stands before a person's name."""
PERSON_TITLES = WORDS["offices"] | ADDRESSES
HELPERS = WORDS["helpers"]
KINDS = WORDS["kinds"]
"""Kinds of body of which a council has several."""
MONTH_WORDS = frozenset(MONTH_NAMES)
EARLIER = WORDS["earlier"]
LATER = WORDS["later"]
NEAR = 4
"""Words before a verb in which its helpers stand."""
NEXT = 3
"""Words within which a second verb says what the first is about: "resolved to note"."""
SUBJECT = 7
"""Words before a verb in which its subject stands."""
STEM_LETTERS = 5
"""Letters of a word's beginning that are a feature of their own."""
ENDING_LETTERS = 4
"""Letters of a word's end that are a feature of their own."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is known of a meeting whose minutes are read: the words of its council and body."""

    names: frozenset[str] = frozenset()

    def is_another(self, word: str) -> bool:
        """Whether a kind of body, by one word, is another than the one that met."""
        return word in KINDS and word not in self.names and bool(KINDS & self.names)

    @classmethod
    def of(cls, *names: str | None) -> Meeting:
        """Return the meeting of a council and a body; each may be unknown."""
        words = (word.lower() for name in names if name for word in re.findall(r"[\w'’&-]+", name))
        return cls(frozenset(words))


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence's words with names and figures made alike, and its verbs."""

    tokens: tuple[str, ...]
    capitals: frozenset[int]
    """Places of words in capitals."""
    verbs: tuple[tuple[int, str], ...]
    """Place and group of each verb of `data/verbs.toml`, in order."""


@cache
def verb_groups() -> dict[str, tuple[str, ...]]:
    """Return the groups of each verb, as `data/verbs.toml` has them."""
    with (files("ingest.standing") / "data" / "verbs.toml").open("rb") as file:
        groups: dict[str, list[str]] = tomllib.load(file)
    found: dict[str, list[str]] = {}
    for group, verbs in groups.items():
        for verb in dict.fromkeys(verbs):
            found.setdefault(verb, []).append(group)
    return {verb: tuple(names) for verb, names in found.items()}


def _unmarked(text: str) -> str:
    """Return a sentence without the marks of Markdown, and without its number."""
    text = wordings.plain(text.replace("\\", "").replace("> ", ""))
    return NUMBER.sub("", text, count=1)


NUMBER = re.compile(
    r"^\W*(?:\d{1,3}(?:[./]\d{1,3}){0,3}[a-z]?[.):]*|\(?[a-z]\)|\(?[ivx]{1,4}[.)])\s+(?=\S)"
)
"""The number of a limb or paragraph, with the bullet before it."""


def read_words(text: str, meeting: Meeting) -> Words:
    """Return a sentence's words: persons, bodies, figures, sums, months as one word each."""
    raw = TOKEN.findall(text)
    shouted = (
        sum(word.isupper() for word in raw if len(word) > 3)
        > 0.7 * max(1, sum(len(word) > 3 and word[0].isalpha() for word in raw))
        and len(raw) > 4
    )
    tokens: list[str] = []
    capitals: set[int] = set()
    index = 0
    while index < len(raw):
        word = raw[index]
        lower = word.lower().rstrip(".") if len(word) > 1 else word.lower()
        if word[0] == "£":
            tokens.append("_sum")
        elif word[0].isdigit():
            tokens.append("_year" if re.fullmatch(r"(?:19|20)\d\d", word) else "_figure")
        elif not word[0].isalpha():
            tokens.append(word)
        elif lower in MONTH_WORDS and word[0].isupper():
            tokens.append("_month")
        elif lower in ADDRESSES and (name := _name_after(raw, index + 1)) > index + 1:
            tokens.append("_person")
            index = name
            continue
        elif word[0].isupper() and not shouted and (body := _body(raw, index, meeting)):
            tokens.append(body[1])
            index = body[0]
            continue
        elif len(word) > 3 and word.isupper() and not shouted:
            capitals.add(len(tokens))
            tokens.append(lower)
        elif not shouted and (after := _named(raw, index)) > index:
            tokens.append("_name")
            index = after
            continue
        else:
            tokens.append("_other" if meeting.is_another(lower) else lower)
        index += 1
    groups = verb_groups()
    verbs = tuple(
        (i, group) for i, token in enumerate(tokens) for group in groups.get(token, ())[:1]
    )
    return Words(tuple(tokens), frozenset(capitals), verbs)


def _name_after(raw: Sequence[str], index: int) -> int:
    """Return where a name ends that begins behind a title."""
    while index < len(raw) and (
        (raw[index][0].isupper() and raw[index].lower() not in verb_groups())
        or (raw[index] == "." and raw[index - 1][0].isupper())
        or raw[index].lower().rstrip(".") in ADDRESSES
    ):
        index += 1
    return index


def _named(raw: Sequence[str], index: int) -> int:
    """Return where a name without a title ends: two words with capitals, or two or three capitals."""
    word = raw[index]
    if re.fullmatch(r"[A-Z]{2,3}", word) and _is_name(word):
        return index + 1
    end = index
    while end < len(raw) and raw[end][0].isupper() and _is_name(raw[end]):
        end += 1
    return end if end - index >= 2 else index


def _is_name(word: str) -> bool:
    lower = word.lower().rstrip(".")
    return (
        lower not in verb_groups()
        and lower not in MEETING_WORDS
        and lower not in HELPERS
        and (
            lower not in PERSON_TITLES
            and lower not in JOINS
            and lower not in ("it", "this", "these", "there")
        )
    )


def _body(raw: Sequence[str], index: int, meeting: Meeting) -> tuple[int, str] | None:
    """Return where the name of a body ends that begins at a word, and whose it is."""
    end, last = index, None
    while end < len(raw) and end - index < 9:
        word = raw[end]
        lower = word.lower().rstrip(".")
        if not (word[0].isupper() or (lower in JOINS and end > index)):
            break
        if lower in verb_groups() and end > index:
            break
        if lower in BODY_ENDS:
            last = end
        end += 1
    if last is None:
        return None
    words = [w.lower() for w in raw[index : last + 1] if w.lower() not in JOINS]
    if len(words) == 1 and words[0] in MEETING_WORDS:
        return last + 1, "_other" if meeting.is_another(words[0]) else "_meeting"
    if meeting.names:
        own = all(w in meeting.names for w in words)
        return last + 1, "_meeting" if own else "_other"
    return last + 1, "_body"


def features_of(
    sentences: Sequence[Sentence],
    paragraphs: Sequence[Paragraph],
    meeting: Meeting,
    title: str = "",
) -> list[list[str]]:
    """Return the features of each sentence; `title` is that of the item, where it is known."""
    words = [read_words(_unmarked(sentence.text), meeting) for sentence in sentences]
    under = title.lower()
    found: list[list[str]] = []
    for index, sentence in enumerate(sentences):
        if sentence.heading:
            under = sentence.text.lower()
        paragraph = paragraphs[sentence.paragraph]
        names = dict.fromkeys(_of_words(words[index]))
        kinds = _title_kinds(under)
        names |= dict.fromkeys(_of_place(sentence, paragraph, kinds))
        names |= dict.fromkeys(f"title={kind}" for kind in kinds)
        if sentence.lead is not None:
            names |= dict.fromkeys(_of_lead(sentence, words[sentence.lead], sentences))
        for step, name in ((-1, "before"), (1, "after")):
            if 0 <= (at := index + step) < len(sentences) and not sentences[at].heading:
                near = sentences[at].paragraph == sentence.paragraph
                names |= dict.fromkeys(_of_neighbour(words[at], name, near=near))
        found.append(list(names))
    return found


def _of_words(words: Words) -> Iterator[str]:
    tokens = words.tokens
    yield from (f"w={token}" for token in tokens)
    yield from (f"w={one} {two}" for one, two in pairwise(tokens))
    plain = [token for token in tokens if token[0].isalpha() or token[0] == "_"]
    yield "start=" + " ".join(plain[:2])
    yield "start=" + " ".join(plain[:1])
    yield "end=" + " ".join(plain[-2:])
    yield "end=" + " ".join(plain[-1:])
    yield from (f"ending={token[-ENDING_LETTERS:]}" for token in plain if len(token) > 5)
    yield from (f"stem={token[:STEM_LETTERS]}" for token in plain if len(token) > STEM_LETTERS)
    sequence: list[str] = []
    for order, (place, group) in enumerate(words.verbs):
        before = tokens[max(0, place - NEAR) : place]
        helpers = [token for token in before if token in HELPERS]
        acting = _subject(tokens, place)
        yield f"verb={group}"
        yield f"verb={group} helped={'+'.join(helpers[-2:])}"
        yield f"verb={group} subject={acting}"
        yield f"verb={group} subject={acting} helped={helpers[-1] if helpers else ''}"
        if place in words.capitals:
            yield f"verb={group} capitals"
        if order == 0:
            yield f"verb={group} first"
            yield f"verb={group} first subject={acting} helped={'+'.join(helpers[-2:])}"
        if any(token in ("not", "no", "never", "nor") for token in before):
            yield f"verb={group} negated"
        if not sequence or sequence[-1] != group:
            sequence.append(group)
    yield "verbs=" + ">".join(sequence[:4])
    yield "last verb=" + (sequence[-1] if sequence else "")
    yield from (f"verbs={one}>{two}" for one, two in pairwise(sequence))
    for (place, group), (other, after) in pairwise(words.verbs):
        if other - place <= NEXT:
            yield f"near={group}>{after}"
    if "say" in sequence and "act" in sequence:
        yield (
            "act in what is said" if sequence.index("say") < sequence.index("act") else "acts first"
        )
    for name, group_of in (("earlier", EARLIER), ("later", LATER)):
        if any(token in group_of for token in tokens):
            yield name
            yield from (f"{name} {group}" for group in dict.fromkeys(sequence))
    count = len(plain)
    yield f"words={0 if count < 1 else 1 if count < 3 else 3 if count < 6 else 6 if count < 12 else 12 if count < 25 else 25}"
    if words.capitals:
        yield "capitals"


def _subject(tokens: Sequence[str], place: int) -> str:
    """Return who acts by a verb: the nearest word before it that can."""
    for token in reversed(tokens[max(0, place - SUBJECT) : place]):
        if token in ("_meeting", "_other", "_body", "_person", "_name"):
            return token
        if token in MEETING_WORDS:
            return "_meeting"
        if token in PERSON_TITLES:
            return "_office"
        if token in ("it", "this", "these", "they", "he", "she", "there", "all"):
            return token
        if token in (";", ".", ":"):
            break
    return "" if place else "none"


OFFICE_FIRST = re.compile(
    r"\W*(?:\d+\W+)?(?:(?:vice|deputy|minute|minutes|media|planning|membership|honorary|hon|joint|the)[\s-]+)*"
    r"(?:chair(?:man|person|woman)?|convener|secretary|treasurer|mayor|provost|leader|president"
    r"|representatives?|cadeirydd|ysgrifennydd|trysorydd|clerk|auditor)\b[^:–.\t]{0,40}(?:[:–\t]|\s-\s)\s*\S",
    re.I,
)
"""An office and who holds it: "Treasurer: A Name"."""


def _of_place(
    sentence: Sentence, paragraph: Paragraph, kinds: Collection[str] = ()
) -> Iterator[str]:
    unit = paragraph.unit
    if sentence.heading:
        yield "heading"
    if paragraph.is_row:
        yield "row"
    if LEADS.search(sentence.text):
        yield "leads"
    if verdict := tail_verdict(sentence.text):
        yield "verdict at end"
        yield f"verdict at end {verdict.split()[-1].lower()}"
    if OFFICE_FIRST.match(wordings.plain(sentence.text)):
        yield "office first"
        yield from (f"office first title={kind}" for kind in kinds)
    if paragraph.role is not None:
        yield f"role={paragraph.role.value}"
    if unit.text[sentence.start : sentence.start + 1] in "\"“‘'":
        yield "quoted"


TITLES_OF = {
    "minutes": re.compile(r"\bminutes?\b|cofnodion"),
    "apologies": re.compile(r"apolog|ymddiheur|sederunt|present|attendance"),
    "interests": re.compile(r"declar|interests?\b|disclos|datgan"),
    "planning": re.compile(r"planning|application|cynllunio|licens"),
    "letters": re.compile(r"corresp|email|gohebiaeth|letters"),
    "money": re.compile(r"financ|payment|account|treasurer|budget|precept|grant|cyfrif|cyllid"),
    "private": re.compile(r"exclu|exempt|confidential|public"),
    "reports": re.compile(r"report|update|adroddiad"),
    "matters": re.compile(r"matters arising|materion"),
    "next": re.compile(r"next meeting|date of|dyddiad"),
    "election": re.compile(r"election|appoint|chair|office|ethol|penod"),
    "motion": re.compile(r"motion|amendment|cynnig"),
    "decision": re.compile(r"decision|resolution|penderfyn"),
    "reasons": re.compile(r"reasons?|alternative|options|background"),
    "recommendations": re.compile(r"recommend|argymhell"),
}


def _title_kinds(title: str) -> Collection[str]:
    return [kind for kind, pattern in TITLES_OF.items() if pattern.search(title)] or ["other"]


def _of_lead(sentence: Sentence, lead: Words, sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield what the words that lead a sentence in say of it."""
    far = 1 if sentence.distance <= 1 else 2 if sentence.distance <= 4 else 5
    close = "listed" if sentence.listed else f"loose {far}"
    groups = dict.fromkeys(group for _, group in lead.verbs) or ("none",)
    yield f"led={close}"
    for group in groups:
        yield f"led by {group}"
        yield f"led by {group} {close}"
    for place, group in lead.verbs:
        yield f"led by {group} subject={_subject(lead.tokens, place)}"
        if place in lead.capitals:
            yield f"led by {group} capitals"
    plain = [token for token in lead.tokens if token[0].isalpha() or token[0] == "_"]
    yield "led by end=" + " ".join(plain[-2:])
    yield from (f"led by w={token}" for token in plain[-8:])
    assert sentence.lead is not None
    outer = sentences[sentence.lead].lead
    if outer is not None:
        yield "led twice"


def _of_neighbour(words: Words, name: str, *, near: bool) -> Iterator[str]:
    groups = dict.fromkeys(group for _, group in words.verbs)
    for group in groups:
        yield f"{name} {group}"
        if near:
            yield f"{name} {group} near"
    if name == "after" and words.tokens:
        yield f"after start={words.tokens[0]}"
    if name == "before" and len(words.tokens) <= 3:
        yield "before short=" + " ".join(words.tokens)
