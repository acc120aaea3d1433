"""A crowd: papers of an invented council by the thousand, to ask among.

Its words are sentences of the sample papers with their words exchanged. A sentence keeps its frame
(small words, points, order); most of its words of matter give way to words of the passage's own
topic, or to words drawn as often as the papers held have them, so that the crowd uses the very
words that are asked for. Names of people, places and schemes are invented, figures drawn anew.
All of it follows from a seed.

Papers are as long, and of as many kinds, bodies and days, as real ones: see `_paper`. The passages
go into a library as any paper's do. Embedding each would take hours, so one passage a topic is
embedded, and the topic's other passages lie about it: part of the way to another topic's vector,
with a little noise. Above 100,000 passages there are no more topics (`MOST_TOPICS`): then a topic
is one that the council comes back to for years.
"""

from __future__ import annotations

import hashlib
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, chain, islice
from pathlib import Path

import numpy as np

from eval.processes import BenchmarkError
from eval.progress import Advance
from qa.language.sentences import between_sentences
from qa.language.terms import STOPWORDS
from qa.library import Entry, Library
from qa.papers import (
    UNKNOWN_PAGE,
    FileFormat,
    Item,
    ItemKind,
    Paper,
    PaperKind,
    PaperPage,
    Passage,
    Standing,
    Unit,
)
from qa.protocols import Embedder, Part, Vectors

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "text"
"""The text of the sample papers, where the project's own folder is there."""
EXCHANGED, OF_TOPIC, RENAMED = 0.65, 0.6, 0.8
"""Shares: words of matter that give way, those that a topic's word replaces, names replaced."""
TOPIC_WORDS, TOPIC_NAMES = 30, 5
EVENED = 0.6
"""Power of a word's count by which a topic draws its words: less of the commonest."""
LEAST_SENTENCES = 50
PROSE = re.compile(r"(?![#=|:\[*]|\w+: )\W?\w.{40,}")
SENTENCE = re.compile(between_sentences(".;:?"))
TOKEN = re.compile(r"\d|[^\W\d_]+(?:['’-][^\W\d_]+)*|[\W_]")
STARTS = "Al Ash Bar Bel Cor Dal Ed Fen Gar Hol Ing Kel Lang Mar Nor Orm Pen Rad Sil Thorn Ul Wex"
MIDDLES = "a bur der er en i in le ming o sel ter ver wi"
ENDS = "by combe dale den field ford ham hurst ley low mere more ney stead thorpe ton wick worth"
KINDS = "Lane|Centre|School|House|Bridge|Park|Depot|Library|Estate|Scheme|Fund|Partnership"
COUNCIL = "Wexmoor District Council"
BODIES = (
    "Cabinet",
    "Council",
    "Planning Committee",
    "Scrutiny Committee",
    "Audit Committee",
    "Licensing Committee",
    "Highways Committee",
    "Children's Services Committee",
    "Adult Care Committee",
    "Health and Wellbeing Board",
    "Pensions Committee",
    "Standards Committee",
    "Environment Committee",
    "Finance Sub-Committee",
    "Rights of Way Panel",
    "Northern Area Board",
    "Southern Area Board",
    "Schools Forum",
)
"""The first meet most often: the n-th one n-th as often as the first."""
KINDS_HELD = {
    PaperKind.MINUTES: 30,
    PaperKind.REPORT: 30,
    PaperKind.APPENDIX: 20,
    PaperKind.AGENDA: 9,
    PaperKind.DECISION_RECORD: 8,
    PaperKind.PACK: 3,
}
"""Of a hundred papers."""
PASSAGES_A_PAPER = (4, 8, 10, 14, 18, 24, 32, 44, 58)
"""One of these is drawn: 24 on average, and 26 with the packs, which are of `PARTS` papers."""
PARTS = 4
UNDATED = 0.08
"""Of the reports and appendices; so 4 papers of 100."""
PASSAGES_AN_ITEM = 5
PASSAGES_A_TOPIC = 33
"""Real papers come back to a matter some dozens of times."""
MOST_TOPICS = 3000
PAPERS_A_BATCH = 40
WORDS_A_PASSAGE = (40, 140)
TOWARDS_ANOTHER, NOISE = 0.45, 0.35
"""How far from its topic a passage's vector lies: towards another topic's, and anyhow."""
FIRST_DAY, DAYS = date(2009, 1, 5), 6000
STANDINGS = (Standing.DISCUSSED, Standing.BACKGROUND, Standing.DECIDED, Standing.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class Topic:
    """What an item is about: its own words and names, and a scheme that papers shorten."""

    title: str
    scheme: str
    words: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def short(self) -> str:
        """The initials of the scheme."""
        return "".join(word[0] for word in self.scheme.split())


class CrowdWords:
    """Writes about topics in the manner of some papers and the words of others."""

    def __init__(self, texts: Iterable[str], held: Iterable[str], seed: int) -> None:
        """Take texts for their sentences, others for their words besides, and a seed.

        Raises BenchmarkError where there are too few sentences.
        """
        lines = [line for text in texts for line in text.split("\n") if PROSE.match(line)]
        self._frames = [
            TOKEN.findall(part)
            for line in lines
            for part in SENTENCE.split(line.replace("*", ""))
            if 6 <= len(part.split()) <= 60
        ]
        if len(self._frames) < LEAST_SENTENCES:
            raise BenchmarkError(
                f"{len(self._frames)} sentences are too few to write a council's papers from; "
                "name a folder of text files with --words-from"
            )
        own = (word for frame in self._frames for word in frame)
        others = (word for text in held for word in TOKEN.findall(text))
        counts = Counter(filter(_carries_matter, chain(own, others)))
        self._words = list(counts)
        self._often = list(accumulate(counts.values()))
        self._evened = list(accumulate(count**EVENED for count in counts.values()))
        self._random = random.Random(seed)

    def topic(self) -> Topic:
        """Return a new topic."""
        words = tuple(dict.fromkeys(self._draw(TOPIC_WORDS, self._evened)))
        names = tuple(self._name() for _ in range(TOPIC_NAMES))
        kind = self._random.choice(KINDS.split("|"))
        title = f"{names[0]} {kind} - {words[0]} {words[1]}"
        return Topic(
            title=f"{title[0].upper()}{title[1:]}",
            scheme=f"{names[0]} {words[2].title()} {words[3].title()} {kind}".replace("-", ""),
            words=words,
            names=names,
        )

    def paragraphs(self, topic: Topic, words: int) -> list[str]:
        """Return sentences on a topic of about so many words in all."""
        written: list[str] = []
        while sum(len(sentence.split()) for sentence in written) < words:
            written.append(self._sentence(topic))
        return written

    def _sentence(self, topic: Topic) -> str:
        frame = self._random.choice(self._frames)
        return "".join(self._exchanged(token, topic, first=i == 0) for i, token in enumerate(frame))

    def _exchanged(self, token: str, topic: Topic, *, first: bool) -> str:
        if token.isdigit():
            return str(self._random.randrange(1 if token != "0" else 0, 10))
        if token[0].isupper() and not first and token.lower() not in STOPWORDS:
            return self._random.choice(topic.names) if self._happens(RENAMED) else token
        if not _carries_matter(token) or not self._happens(EXCHANGED):
            return token
        return (
            self._random.choice(topic.words)
            if self._happens(OF_TOPIC)
            else self._draw(1, self._often)[0]
        )

    def _happens(self, share: float) -> bool:
        return self._random.random() < share

    def _draw(self, count: int, often: Sequence[float]) -> list[str]:
        return self._random.choices(self._words, cum_weights=often, k=count)

    def _name(self) -> str:
        middle = self._random.choice(MIDDLES.split()) if self._happens(0.6) else ""
        ends = (self._random.choice(part.split()) for part in (STARTS, ENDS))
        return f"{next(ends)}{middle}{next(ends)}"


def read_words(folder: Path | None, held: Iterable[str], seed: int) -> CrowdWords:
    """Return a writer in the manner of a folder's text files; of the sample papers if None."""
    files = sorted((folder or SAMPLES).glob("*.txt"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    return CrowdWords(texts, held, seed)


def _carries_matter(word: str) -> bool:
    return len(word) > 3 and word[0].islower() and word not in STOPWORDS


@dataclass(frozen=True, slots=True)
class _Matter:
    """A topic with the vector of a passage on it."""

    topic: Topic
    vector: Vectors


def store_crowd(
    library: Library,
    embedder: Embedder,
    words: CrowdWords,
    *,
    passages: int,
    seed: int,
    first: int = 0,
    stored: Advance = lambda done, total: None,
) -> None:
    """Store so many passages of an invented council in a library, in batches of papers.

    `first` is the number of its first paper, where the library holds some of the crowd already.
    """
    chance = random.Random(seed)
    topics = min(MOST_TOPICS, max(2, passages // PASSAGES_A_TOPIC))
    matters = _matters(words, embedder, topics)
    with tempfile.TemporaryDirectory(prefix="townclerk-crowd-") as name, library.writing():
        entries = _entries(words, matters, passages, chance, Path(name), first)
        done = 0
        while batch := list(islice(entries, PAPERS_A_BATCH)):
            library.replace(batch, model=embedder.name)
            done += sum(len(entry.passages) for entry in batch)
            stored(done, passages)
            for entry in batch:
                entry.source.unlink()


def _matters(words: CrowdWords, embedder: Embedder, count: int) -> list[_Matter]:
    topics = [words.topic() for _ in range(count)]
    # A few sentences will do: thousands of topics are embedded before the first paper is stored.
    texts = [f"{t.title}\n{' '.join(words.paragraphs(t, WORDS_A_PASSAGE[0]))}" for t in topics]
    return [_Matter(*pair) for pair in zip(topics, embedder.embed(texts), strict=True)]


def _entries(
    words: CrowdWords,
    matters: Sequence[_Matter],
    passages: int,
    chance: random.Random,
    folder: Path,
    first: int,
) -> Iterator[Entry]:
    noise = np.random.default_rng(chance.getrandbits(32))
    number, done = first, 0
    while done < passages:
        paper = _paper(number, chance)
        parts = PARTS if paper.kind is PaperKind.PACK else 1
        count = min(parts * chance.choice(PASSAGES_A_PAPER), passages - done)
        items = -(-count // PASSAGES_AN_ITEM)
        chosen = [chance.choice(matters) for _ in range(items)]
        about = [chosen[index // PASSAGES_AN_ITEM] for index in range(count)]
        others = np.stack([chance.choice(matters).vector for _ in about])
        yield _entry(
            paper,
            _written(words, chosen, count, chance),
            _near(np.stack([matter.vector for matter in about]), others, noise),
            [_part(paper, chance) for _ in range(parts)],
            folder,
        )
        number, done = number + 1, done + count


def _near(centres: Vectors, others: Vectors, noise: np.random.Generator) -> Vectors:
    """Return unit vectors about the centres, drawn part of the way to the others."""
    share = noise.uniform(0, TOWARDS_ANOTHER, (len(centres), 1))
    spread = noise.normal(0, NOISE / np.sqrt(centres.shape[1]), centres.shape)
    moved = (1 - share) * centres + share * others + spread
    unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _paper(number: int, chance: random.Random) -> Paper:
    body = _body(chance)
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    [kind] = chance.choices(list(KINDS_HELD), list(KINDS_HELD.values()))
    named = f"{number:06}-{body.split()[0].lower()}"
    # What has a meeting of its own bears its day.
    may_lack = kind in (PaperKind.REPORT, PaperKind.APPENDIX)
    when = "" if may_lack and chance.random() < UNDATED else f", {day.day} {day:%B %Y}"
    return Paper(
        id="",
        file=f"wexmoor-{named}{f'-{day.isoformat()}' if when else ''}.txt",
        title=f"{kind.value.capitalize()} of the {body}{when}",
        kind=kind,
        format=FileFormat.TEXT,
        digest="",
        council=COUNCIL,
        body=body,
        meeting_date=day if when else None,
    )


def _body(chance: random.Random) -> str:
    often = [1 / place for place in range(1, len(BODIES) + 1)]
    return chance.choices(BODIES, often)[0]


def _part(paper: Paper, chance: random.Random) -> Part:
    """Return the body, the day and the kind of a part of a pack; those of any other paper."""
    if paper.kind is not PaperKind.PACK:
        return paper.body, paper.meeting_date, None
    kind = chance.choice((PaperKind.MINUTES, PaperKind.REPORT, PaperKind.AGENDA))
    day = paper.meeting_date
    before = day - timedelta(days=chance.randrange(1, 60)) if day and chance.random() < 0.5 else day
    return _body(chance), before, kind


_Written = list[tuple[Topic, str, Standing, list[str]]]
"""For each passage its topic, its item's number, its standing and its paragraphs."""


def _written(
    words: CrowdWords, chosen: Sequence[_Matter], count: int, chance: random.Random
) -> _Written:
    written: _Written = []
    first = chance.randrange(1, 150)
    for index in range(count):
        topic = chosen[index // PASSAGES_AN_ITEM].topic
        paragraphs = words.paragraphs(topic, chance.randint(*WORDS_A_PASSAGE))
        if index == 0:
            paragraphs[0] = f"The {topic.scheme} ({topic.short}) was considered."
        standing = chance.choice(STANDINGS)
        written.append((topic, str(first + index // PASSAGES_AN_ITEM), standing, paragraphs))
    return written


def _entry(
    paper: Paper, written: _Written, vectors: Vectors, parts: Sequence[Part], folder: Path
) -> Entry:
    """Write a paper's file, a paragraph a line, and return all that the library keeps of it."""
    text = "\n".join(line for _, _, _, lines in written for line in lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    paper = replace(paper, id=digest[:16], digest=digest)
    source = folder / paper.file
    source.write_text(text, encoding="utf-8")
    if paper.kind in (PaperKind.REPORT, PaperKind.APPENDIX):
        paper = replace(paper, title=written[0][0].title)
    passages: list[Passage] = []
    line = 1
    for place, (topic, number, standing, lines) in enumerate(written):
        part = parts[place * len(parts) // len(written)]
        units = tuple(Unit(text, (line + i, line + i)) for i, text in enumerate(lines))
        passages.append(
            replace(
                _passage(paper, place, units, topic.title, number=number, standing=standing),
                body=part[0],
                meeting_date=part[1],
                part_kind=part[2],
            )
        )
        line += len(lines)
    pages = (PaperPage(1, text),)
    return Entry(paper, _items(passages), pages, tuple(passages), vectors, source)


def _passage(
    paper: Paper,
    ordinal: int,
    units: tuple[Unit, ...],
    title: str,
    *,
    number: str,
    standing: Standing,
) -> Passage:
    return Passage(
        id=f"{paper.id}-{ordinal}",
        paper_id=paper.id,
        ordinal=ordinal,
        units=units,
        heading=(title,),
        standing=standing,
        page=UNKNOWN_PAGE,
        lines=(units[0].lines[0], units[-1].lines[1]),
        item_number=number,
        item_title=title,
        item_kind=ItemKind.MINUTE if paper.kind is PaperKind.MINUTES else ItemKind.REPORT,
        body=paper.body,
        meeting_date=paper.meeting_date,
    )


def _items(passages: Sequence[Passage]) -> tuple[Item, ...]:
    first = {passage.item_number: passage for passage in reversed(passages)}
    last = {passage.item_number: passage for passage in passages}
    return tuple(
        Item(
            number=number,
            title=opening.item_title or "",
            kind=opening.item_kind or ItemKind.REPORT,
            standing=last[number].standing,
            page=UNKNOWN_PAGE,
            lines=(opening.lines[0], last[number].lines[1]),
        )
        for number, opening in reversed(first.items())
    )
