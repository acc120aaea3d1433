"""An amount of money asked for: a sum must stand with the words for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.decline.evidence import Seen, figure_units, sentences
from qa.decline.names import named_actor
from qa.language.numbers import MONEY
from qa.language.terms import analyse
from qa.library import Library
from qa.passages import Hit, UnitKind
from qa.question_kinds import Kind


def lacks_amount(asked: Asked, hits: Sequence[Hit], _: Library) -> str | None:
    """An amount of money must be given, beside the word for it where one was used."""
    question, figures_asked = asked.question, asked.question.facets.figures
    named = figures_asked.names_an_amount
    if not named and not (Kind.FIGURE in question.kinds and figures_asked.asks_for_money):
        return None
    of_decision = set(question.kinds) & {Kind.DECISION, Kind.YES_NO}
    if of_decision and not figures_asked.asks_the_amount:
        return None
    other = set(question.kinds) & {Kind.REASON, Kind.WHO, Kind.VOTE}
    if figures_asked.counts_something or (other and not figures_asked.ends_on_how_much):
        return None
    figures = figure_units(asked, hits)
    if not figures:
        return "No passage on it gives an amount."
    wanted = figures_asked.amounts
    whose = named_actor(asked, hits)
    for seen in figures:
        if not whose <= set(analyse(seen.told)):
            continue
        held = set(re.findall(r"[a-z]+", _told_with_figure(seen).lower()))
        if all(held & like for like in wanted.values()):
            return None
    return f"No passage gives the {min(wanted)}." if wanted else "No passage gives their amount."


def _told_with_figure(seen: Seen) -> str:
    """Return the sentences of a unit that have a sum of money, with what it stands under."""
    if seen.unit.kind == UnitKind.ROW:
        return f"{seen.own} {seen.above}"
    parts = [part for part in sentences(seen.unit.text) if MONEY.search(part)]
    return " ".join([*parts, *seen.hit.passage.heading[-1:]])
