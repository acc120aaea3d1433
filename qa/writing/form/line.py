"""The first line of an answer: at most 25 words of plain text, made of what is quoted.

It is made of the most structured thing that answers: a vote of the record, a row of a table, a
sentence or a limb. A sentence that is too long is cut where its own clauses part; what denies it,
makes it depend on something or says whose words they are stays in. Then `qa.writing.form.truth` checks
the line against what it was made of, and a line that fails is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from types import MappingProxyType

from qa.language.numbers import amount_of
from qa.language.rows import counted_in, row_label, row_values
from qa.language.sentences import sentences_of
from qa.language.terms import content_terms, stem
from qa.papers import DECIDING, Standing, TableRow, Unit, UnitKind, is_sum
from qa.protocols import Extract
from qa.questions.question import Kind
from qa.quoting.standing import LEADS_IN
from qa.quoting.units import Quote, unit_scores
from qa.retrieval.features import LOOKS, REASONING, Asked
from qa.writing.evidence import instructs
from qa.writing.form.clauses import CUT, cuts, without_head, without_number
from qa.writing.form.figures import COUNTED_AS, as_spoken, with_spoken_figures
from qa.writing.form.standings import SAID
from qa.writing.form.truth import is_borne_out

MOST_WORDS = 25
MOST_CELLS = 4
"""Cells of a row that are told."""
BELOW = "the words below, on"
"""What is said where no sentence can be cut to a line."""
LEAST_WORDS = 4
"""Of a sentence of which a line is made; a shorter one without a figure is a title."""
NAMED = 0.25
"""Share of the question from which a column that has it is the one asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """The first line, and the words of the paper that it was made of."""

    text: str
    """Plain text, at most `MOST_WORDS` words."""
    answering: str = ""
    """The words of the quote that answer; empty where the line comes from a record."""
    tells: bool = True
    """Whether it says what is asked, and does not only point to the quote."""
    further: tuple[str, ...] = ()
    """The words that answer each further part of the question, of which it is made too."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a line may say, and the texts that must bear it out."""

    core: str
    sources: tuple[str, ...]
    answering: str = ""
    of_one_text: bool = False
    tells: bool = True


def first_line(
    asked: Asked,
    quote: Quote,
    answering: Unit,
    standing: Standing,
    records: Sequence[str] = (),
    decisions: Sequence[str] = (),
    extracts: Mapping[Unit, Extract] = MappingProxyType({}),
    *,
    most_words: int = MOST_WORDS,
    of_a_part: bool = False,
) -> Line | None:
    """Return the line for a quote; None where nothing short can be said that is borne out.

    `answering` is the unit of the quote that answers, `records` what the record says of it in
    words (a vote, who moved), the best first. `decisions` are the sentences and limbs by which the
    meeting decided, as the record has them: of any other sentence nobody says that it was decided.
    `extracts` are the words that a reader found to answer, by unit. A line `of_a_part` does not say
    how many limbs there are.
    """
    opening = f"{SAID[standing]}: "
    most = most_words - len(opening.split())
    of_limbs = _limbs_told(quote, standing) if not of_a_part else 0
    for draft in _drafts(asked, quote, answering, of_limbs, standing, records, most, extracts):
        told = opening
        if draft.of_one_text and standing in DECIDING and not _decides(draft.sources[0], decisions):
            told = f"{SAID[Standing.RECORDED]}: "
        text = told + _plain(draft.core)
        if len(text.split()) <= most_words and is_borne_out(
            _plain(draft.core), draft.sources, of_one_text=draft.of_one_text
        ):
            return Line(text, draft.answering, draft.tells)
    return None


def joined(lines: Sequence[Line]) -> Line:
    """Return one line for the parts of a question; a standing that they share is said once."""
    different = list({line.text: line for line in lines}.values())
    told = different[0].text.rstrip(".")
    for before, line in pairwise(different):
        opening, core = line.text.rstrip(".").split(": ", 1)
        shared = before.text.startswith(f"{opening}: ")
        told += f"; {core}" if shared else f". {opening}: {core}"
    return replace(lines[0], text=told, further=tuple(line.answering for line in different[1:]))


def written_line(written: str, standing: Standing) -> Line | None:
    """Return a line that a language model wrote, with its standing; None where it is too long."""
    text = f"{SAID[standing]}: {_plain(written)}"
    return Line(text, written) if len(text.split()) <= MOST_WORDS else None


def with_yes(line: Line) -> Line:
    """Return a line that begins with "Yes", where it is short enough."""
    text = f"Yes. {line.text}"
    return replace(line, text=text) if len(text.split()) <= MOST_WORDS else line


