"""Fit the weights by which the standing of a sentence is judged, and measure them body by body.

    python -m ingest.fitting TRUTH... --papers FOLDER... [--out FILE]

`TRUTH` are files of what a person read in minutes (`docs/reading.md`), or folders of them; `FOLDER`
holds the papers they name. The sentences that are written for this (`data/written*.txt`) are
always used to fit. Each body is then judged by weights fitted without its papers. It needs
scikit-learn, which comes with sentence-transformers; judging needs numpy alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from ingest.layout.furniture import find_furniture
from ingest.layout.paragraphs import Paragraph, join_lines, paragraph_of
from ingest.readers.gate import check_file
from ingest.readers.pdf.reader import read_pdf
from ingest.sandbox.wire import make_sound
from ingest.sandbox.worker import READERS
from ingest.standing.features import Meeting, features_of
from ingest.standing.model import CLASSES, NONE, Model, led_by
from ingest.standing.sentences import Sentence, is_bare, part_sentences
from qa.papers import FileFormat, SourceLine, UnitKind

LETTERS = {
    "D": "decided",
    "R": "recommended",
    "P": "proposed",
    "N": "noted",
    "F": "deferred",
    "X": "lost",
    "-": NONE,
}
"""How `data/written.txt` marks a sentence."""
WRITTEN = "written"
"""The body of sentences that were written for this."""
WRITTEN_FURTHER = "written further"
"""The body of those that were written later, by others, which outnumber all that was read."""
WRITTEN_NAME = re.compile(r"written(?:_\d+)?\.txt")
"""The files of sentences that were written for this."""
FIRST_WRITTEN = "written.txt"
LEAST_USES = 3
"""Councils in whose papers a feature must be met to be kept: others are one clerk's habit."""
OVERLAP = 0.5
"""Share of a sentence's words that truth must cover, or of truth's words that it must."""
STRENGTH = 6.0
"""Inverse of the regularisation; the best of 1, 3, 6, 12 and 25 with bodies left out."""


