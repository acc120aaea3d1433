"""The first line of an answer: at most 25 words of plain text, made of what is quoted.

It is made of the most structured thing that answers: a vote of the record, a row of a table, a
sentence or a limb. A sentence that is too long is cut where its own clauses part; what denies it,
makes it depend on something or says whose words they are stays in. Then `qa.writing.form.truth` checks
the line against what it was made of, and a line that fails is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.language.rows import row_label, row_values
from qa.language.sentences import sentences_of
from qa.language.terms import stem
from qa.papers import DECIDING, Standing, TableRow, Unit, UnitKind, is_sum
from qa.questions.question import Kind
from qa.quoting.units import Quote, unit_scores
from qa.retrieval.features import LOOKS, REASONING, Asked
from qa.writing.evidence import instructs
from qa.writing.form.clauses import cut_to, without_head, without_number
from qa.writing.form.figures import as_spoken, with_spoken_figures
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
) -> Line | None:
    """Return the line for a quote; None where nothing short can be said that is borne out.

    `answering` is the unit of the quote that answers, `records` what the record says of it in
    words (a vote, who moved), the best first. `decisions` are the sentences and limbs by which the
    meeting decided, as the record has them: of any other sentence nobody says that it was decided.
    """
    opening = f"{SAID[standing]}: "
    most = MOST_WORDS - len(opening.split())
    for draft in _drafts(asked, quote, answering, standing, records, most):
        told = opening
        if draft.of_one_text and standing in DECIDING and not _decides(draft.sources[0], decisions):
            told = f"{SAID[Standing.RECORDED]}: "
        text = told + _plain(draft.core)
        if len(text.split()) <= MOST_WORDS and is_borne_out(
            _plain(draft.core), draft.sources, of_one_text=draft.of_one_text
        ):
            return Line(text, draft.answering, draft.tells)
    return None


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
    standing: Standing,
    records: Sequence[str],
    most: int,
) -> Iterator[_Draft]:
    for told in records:
        yield _Draft(told, (told,))
    for unit in (answering, *(unit for unit in quote.units if unit is not answering)):
        if unit.kind in (UnitKind.HEADER, UnitKind.HEADING) or instructs(unit.text):
            continue
        if unit.row is not None:
            yield from _of_row(asked, unit.row, most)
        else:
            yield from _of_text(asked, quote, unit, standing, most)
    title = quote.passage.item_title
    if title:
        yield _Draft(f"{BELOW} {title}", (BELOW, title), tells=False)


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


def _of_row(asked: Asked, row: TableRow, most: int) -> Iterator[_Draft]:
    """Yield a row in words: its label, and the figures of the columns that are asked for."""
    values = row_values(row)
    if not values:
        return
    label = " – ".join(part for part in (row.group, row_label(row)) if part)
    sources = (*row.cells, *row.columns, *row.labels, row.caption or "", label, row.unit or "")
    ranked = _by_what_is_asked(asked, values)
    for many in range(min(len(ranked), MOST_CELLS), 0, -1):
        chosen = [value for value in values if value in ranked[:many]]
        told = [
            f"{_heading(name)} {as_spoken(cell, row.unit, name, printed=many == 1)}".strip()
            for name, cell in chosen
        ]
        for name in dict.fromkeys((label, row_label(row))):
            core = ": ".join(part for part in (name, "; ".join(told)) if part)
            if len(core.split()) <= most:
                yield _Draft(core, sources, ranked[0][1])
    # A cell of prose is a text like another.
    prose = max((cell for _, cell in values), key=len)
    if len(prose.split()) > most // 2:
        for core, sentence in _cores(asked, Unit(prose, (1, 1)), most):
            yield _Draft(core, (sentence,), core, of_one_text=True)


def _heading(column: str) -> str:
    """Return a column's heading without what its figures are counted in."""
    return " ".join(re.sub(r"\(?[£€$]\s?(?:0{3}|m\b|k\b|['’]0{3})s?\)?", " ", column).split())


def _by_what_is_asked(asked: Asked, values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the cells, those first whose column the question names; figures alone if it asks for one.

    Where some columns are named more fully than others, the others are left out.
    """
    figures = [value for value in values if is_sum(value[1])]
    wanted = figures if figures and _asks_for_figure(asked) else list(values)
    cover = {value: asked.cover(value[0]) for value in wanted}
    most = max(cover.values())
    return [v for v in wanted if cover[v] == most] + (
        [v for v in wanted if cover[v] < most] if most < NAMED else []
    )


def _asks_for_figure(asked: Asked) -> bool:
    return Kind.FIGURE in asked.question.kinds or asked.question.facets.figures.asks_for_money


# A sentence or a limb


def _of_text(
    asked: Asked, quote: Quote, unit: Unit, standing: Standing, most: int
) -> Iterator[_Draft]:
    limbs = [u for u in quote.units if u.kind is UnitKind.LIMB]
    one_of = ""
    if unit.kind is UnitKind.LIMB and len(limbs) > 1 and standing is Standing.DECIDED:
        one_of = f" (1 of {len(limbs)} limbs)"
    for core, sentence in _cores(asked, unit, most - len(one_of.split()), standing):
        yield _Draft(core + one_of, (sentence, one_of), core, of_one_text=True)


def _cores(
    asked: Asked, unit: Unit, most: int, standing: Standing = Standing.BACKGROUND
) -> Iterator[tuple[str, str]]:
    """Yield what the sentences of a unit say in at most so many words, the best first."""
    sentences = sentences_of(without_number(unit.text))
    if not sentences:
        return
    worth = Worth(asked)
    scores = unit_scores(asked, [replace(unit, text=text, row=None) for text in sentences])
    values = [score + worth.of_new(text) for score, text in zip(scores, sentences, strict=True)]
    for at in sorted(range(len(sentences)), key=lambda i: -values[i]):
        if len(sentences[at].split()) < LEAST_WORDS and not re.search(r"\d", sentences[at]):
            continue
        sentence = without_head(without_number(sentences[at]), standing)
        cut = cut_to(sentence, most, worth)
        if cut:
            yield with_spoken_figures(cut, most), sentences[at]


NEW_WORD, MOST_NEW = 0.03, 12
"""What each word that the question has not is worth, and how many count."""
NEW_FIGURE = 0.12
LOOK = 0.6
"""What the look of the wanted answer is worth, beside a share of the question's words, 0 to 1."""


class Worth:
    """How well words answer: what of the question they have, what is new, and the look asked for."""

    def __init__(self, asked: Asked) -> None:
        """Take the question."""
        self.asked = asked
        self._own = asked.question.facets.stems
        self._looks = [LOOKS[kind] for kind in asked.question.kinds if kind in LOOKS]
        if Kind.REASON in asked.question.kinds:
            self._looks.append(REASONING)

    def __call__(self, text: str) -> float:
        """Return the worth of a part of a sentence; larger is better."""
        return self.asked.cover(text) + self.of_new(text)

    def of_new(self, text: str) -> float:
        """Return the worth of what the question does not say itself."""
        new = [word for word in text.split() if stem(word.strip(",.;:()").lower()) not in self._own]
        told = " ".join(new)
        figures = sum(any(c.isdigit() for c in word) for word in new)
        look = LOOK * any(pattern.search(told) for pattern in self._looks)
        return look + NEW_WORD * min(len(new), MOST_NEW) + NEW_FIGURE * min(figures, 2)
