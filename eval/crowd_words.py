"""The words of a council that there is not: sentences of other papers with their words exchanged.

A sentence of the sample papers keeps its frame (small words, points, order); most of its words of
matter give way to words of the passage's own topic, or to words drawn as often as the papers held
have them, so that the crowd uses the very words that are asked for. Names of people, places and
schemes are invented, figures drawn anew. All of it follows from a seed.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

from eval.processes import BenchmarkError
from qa.language.sentences import between_sentences
from qa.language.terms import STOPWORDS

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "text"
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
            return self._random.choice(topic.names) if self._is(RENAMED) else token
        if not _carries_matter(token) or not self._is(EXCHANGED):
            return token
        return (
            self._random.choice(topic.words)
            if self._is(OF_TOPIC)
            else self._draw(1, self._often)[0]
        )

    def _is(self, share: float) -> bool:
        return self._random.random() < share

    def _draw(self, count: int, often: Sequence[float]) -> list[str]:
        return self._random.choices(self._words, cum_weights=often, k=count)

    def _name(self) -> str:
        middle = self._random.choice(MIDDLES.split()) if self._is(0.6) else ""
        ends = (self._random.choice(part.split()) for part in (STARTS, ENDS))
        return f"{next(ends)}{middle}{next(ends)}"


def read_words(folder: Path | None, held: Iterable[str], seed: int) -> CrowdWords:
    """Return a writer in the manner of a folder's text files; of the sample papers if None."""
    files = sorted((folder or SAMPLES).glob("*.txt"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    return CrowdWords(texts, held, seed)


def _carries_matter(word: str) -> bool:
    return len(word) > 3 and word[0].islower() and word not in STOPWORDS