@dataclass(slots=True)
class Labelled:
    """The sentences of one paper with their features and labels."""

    body: str
    name: str
    sentences: list[Sentence]
    features: list[list[str]]
    labels: list[str]
    decisions: list[tuple[str, list[int]]] = field(default_factory=list)
    """Standing of each decision in the truth, and its sentences; none where it was not found."""
    free: set[int] = field(default_factory=set)
    """Leads of which the truth is silent."""

    @property
    def group(self) -> str:
        """The council whose manner of writing it is."""
        return self.name if self.body in (WRITTEN, WRITTEN_FURTHER) else self.body

    @property
    def leads(self) -> list[int | None]:
        """The lead of each sentence."""
        return [sentence.lead for sentence in self.sentences]

    @property
    def known(self) -> list[list[str]]:
        """The features of each sentence with what its lead is known to be."""
        return [
            names if lead is None else [*names, *led_by(self.labels[lead], names)]
            for names, lead in zip(self.features, self.leads, strict=True)
        ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, measure with bodies left out, print, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", nargs="*", type=Path)
    parser.add_argument("--papers", nargs="+", type=Path, default=[])
    parser.add_argument(
        "--said", nargs="+", type=Path, default=[], help="papers that decide nothing"
    )
    parser.add_argument("--out", type=Path)
    parser.add_argument("--no-measure", action="store_true", help="fit and write, measure nothing")
    parser.add_argument("--show", action="store_true", help="print what was judged wrongly")
    parser.add_argument("--strength", type=float, default=STRENGTH)
    parser.add_argument("--least", type=int, default=LEAST_USES)
    options = parser.parse_args(arguments)
    papers = [
        *read_all_written(),
        *read_patterns(),
        *read_lists(),
        *read_truth(options.truth, options.papers),
        *read_said(options.said),
    ]
    write = sys.stdout.write
    write(f"{len(papers)} papers, {sum(len(p.labels) for p in papers)} sentences: ")
    write(f"{dict(Counter(label for p in papers for label in p.labels))}\n")
    if not options.no_measure:
        measure(papers, options.strength, options.least, show=options.show)
    if options.out:
        model = fit_twice(papers, options.strength, options.least)
        made = f"{len(papers)} papers of {len({p.body for p in papers})} bodies"
        model.save(options.out, made)
        write(f"{options.out}: {len(model.vocabulary)} features\n")


# What is known of sentences


def read_all_written() -> Iterator[Labelled]:
    """Yield the papers of all files that were written for this."""
    for file in sorted((files("ingest.standing") / "data").iterdir(), key=lambda each: each.name):
        if WRITTEN_NAME.fullmatch(file.name):
            body = WRITTEN if file.name == FIRST_WRITTEN else WRITTEN_FURTHER
            for paper in read_written(file.read_text("utf-8")):
                yield replace(paper, body=body)


def read_written(text: str) -> list[Labelled]:
    """Return the sentences of a text that was written for this, council by council.

    `@` opens a council (its name, and after a bar the body's); `#` a heading; a letter of
    `LETTERS` a paragraph, and a `+` before it a sentence that goes on in the same one; `|` a row.
    """
    papers: list[Labelled] = []
    names: tuple[str, ...] = ()
    paragraphs: list[Paragraph] = []
    marks: list[list[tuple[int, int, str]]] = []
    for number, line in enumerate([*text.splitlines(), "@ end"], 1):
        if line.startswith("@"):
            if paragraphs:
                papers.append(_written(names, paragraphs, marks))
            names = tuple(part.strip() for part in line[1:].split("|"))
            paragraphs, marks = [], []
        elif line.startswith("#"):
            paragraphs.append(written_paragraph(number, line[1:].strip(), bold=True))
            marks.append([(0, len(line), NONE)])
        elif line.strip() and not line.startswith(";"):
            goes_on, rest = line.startswith("+"), line.removeprefix("+")
            letter, words = rest[0], rest[1:].strip()
            row = words.startswith("|")
            words = words.removeprefix("|").strip().replace(" | ", "\t")
            if goes_on:
                before = paragraphs[-1].unit.text + " "
                paragraphs[-1] = written_paragraph(number, before + words)
                marks[-1].append((len(before), len(before + words), LETTERS[letter]))
            else:
                paragraphs.append(written_paragraph(number, words, row=row))
                marks.append([(0, len(words), LETTERS[letter])])
    return papers


DRAWS = 10
"""Sentences drawn of each pattern."""
PER_PAPER = 60
"""Drawn sentences that make up a paper."""


def read_patterns() -> list[Labelled]:
    """Return papers of sentences drawn from the patterns that were written for this."""
    text = (files("ingest.standing") / "data" / "patterns.txt").read_text("utf-8")
    chance = random.Random(26)

    def draw(alternatives: re.Match[str]) -> str:
        return str(chance.choice(alternatives[1].split("|")))

    drawn = {
        f"{line[0]} {ALTERNATIVES.sub(draw, line[1:]).strip()}": None
        for line in text.splitlines()
        if line.strip() and line[0] in LETTERS
        for _ in range(DRAWS)
    }
    lines = list(drawn)
    chance.shuffle(lines)
    written: list[str] = []
    for index, line in enumerate(lines):
        if index % PER_PAPER == 0:
            written.append(f"@ Patterns {index // PER_PAPER} Council")
        if chance.random() < 0.25:
            written.append(f"# {chance.choice(PATTERN_TITLES)}")
        elif chance.random() < 0.45 and not written[-1].startswith(("@", "#")):
            line = "+" + line
        written.append(line)
    return read_written("\n".join(written))


LISTS = 160
"""Lists drawn, each with the words that lead it in."""
PER_LIST_PAPER = 8
NUMBERS = ("({n})", "{n}.", "{a})", "({r})", "•", "-", "")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi")


def read_lists() -> list[Labelled]:
    """Return papers of lists drawn from the leads and limbs that were written for this.

    A lead that decides leaves each limb its own standing; any other gives all of them its own.
    """
    read = tomllib.loads((files("ingest.standing") / "data" / "lists.toml").read_text("utf-8"))
    leads: dict[str, list[str]] = read["leads"]
    limbs: dict[str, list[str]] = read["limbs"]
    chance = random.Random(27)
    lines: list[str] = []
    for index in range(LISTS):
        if index % PER_LIST_PAPER == 0:
            lines.append(f"@ Lists {index // PER_LIST_PAPER} Council")
        lines += [f"# {chance.choice(PATTERN_TITLES)}", f"- {chance.choice(read['before'])}"]
        led = chance.choices(("D", "R", "none", "planning"), (6, 2, 5, 2))[0]
        mark = {"none": "-", "planning": "D"}.get(led, led)
        lines.append(f"{mark} {chance.choice(leads[led])}")
        style = (
            chance.choice(NUMBERS) if led != "planning" else chance.choice(("", "", "•", "{n}."))
        )
        for place in range(chance.randint(2, 6)):
            kind = "D" if led == "planning" else chance.choices("DNF", (6, 3, 1))[0]
            text = chance.choice(limbs["planning" if led == "planning" else kind])
            number = style.format(n=place + 1, a="abcdef"[place], r=ROMAN[place])
            own = kind if led == "D" else mark
            lines.append(f"{own} {number} {text}".replace("  ", " "))
        if chance.random() < 0.5:
            lines.append(f"- {chance.choice(read['after'])}")
    return read_written("\n".join(lines))


ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
PATTERN_TITLES = (
    *("7. Minutes", "12. Planning", "Matters arising", "Correspondence", "Finance", "Reports"),
    *("Highways", "AOCB", "5. Budget", "Notice of motion", "Open spaces", "Any other business"),
)


def written_paragraph(
    number: int, text: str, *, bold: bool = False, row: bool = False
) -> Paragraph:
    """Return a text as a paragraph on a line of its own."""
    line = SourceLine(number, text, bold=bold)
    return paragraph_of([line], UnitKind.ROW if row else UnitKind.PARAGRAPH)


def _written(
    names: Sequence[str],
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Sequence[tuple[int, int, str]]],
) -> Labelled:
    sentences = part_sentences(paragraphs)
    labels = [
        max(marks[s.paragraph], key=lambda mark: min(s.end, mark[1]) - max(s.start, mark[0]))[2]
        for s in sentences
    ]
    features = features_of(sentences, paragraphs, Meeting.of(*names))
    return Labelled(WRITTEN, names[0], sentences, features, labels)


