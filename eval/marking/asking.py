"""Gold of every kind, asked, for a person to mark the answers by reading.

Conversations are asked turn by turn, each with the questions before it, as the chat does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from eval.gold.evidence import HeldPapers, name_place
from eval.gold.other_kinds import (
    CompleteList,
    Conversation,
    FalsePremise,
    Listed,
    load_complete_lists,
    load_conversations,
    load_premises,
)
from eval.gold.questions import Evidence, GoldQuestion, load_gold
from eval.gold.slips import numbered_lines, parse_json
from eval.marking.halves import Half, half_of
from eval.marking.sheet import ANSWER_MARKS, Row, show_found, show_quotes
from eval.progress import Advance
from qa.answers import Answer, to_json

SHOWN = 5
"""Hits that are shown beside an answer."""


class AsksInTurn(Protocol):
    """Answers a question after others; `qa.answerer.Answerer` is the real one."""

    def ask(self, question: str, *, hits: int = 10, previous: Sequence[str] = ()) -> Answer:
        """Return the answer."""
        ...


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A question with what the sheet says of it."""

    id: str
    kind: str
    question: str
    previous: tuple[str, ...]
    expected: str
    docs: frozenset[str]
    """Papers that the gold rests on; of a turn, those of its whole conversation."""


AnyGold = GoldQuestion | Conversation | FalsePremise | CompleteList


def load_to_ask(
    paths: Sequence[Path], only: Half | None = None, *, every_wording: bool = False
) -> list[ToAsk]:
    """Read gold of any kind, each file by itself: all lines, or every other one from the first.

    Raises GoldError naming file and line at the first slip.
    """
    asked: list[ToAsk] = []
    for path in paths:
        gold = _reader(path)([path])
        for one in half_of(gold, only):
            asked += _to_ask(one, every_wording=every_wording)
    return asked


def only_held(asked: Sequence[ToAsk], held: HeldPapers) -> list[ToAsk]:
    """Leave out what rests on a paper that is not held: no answer to it could be marked.

    A paper is held under its name with its folders, or under its name alone.
    """
    docs = {doc for one in asked for doc in one.docs}
    missing = {d for d in docs if not held.holds(d) and not held.holds(PurePosixPath(d).name)}
    return [one for one in asked if not one.docs & missing]


def _reader(path: Path) -> Callable[[Sequence[Path]], Sequence[AnyGold]]:
    """Return the reader for the kind of gold in a file, by the keys of its first line."""
    number, line = next(iter(numbered_lines(path)), (1, "{}"))
    raw = parse_json(line, f"{path}:{number}")
    keys = raw if isinstance(raw, dict) else {}
    if "turns" in keys:
        return load_conversations
    if "trap" in keys:
        return load_premises
    return load_complete_lists if "complete_answer" in keys else load_gold


def ask_for_sheet(
    asked: Sequence[ToAsk],
    asker: AsksInTurn,
    progress: Advance = lambda done, total: None,
) -> Iterator[Row]:
    """Ask each in turn, and yield its row."""
    for number, one in enumerate(asked, start=1):
        shown = to_json(asker.ask(one.question, hits=SHOWN, previous=one.previous), hits=SHOWN)
        standing = f", {shown['standing']}" if shown["standing"] else ""
        understood = shown.get("understood_as")
        yield Row(
            id=one.id,
            kind=one.kind,
            question="\n".join([*(f"(before) {q}" for q in one.previous), one.question]),
            outcome=shown["status"] + standing,
            said=shown["answer"] + (f"\n\n(understood as: {understood})" if understood else ""),
            quotes=show_quotes(shown["citations"]),
            found=show_found(shown.get("hits", ())),
            expected=one.expected,
            marks=", ".join(ANSWER_MARKS),
        )
        progress(number, len(asked))


def _to_ask(gold: AnyGold, *, every_wording: bool) -> Iterator[ToAsk]:
    match gold:
        case Conversation():
            docs = _docs(item for turn in gold.turns for item in turn.evidence)
            for turn in gold.turns:
                before = tuple(earlier.question for earlier in gold.turns[: turn.turn - 1])
                lacks = f"\n(lacks: {turn.lacks})" if turn.lacks else ""
                said = f"{turn.answer}{lacks}\n{_evidence(turn.evidence)}"
                yield ToAsk(turn.id, turn.kind, turn.question, before, said, docs)
        case CompleteList():
            entries = [
                f"- {entry.text} ({entry.standing.value}; {entry.doc}, "
                f"{name_place(entry.lines, entry.page) or 'place not given'})"
                for entry in gold.complete_answer
            ]
            said, docs = "\n".join([*entries, gold.note]), _docs(gold.complete_answer)
            wordings = (gold.question, *(gold.variants if every_wording else ()))
            for number, wording in enumerate(wordings, start=1):
                name = gold.id if number == 1 else f"{gold.id}~{number}"
                yield ToAsk(name, gold.kind, wording, (), said, docs)
        case FalsePremise() | GoldQuestion():
            right = gold.expected if isinstance(gold, FalsePremise) else gold.answer
            kind = gold.trap if isinstance(gold, FalsePremise) else gold.category
            said = f"{right}\n{_evidence(gold.evidence)}"
            wordings = (gold.question, *(gold.variants if every_wording else ()))
            for number, wording in enumerate(wordings, start=1):
                name = gold.id if number == 1 else f"{gold.id}~{number}"
                yield ToAsk(name, kind, wording, (), said, _docs(gold.evidence))


def _docs(items: Iterable[Evidence | Listed]) -> frozenset[str]:
    return frozenset(item.doc for item in items)


def _evidence(evidence: Sequence[Evidence]) -> str:
    return "\n".join(
        f"- {item.doc}, {name_place(item.lines, item.page) or 'place not given'}: {item.quote}"
        for item in evidence
    )