def _drafts(
    asked: Asked,
    quote: Quote,
    answering: Unit,
    of_limbs: int,
    standing: Standing,
    records: Sequence[str],
    most: int,
    extracts: Mapping[Unit, Extract],
) -> Iterator[_Draft]:
    for told in records:
        yield _Draft(told, (told,))
    led = _led_in(quote, answering, extracts.get(answering))
    for unit in (*led, answering, *_others(quote, answering, extracts)):
        if unit.kind in (UnitKind.HEADER, UnitKind.HEADING) or instructs(unit.text):
            continue
        worth = Worth(asked, extracts.get(unit))
        if unit.row is not None:
            yield from _of_row(worth, unit.row, most)
        else:
            yield from _of_text(worth, unit, of_limbs, standing, most)
    title = quote.passage.item_title
    if title:
        yield _Draft(f"{BELOW} {title}", (BELOW, title), tells=False)


def _led_in(quote: Quote, lead: Unit, extract: Extract | None) -> tuple[Unit, ...]:
    """Return the limbs that words such as "subject to these conditions:" lead in; the first is told.

    None where the words that lead in tell the figure that a reader found.
    """
    leads = LEADS_IN.search(lead.text) or lead.text.isupper()
    if not leads or lead.row is not None or lead not in quote.units:
        return ()
    if extract is not None and re.search(r"\d", extract.words):
        return ()
    behind = quote.units[quote.units.index(lead) + 1 :]
    return tuple(takewhile(lambda unit: unit.kind is UnitKind.LIMB, behind))


def _others(quote: Quote, answering: Unit, extracts: Mapping[Unit, Extract]) -> Iterable[Unit]:
    """Return the other units of a quote that may answer: where a reader read, as it judged them."""
    others = [unit for unit in quote.units if unit is not answering]
    if not extracts:
        return others
    read = [unit for unit in others if unit in extracts and extracts[unit].logit > 0]
    return sorted(read, key=lambda unit: -extracts[unit].logit)


def _decides(sentence: str, decisions: Sequence[str]) -> bool:
    """Whether a sentence is one of the record's decisions, or a part of one; true of no record."""
    own = "".join(re.findall(r"\w+", sentence.lower()))
    told = ["".join(re.findall(r"\w+", decision.lower())) for decision in decisions]
    return not told or any(own in other or (other and other in own) for other in told)


def _plain(text: str) -> str:
    """Return a text without what Markdown or a marker of a citation is written with."""
    bare = re.sub(r"[*_`†‡^<>|]+|\s\[\d{1,3}\]", " ", text).replace("[", "(").replace("]", ")")
    return re.sub(r"\s+([,.;:)])", r"\1", " ".join(bare.split())).rstrip(" ,;:–-")


# A row of a table


def _of_row(worth: Worth, row: TableRow, most: int) -> Iterator[_Draft]:
    """Yield a row in words: what its cells of figures say, and what those of prose do.

    Prose comes first where a reader found the answer there and in no short cell.
    """
    values = row_values(row)
    prose = [c for c in (row_label(row), *(cell for _, cell in values)) if _is_prose(c, most)]
    prose.sort(key=lambda cell: (-worth.of_span(cell), -len(cell)))
    in_figures = max((worth.of_cell(cell) for _, cell in values if cell not in prose), default=0.0)
    if prose and worth.of_span(prose[0]) > max(in_figures, PROSE):
        yield from _of_prose(worth, prose, most)
        prose = []
    yield from _of_cells(worth, row, values, most)
    yield from _of_prose(worth, prose, most)


PROSE = 0.5
"""Share of what a reader found that stands in a cell of prose, from which that cell answers."""


def _is_prose(cell: str, most: int) -> bool:
    return len(cell.split()) > most // 2


def _of_prose(worth: Worth, cells: Sequence[str], most: int) -> Iterator[_Draft]:
    """Yield what cells of prose say: they are texts like others."""
    for cell in cells:
        for core, sentence in _cores(worth, Unit(cell, (1, 1)), most):
            yield _Draft(core, (sentence,), core, of_one_text=True)


def _of_cells(
    worth: Worth, row: TableRow, values: Sequence[tuple[str, str]], most: int
) -> Iterator[_Draft]:
    """Yield a row's label with the cells of the columns that are asked for."""
    label = " – ".join(part for part in (row.group, row_label(row)) if part)
    of_row = (*row.cells, *row.columns, *row.labels, row.caption or "", label, row.unit or "")
    sources = (*of_row, COUNTED_AS)
    ranked, unit = _by_what_is_asked(worth, values), counted_in(row)
    for many in range(min(len(ranked), MOST_CELLS), 0, -1):
        chosen = [value for value in values if value in ranked[:many]]
        # As printed too, where there is room.
        for printed in (True, False):
            told = "; ".join(
                f"{_heading(name)} {as_spoken(cell, unit, name, printed=printed)}".strip()
                for name, cell in chosen
            )
            short = _begun(row_label(row), most - len(told.split()))
            said = "" if label else _said_by(worth, values, chosen)
            for name in dict.fromkeys((label or said, row_label(row), *([short] if short else []))):
                core = ": ".join(part for part in (name, told) if part)
                if len(core.split()) <= most:
                    yield _Draft(core, sources, ranked[0][1])