def read_truth(truth: Iterable[Path], folders: Sequence[Path]) -> Iterator[Labelled]:
    """Yield the papers of the truth files with their sentences labelled; one paper once."""
    seen: set[str] = set()
    for path in truth:
        for file in sorted(path.rglob("*.json")) if path.is_dir() else [path]:
            read = json.loads(file.read_text("utf-8"))
            name = str(read.get("doc", ""))
            paper = next((f / name for f in folders if name and (f / name).is_file()), None)
            if paper is None or name in seen:
                continue
            seen.add(name)
            yield label_paper(paper, name, read)


SAID = 120
"""Sentences taken of a paper that decides nothing."""


def read_said(papers: Iterable[Path]) -> Iterator[Labelled]:
    """Yield sentences of papers in which no meeting does anything: reports, plans, accounts."""
    for path in papers:
        paragraphs = [p for p in paragraphs_of(path) if not p.is_row]
        start = max(0, len(paragraphs) // 3)
        some = paragraphs[start : start + SAID]
        sentences = part_sentences(some)
        features = features_of(sentences, some, Meeting())
        labels = [NONE] * len(sentences)
        yield Labelled(f"said {path.parent.name}", path.name, sentences, features, labels)


def paragraphs_of(path: Path) -> list[Paragraph]:
    """Return a paper's paragraphs as ingest joins them, its pages' own lines left out."""
    kind = check_file(path)
    document = make_sound(read_pdf(path) if kind == FileFormat.PDF else READERS[kind](path))
    own = find_furniture(document).lines
    lines = [line for line in document.lines if line.number not in own]
    return join_lines(lines, document.format, document.tables)


def label_paper(path: Path, name: str, read: dict[str, Any]) -> Labelled:
    """Return a paper's sentences with the standing that a person gave each."""
    paragraphs = paragraphs_of(path)
    sentences = part_sentences(paragraphs)
    meeting = Meeting.of(read.get("council"), read.get("body"))
    features = features_of(sentences, paragraphs, meeting)
    labels = [NONE] * len(sentences)
    decisions = []
    place = _Places(sentences)
    for item in read["items"]:
        for decision in item.get("decisions", ()):
            found = place.of(decision["text"], decision.get("lines"))
            decisions.append((decision["standing"], found))
            for index in found:
                standing = decision["standing"]
                labels[index] = standing if standing in CLASSES else NONE
    free = _label_leads(sentences, labels)
    return Labelled(name.split("/")[0], name, sentences, features, labels, decisions, free)


def _label_leads(sentences: Sequence[Sentence], labels: list[str]) -> set[int]:
    """Give a lead of which the truth is silent the standing of what it leads; return these."""
    led: dict[int, list[str]] = defaultdict(list)
    for sentence, label in zip(sentences, labels, strict=True):
        if sentence.lead is not None and (sentence.listed or sentence.distance <= 1):
            led[sentence.lead].append(label)
    silent = {
        lead
        for lead, below in led.items()
        if labels[lead] == NONE and sum(label in DECIDING for label in below) > len(below) / 2
    }
    for lead in silent:
        labels[lead] = "recommended" if set(led[lead]) == {"recommended"} else "decided"
    return silent


class _Places:
    """Finds the sentences of a paper in which a text of its truth stands."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.words: list[str] = []
        self.owner: list[int] = []
        for index, sentence in enumerate(sentences):
            for word in _bare(sentence.text):
                self.words.append(word)
                self.owner.append(index)
        self.joined = " " + " ".join(self.words) + " "
        self.used: set[int] = set()

    def of(self, text: str, lines: Sequence[int] | None) -> list[int]:
        """Return the places of a text's sentences; one that was given already comes last."""
        wanted = _bare(text)
        starts = self._starts(wanted)
        if not starts:
            return []

        def far(start: int) -> tuple[bool, int]:
            sentence = self.sentences[self.owner[start]]
            away = min(abs(sentence.lines[0] - lines[0]), 999) if lines else 0
            return start in self.used, away

        start = min(starts, key=far)
        self.used.add(start)
        counts = Counter(self.owner[start : start + len(wanted)])
        sizes = {index: len(_bare(self.sentences[index].text)) for index in counts}
        return [
            index
            for index, count in sorted(counts.items())
            if count >= OVERLAP * sizes[index] or count >= OVERLAP * len(wanted)
        ]

    def _starts(self, wanted: Sequence[str]) -> list[int]:
        for length in (len(wanted), 12, 8):
            part = " " + " ".join(wanted[:length]) + " "
            found = [m.start() for m in re.finditer(re.escape(part[:-1]) + r"(?= )", self.joined)]
            if found and length <= len(wanted):
                return [self.joined.count(" ", 0, at + 1) - 1 for at in found]
        return []


def _bare(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


# Fitting


def fit_twice(papers: Sequence[Labelled], strength: float, least: int) -> Model:
    """Return the mean of two fits: to all papers, and to all but the further written ones.

    What is invented outnumbers what was read. By itself the first finds more and takes more of what
    others decided for a decision; the second does the opposite.
    """
    real = [paper for paper in papers if paper.body != WRITTEN_FURTHER]
    one, other = fit(papers, strength, least), fit(real, strength, least)
    vocabulary = {name: row for row, name in enumerate({**one.vocabulary, **other.vocabulary})}
    weights = np.zeros((len(vocabulary), len(CLASSES)))
    for model in (one, other):
        rows = [vocabulary[name] for name in model.vocabulary]
        weights[rows] += model.weights[list(model.vocabulary.values())] / 2
    return Model(vocabulary, weights, (one.bias + other.bias) / 2)


def fit(papers: Sequence[Labelled], strength: float, least: int) -> Model:
    """Return the weights fitted to papers: multinomial logistic regression."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    places = {(name, p.group) for p in papers for names in p.known for name in names}
    uses = Counter(name for name, _ in places)
    kept = {name: weight_of(name) for name, count in uses.items() if count >= least}
    rows = []
    for names in (names for paper in papers for names in paper.known):
        own = [name for name in names if name in kept]
        rows.append({name: kept[name] / len(own) ** 0.5 for name in own})
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    vocabulary: dict[str, int] = vectorizer.vocabulary_
    worth = np.array([kept[name] for name in sorted(vocabulary, key=vocabulary.__getitem__)])
    model = Model(vocabulary, np.zeros((len(vocabulary), len(CLASSES))), np.zeros(len(CLASSES)))
    labels = np.array([CLASSES.index(label) for p in papers for label in p.labels])
    regression = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    regression.fit(matrix, labels)
    for row, place in enumerate(regression.classes_):
        model.weights[:, place] = regression.coef_[row] * worth
        model.bias[place] = regression.intercept_[row]
    absent = [i for i in range(len(CLASSES)) if i not in regression.classes_]
    model.bias[absent] = -20.0
    return model


MINOR = (
    *("w=", "ending=", "stem=", "start=", "end=", "before", "after", "title=", "words="),
    "led by w=",
)
MINOR_WORTH = 0.5
MAJOR = ("verdict at end", "office first")
MAJOR_WORTH = 2.0


def weight_of(name: str) -> float:
    """Return what a feature counts while fitting: less for words than for verbs and leads."""
    if name.startswith(MAJOR):
        return MAJOR_WORTH
    return MINOR_WORTH if name.startswith(MINOR) else 1.0


# Measuring


def measure(papers: Sequence[Labelled], strength: float, least: int, *, show: bool) -> None:
    """Print, for each body, how its sentences are judged by weights fitted without its papers."""
    write = sys.stdout.write
    totals: Counter[str] = Counter()
    write(f"{'body':24}{'found':>12}{'precise':>12}{'standing':>12}  as decided, wrongly\n")
    judged: dict[float, Counter[str]] = defaultdict(Counter)
    for bodies in _folds(papers):
        model = fit_twice([p for p in papers if p.body not in bodies], strength, least)
        for body in bodies:
            counts: Counter[str] = Counter()
            for paper in (p for p in papers if p.body == body):
                chances = model.chances(paper.features, paper.sentences)
                counts += score(paper, chances, show=show)
                for threshold in np.arange(0.2, 0.95, 0.05):
                    judged[round(float(threshold), 2)] += score(paper, chances, float(threshold))
            totals += counts
            write(_line(body, counts))
    write(_line("all bodies", totals))
    for threshold, counts in judged.items():
        write(_line(f"  from {threshold}", counts))


LARGE = 15
"""Decisions from which a body is left out alone; smaller ones are left out several at a time."""
GROUPS = 3


def _folds(papers: Sequence[Labelled]) -> list[list[str]]:
    """Return the bodies that are left out together: large ones alone, the others in groups."""
    sizes = Counter({p.body: 0 for p in papers if p.decisions})
    for paper in papers:
        sizes[paper.body] += len(paper.decisions)
    for written in (WRITTEN, WRITTEN_FURTHER):
        sizes.pop(written, None)
    small = sorted(body for body, size in sizes.items() if 0 < size < LARGE)
    folds = [[body] for body, size in sorted(sizes.items()) if size >= LARGE]
    return [*folds, *(small[i::GROUPS] for i in range(GROUPS) if small[i::GROUPS])]


DECIDING = frozenset(("decided", "recommended", "noted", "deferred", "lost"))


def score(
    paper: Labelled, chances: np.ndarray, threshold: float = 0.5, *, show: bool = False
) -> Counter[str]:
    """Count what was found of a paper's decisions, and what of it was right."""
    counts: Counter[str] = Counter()
    none = CLASSES.index(NONE)
    deciding = [CLASSES.index(c) for c in CLASSES if c in DECIDING]
    said = (chances[:, deciding].sum(axis=1) >= threshold) & ~np.array(
        [one.heading or is_bare(one.text) for one in paper.sentences], dtype=bool
    )
    best = [deciding[i] for i in chances[:, deciding].argmax(axis=1)]
    for standing, places in paper.decisions:
        if standing not in DECIDING:
            continue
        counts["decisions"] += 1
        hits = [i for i in places if said[i]]
        counts["found"] += bool(hits)
        counts["right"] += any(CLASSES[best[i]] == standing for i in hits)
        if show and not hits:
            text = paper.sentences[places[0]].text if places else "(not in the paper's sentences)"
            chance = 1 - chances[places[0], none] if places else 0
            sys.stdout.write(f"   MISSED {chance:.2f} {standing}: {text[:150]}\n")
    for index, label in enumerate(paper.labels):
        if said[index] and index not in paper.free:
            counts["given"] += 1
            counts["precise"] += label in DECIDING
            wrong = CLASSES[best[index]] == "decided" and label in (NONE, "proposed", "lost")
            counts["wrongly"] += wrong or (
                label == "recommended" and CLASSES[best[index]] == "decided"
            )
            if show and label not in DECIDING:
                text = paper.sentences[index].text
                chance = chances[index, best[index]]
                sys.stdout.write(f"   FALSE {chance:.2f} {CLASSES[best[index]]}: {text[:150]}\n")
            elif show and CLASSES[best[index]] != label:
                text = paper.sentences[index].text
                sys.stdout.write(f"   {label} AS {CLASSES[best[index]]}: {text[:150]}\n")
    return counts


def _line(name: str, counts: Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        of = counts[whole]
        return f"{counts[part]}/{of} {counts[part] / of:.2f}" if of else "-"

    return (
        f"{name:24}{share('found', 'decisions'):>12}{share('precise', 'given'):>14}"
        f"{share('right', 'found'):>14}  {counts['wrongly']}\n"
    )


if __name__ == "__main__":
    main()
