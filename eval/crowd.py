"""A crowd: papers of an invented council by the thousand, to measure beside and among.

The passages go into a library by its own door. Embedding each would take most of an hour, so
one passage a topic is embedded, and the topic's other passages lie about it: part of the way to
another topic's vector, with a little noise.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from eval.crowd_words import CrowdWords, Topic
from qa.library import Entry, Library
from qa.pages import UNKNOWN_PAGE, PaperPage
from qa.papers import FileFormat, Item, ItemKind, Paper, PaperKind, Standing
from qa.passages import Passage, Unit
from qa.protocols import Embedder, Vectors

COUNCIL = "Wexmoor District Council"
BODIES = ("Cabinet", "Council", "Planning Committee", "Scrutiny Committee", "Audit Committee")
PASSAGES_A_PAPER = 60
PASSAGES_AN_ITEM = 5
PASSAGES_A_TOPIC = 33
"""Real papers come back to a matter some dozens of times."""
PAPERS_A_BATCH = 20
WORDS_A_PASSAGE = (40, 140)
TOWARDS_ANOTHER, NOISE = 0.45, 0.35
"""How far from its topic a passage's vector lies: towards another topic's, and anyhow."""
FIRST_DAY, DAYS = date(2009, 1, 5), 6000
STANDINGS = (Standing.DISCUSSED, Standing.BACKGROUND, Standing.DECIDED, Standing.RECOMMENDED)

Stored = Callable[[int, int], None]
"""Called with (passages stored, passages in all)."""


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
    stored: Stored = lambda done, total: None,
) -> None:
    """Store so many passages of an invented council in a library, in batches of papers."""
    chance = random.Random(seed)
    matters = _matters(words, embedder, max(2, passages // PASSAGES_A_TOPIC))
    with tempfile.TemporaryDirectory(prefix="townclerk-crowd-") as name, library.writing():
        entries = _entries(words, matters, passages, chance, Path(name))
        done = 0
        while batch := list(islice(entries, PAPERS_A_BATCH)):
            library.replace(batch, model=embedder.name)
            done += sum(len(entry.passages) for entry in batch)
            stored(done, passages)
            for entry in batch:
                entry.source.unlink()


def _matters(words: CrowdWords, embedder: Embedder, count: int) -> list[_Matter]:
    topics = [words.topic() for _ in range(count)]
    texts = [f"{t.title}\n{' '.join(words.paragraphs(t, WORDS_A_PASSAGE[1]))}" for t in topics]
    return [_Matter(*pair) for pair in zip(topics, embedder.embed(texts), strict=True)]


def _entries(
    words: CrowdWords,
    matters: Sequence[_Matter],
    passages: int,
    chance: random.Random,
    folder: Path,
) -> Iterator[Entry]:
    noise = np.random.default_rng(chance.getrandbits(32))
    for number, start in enumerate(range(0, passages, PASSAGES_A_PAPER)):
        count = min(PASSAGES_A_PAPER, passages - start)
        items = -(-count // PASSAGES_AN_ITEM)
        chosen = [chance.choice(matters) for _ in range(items)]
        about = [chosen[index // PASSAGES_AN_ITEM] for index in range(count)]
        others = np.stack([chance.choice(matters).vector for _ in about])
        yield _entry(
            _paper(number, chance),
            _written(words, chosen, count, chance),
            _near(np.stack([matter.vector for matter in about]), others, noise),
            folder,
        )


def _near(centres: Vectors, others: Vectors, noise: np.random.Generator) -> Vectors:
    """Return unit vectors about the centres, drawn part of the way to the others."""
    share = noise.uniform(0, TOWARDS_ANOTHER, (len(centres), 1))
    spread = noise.normal(0, NOISE / np.sqrt(centres.shape[1]), centres.shape)
    moved = (1 - share) * centres + share * others + spread
    unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _paper(number: int, chance: random.Random) -> Paper:
    body = chance.choice(BODIES)
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    kind = chance.choice((PaperKind.MINUTES, PaperKind.REPORT, PaperKind.PACK))
    return Paper(
        id="",
        file=f"wexmoor-{number:05}-{body.split()[0].lower()}-{day.isoformat()}.txt",
        title=f"{kind.value.capitalize()} of the {body}, {day.day} {day:%B %Y}",
        kind=kind,
        format=FileFormat.TEXT,
        digest="",
        council=COUNCIL,
        body=body,
        meeting_date=day,
    )


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


def _entry(paper: Paper, written: _Written, vectors: Vectors, folder: Path) -> Entry:
    """Write a paper's file, a paragraph a line, and return all that the library keeps of it."""
    text = "\n".join(line for _, _, _, lines in written for line in lines)
    digest = hashlib.sha256(f"{paper.file}\n{text}".encode()).hexdigest()
    paper = replace(paper, id=digest[:16], digest=digest)
    source = folder / paper.file
    source.write_text(text, encoding="utf-8")
    passages: list[Passage] = []
    line = 1
    for topic, number, standing, lines in written:
        units = tuple(Unit(text, (line + i, line + i)) for i, text in enumerate(lines))
        passages.append(
            _passage(paper, len(passages), units, topic.title, number=number, standing=standing)
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