def _said_by(
    worth: Worth, values: Sequence[tuple[str, str]], told: Sequence[tuple[str, str]]
) -> str:
    """Return the cells that the question says itself: they name a row that has no label."""
    said = (value for value in values if value not in told and worth.is_said(value[1]))
    return "; ".join(f"{_heading(name)} {cell}".strip() for name, cell in said)


LEAST_OF_LABEL = 3
"""Words of a long label that are told, where all of them are too many."""


def _begun(label: str, most: int) -> str:
    """Return how a label begins, in at most so many words; empty where that is too few."""
    words = label.split()
    fits = LEAST_OF_LABEL < most <= len(words)
    return " ".join(words[: most - 1]).rstrip(" ,;:–-") + CUT if fits else ""


def _heading(column: str) -> str:
    """Return a column's heading without what its figures are counted in."""
    return " ".join(re.sub(r"\(?[£€$]\s?(?:0{3}|m\b|k\b|['’]0{3})s?\)?", " ", column).split())


def _by_what_is_asked(worth: Worth, values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the cells, those first whose column the question names; figures alone if it asks for one.

    Where some columns are named more fully than others, the others are left out. A column whose
    whole heading the question has is meant, whatever a reader found; where it names none, a sum
    is meant and not what it is made up of.
    """
    figures = [value for value in values if is_sum(value[1])]
    found = [v for v in values if worth.of_cell(v[1]) >= PROSE]
    of_figures = _asks_for_figure(worth.asked) and (not found or set(found) & set(figures))
    wanted = figures if figures and of_figures else list(values)
    # What the question says itself tells which row is meant, and answers nothing.
    wanted = [v for v in wanted if v in found or not worth.is_said(v[1])] or wanted
    named = {name for name, _ in wanted if worth.is_named(name)}
    of_money = _asks_for_figure(worth.asked) or any(worth.of_cell(cell) for _, cell in figures)
    whole = _whole_sums(figures) if of_money and not named else frozenset()
    cover = {
        value: worth.asked.cover(value[0])
        + (SPAN if value in whole or value[0] in named else 0.0)
        + (worth.of_cell(value[1]) if not whole or value in whole else 0.0)
        for value in wanted
    }
    most = max(cover.values(), default=0.0)
    if not named and not whole:
        # What a reader found may fill several cells.
        cover |= {v: most for v in wanted if worth.of_cell(v[1]) == SPAN and cover[v] < most}
    best = [v for v in wanted if cover[v] == most]
    others = [v for v in wanted if cover[v] < most]
    return best + (others if most < NAMED else worth.also_asked(best, others))


TOTAL = re.compile(r"\b(?:total|gross|cyfanswm)\b", re.I)


def _whole_sums(values: Sequence[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return the cells of a row's total that is the sum of two or more other cells of the row.

    As on a list of payments: net, VAT, total.
    """
    sums = [(value, amount) for value in values if (amount := amount_of(value[1])) is not None]
    totals = [(value, amount) for value, amount in sums if TOTAL.search(value[0])]
    return frozenset(
        value
        for value, amount in totals
        if sum(other != value for other, _ in sums) > 1
        and abs(sum(part for other, part in sums if other != value) - amount) < CENT
    )


CENT = 0.01


def _asks_for_figure(asked: Asked) -> bool:
    return Kind.FIGURE in asked.question.kinds or asked.question.facets.figures.asks_for_money


# A sentence or a limb


def _limbs_told(quote: Quote, standing: Standing) -> int:
    """Return how many limbs a decision has, where a line that tells one should say so; else 0."""
    limbs = sum(unit.kind is UnitKind.LIMB for unit in quote.units)
    return limbs if limbs > 1 and standing is Standing.DECIDED else 0


def _of_text(
    worth: Worth, unit: Unit, of_limbs: int, standing: Standing, most: int
) -> Iterator[_Draft]:
    of_several = unit.kind is UnitKind.LIMB and of_limbs
    notes = (f" (1 of {of_limbs} limbs)", "") if of_several else ("",)
    told = [
        (core, sentence, note)
        for note in notes
        for core, sentence in _cores(worth, unit, most - len(note.split()), standing)
    ]
    sentences = list(dict.fromkeys(sentence for _, sentence, _ in told))

    # How many limbs there are is told where nothing of the sentence must go for it.
    def in_turn(draft: tuple[str, str, str]) -> tuple[int, float, bool]:
        return sentences.index(draft[1]), -worth.of_span(draft[0]), CUT.strip() in draft[0]

    for core, sentence, note in sorted(told, key=in_turn):
        yield _Draft(core + note, (sentence, note), core, of_one_text=True)


def _cores(
    worth: Worth, unit: Unit, most: int, standing: Standing = Standing.BACKGROUND
) -> Iterator[tuple[str, str]]:
    """Yield what the sentences of a unit say in at most so many words, the best first."""
    sentences = sentences_of(without_number(unit.text))
    if not sentences:
        return
    scores = unit_scores(worth.asked, [replace(unit, text=text, row=None) for text in sentences])
    values = [
        score + worth.of_new(text) + IN_SENTENCE * worth.of_span(text)
        for score, text in zip(scores, sentences, strict=True)
    ]
    for at in sorted(range(len(sentences)), key=lambda i: -values[i]):
        if len(sentences[at].split()) < LEAST_WORDS and not re.search(r"\d", sentences[at]):
            continue
        sentence = without_number(sentences[at])
        bare = without_head(sentence, standing)
        if worth.of_span(bare) == worth.of_span(sentence):  # else the head says what is asked
            sentence = bare
        for cut in cuts(sentence, most, worth, worth.of_span)[:MOST_CUTS]:
            yield with_spoken_figures(cut, most), sentences[at]


MOST_CUTS = 5
"""Of a sentence that are tried: what the best of them says may not be borne out."""
NEW_WORD, MOST_NEW = 0.03, 12
"""What each word that the question has not is worth, and how many count."""
NEW_FIGURE = 0.12
LOOK = 0.6
"""What the look of the wanted answer is worth, beside a share of the question's words, 0 to 1."""


SPAN = 1.0
"""What the words that a reader found to answer are worth in a part of a sentence."""
IN_CUT = 2.0
"""How much more they are worth where a sentence is cut: a cut without them answers nothing."""
IN_SENTENCE = 3.0
"""How much more they are worth where a sentence is chosen: it is the one that holds them."""


class Worth:
    """How well words answer: what of the question they have, what is new, the look asked for.

    Most of all they answer as far as they hold what a reader found to answer.
    """

    def __init__(self, asked: Asked, extract: Extract | None = None) -> None:
        """Take the question, and what a reader found in the unit that the words are of."""
        self.asked = asked
        self._span = _bare(extract.words) if extract is not None else []
        self._own = asked.question.facets.stems
        self._terms = set(asked.question.terms)
        self._looks = [LOOKS[kind] for kind in asked.question.kinds if kind in LOOKS]
        if Kind.REASON in asked.question.kinds:
            self._looks.append(REASONING)

    def __call__(self, text: str) -> float:
        """Return the worth of a part of a sentence; larger is better."""
        return self.asked.cover(text) + self.of_new(text) + IN_CUT * self.of_span(text)

    def of_span(self, text: str) -> float:
        """Return the worth of what it holds of the words that a reader found to answer."""
        held = set(_bare(text))
        return SPAN * sum(word in held for word in self._span) / max(1, len(self._span))

    def of_cell(self, cell: str) -> float:
        """Return the same of a cell; a whole cell that is among those words is worth all of it."""
        words = _bare(cell)
        return SPAN if words and set(words) <= set(self._span) else self.of_span(cell)

    def also_asked(
        self, told: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """Return the cells that alone have a look which is asked for, and that none told has.

        "Who is the governor, and until when?" asks for a name and for a day.
        """
        found = []
        for look in self._looks:
            fitting = [other for other in others if look.search(other[1])]
            if len(fitting) == 1 and not any(look.search(cell) for _, cell in told):
                found += fitting
        return list(dict.fromkeys(found))

    def is_named(self, heading: str) -> bool:
        """Whether the question has every word of a column's heading that carries matter."""
        words = set(content_terms(_heading(heading)))
        return bool(words) and words <= self._terms

    def is_said(self, cell: str) -> bool:
        """Whether the question has every word of a cell."""
        words = _bare(cell.lower())
        return bool(words) and all(stem(word) in self._own for word in words)

    def of_new(self, text: str) -> float:
        """Return the worth of what the question does not say itself."""
        new = [word for word in text.split() if stem(word.strip(",.;:()").lower()) not in self._own]
        told = " ".join(new)
        figures = sum(any(c.isdigit() for c in word) for word in new)
        look = LOOK * any(pattern.search(told) for pattern in self._looks)
        return look + NEW_WORD * min(len(new), MOST_NEW) + NEW_FIGURE * min(figures, 2)


def _bare(text: str) -> list[str]:
    """Return the words of a text without the marks beside them."""
    return [bare for word in text.split() if (bare := word.strip(",.;:()“”\"'"))]
