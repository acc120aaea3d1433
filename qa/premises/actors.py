"""Who moved a matter, and which body took it, beside whom a question names.

A name is another only where the record of the very item gives one, and a body is another only where
the papers held know both by these names: people call a body by many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.language.terms import content_terms
from qa.papers import DECIDING, Decision, Motion, Paper, Passage, Standing
from qa.premises.corrected import Premise, PremiseKind
from qa.premises.evidence import Evidence, is_public
from qa.questions.outcomes import Does, verbs_in, words_of
from qa.questions.premises import BODY_NAMED
from qa.quoting.motions import is_named
from qa.quoting.units import Quote

ON_IT = 0.6
"""Share of the question's matter that the quoted passage must have, to be on it."""


OWNED = re.compile(r"^.*['’]s?\s+")


def wrong_mover(evidence: Evidence) -> Premise | None:
    """Return who moved or seconded the matter in place of the person named, or None."""
    taken, subject = evidence.asked.question.facets.premises, evidence.subject
    if subject is None or not (taken.mover or taken.seconder):
        return None
    about, paper = subject
    item = evidence.item_of(about)
    if item is None:
        return None
    records: list[Decision | Motion] = [*item.decisions, *item.motions]
    quoted = [r for r in records if evidence.quoted(r, about)] or records
    for surname, role, word in (
        (taken.mover, "moved_by", "Moved"),
        (taken.seconder, "seconded_by", "Seconded"),
    ):
        everybody = {str(name) for r in _on_it(evidence) if (name := getattr(r, role))}
        told = {str(name) for r in quoted if (name := getattr(r, role))}
        if surname is None or len(told) != 1 or any(is_named(surname, name) for name in everybody):
            continue
        name = told.pop()
        quote = _quote_with(evidence, about, paper, name)
        if quote is not None:
            return Premise(
                PremiseKind.PERSON, surname, name, f"{word} by {name}, not by {surname}.", quote
            )
    return None


def _on_it(evidence: Evidence) -> Iterator[Decision | Motion]:
    """Yield the records of every item of minutes that is on the matter, each item once."""
    on_it = {passage.item_id: passage for passage, _ in evidence.rivals}
    for item in filter(None, map(evidence.item_of, on_it.values())):
        yield from item.decisions
        yield from item.motions


def _quote_with(evidence: Evidence, about: Passage, paper: Paper, name: str) -> Quote | None:
    """Return the unit of an item that has a name beside a verb of moving, or None."""
    plain = " ".join(name.split())
    of_item = filter(is_public, evidence.library.item_passages(about))
    for passage in (about, *of_item):
        for unit in passage.units:
            moves = any(
                verb.does in (Does.MOVED, Does.SECONDED) for verb in verbs_in(words_of(unit.text))
            )
            if moves and plain in " ".join(unit.text.split()):
                return Quote(passage, paper, (unit,))
    return None


# The body


def wrong_body(evidence: Evidence) -> Premise | None:
    """Return the body that took the decision, where the question names another, or None."""
    return _body_printed(evidence) or _body_that_met(evidence)


def _body_that_met(evidence: Evidence) -> Premise | None:
    """Return the body in whose minutes the only decision held on the matter stands.

    That the body named took none is not known, only that no minutes of it found tell this.
    """
    taken, subject = evidence.asked.question.facets.premises, evidence.subject
    if subject is None or not taken.bodies or taken.outcome is None:
        return None
    about, paper = subject
    item, met = evidence.item_of(about), about.body or paper.body
    decided = [d for d in item.decisions if d.standing is Standing.DECIDED] if item else []
    asking = [d for d in item.decisions if d.standing is Standing.RECOMMENDED] if item else []
    bodies = {passage.body or held.body or "" for passage, held in evidence.rivals}
    quote = evidence.quote_of((asking or decided)[0], about, paper) if asking or decided else None
    if met is None or bodies != {met} or quote is None:
        return None
    text = " ".join(p.text for p in evidence.library.item_passages(about))
    for asked in taken.bodies:
        own = set(content_terms(_plain(asked)))
        named = own <= set(content_terms(text))
        dated = bool(evidence.asked.question.periods) or not any(
            each.council == paper.council and own <= set(content_terms(each.body or ""))
            for each in evidence.library.papers()
        )
        if not dated or not _are_apart(asked, met):
            continue
        if named and any(own <= set(content_terms(d.text)) for d in asking):
            sentence = f"Not shown for the {_plain(asked)}: the {met} recommended it."
            return Premise(PremiseKind.BODY, asked, met, sentence, quote, contradicted=False)
        if decided and not named:
            sentence = f"Not shown for the {_plain(asked)}: the decision held is of the {met}."
            return Premise(PremiseKind.BODY, asked, met, sentence, quote, contradicted=False)
    return None


def _body_printed(evidence: Evidence) -> Premise | None:
    """Return the body that is printed before the verb of the decision quoted, or None."""
    taken = evidence.asked.question.facets.premises
    lead = evidence.lead
    if lead is None or not taken.bodies or lead.passage.standing not in DECIDING:
        return None
    if evidence.cover_of_item(lead.passage) < ON_IT:
        return None
    deciding = next(_deciding_bodies(lead), None)
    if deciding is None:
        return None
    name, quote = deciding
    for asked in taken.bodies:
        if _are_apart(asked, name) and _is_held(evidence, asked, lead.passage):
            sentence = f"Decided by the {_plain(name)}, not by the {_plain(asked)}."
            return Premise(PremiseKind.BODY, asked, name, sentence, quote)
    return None


def _deciding_bodies(lead: Quote) -> Iterator[tuple[str, Quote]]:
    """Yield each body that stands before a verb of deciding in the quoted passage."""
    for unit in lead.passage.units:
        for match in BODY_NAMED.finditer(unit.text):
            after = words_of(unit.text[match.end() :])[:1]
            verbs = verbs_in([word.lower() for word in after])
            if any(verb.does is Does.PASSED for verb in verbs):
                yield match[0], Quote(lead.passage, lead.paper, (unit,))


def _plain(name: str) -> str:
    """Return a body's name without an article, or a council's name as its owner, before it."""
    return OWNED.sub("", name.removeprefix("The ").removeprefix("the "))


def _are_apart(asked: str, name: str) -> bool:
    """Whether each of two names of bodies has a word that the other has not."""
    one, other = set(content_terms(asked)), set(content_terms(name))
    return bool(one - other) and bool(other - one)


def _is_held(evidence: Evidence, asked: str, near: Passage) -> bool:
    """Whether the quoted paper prints a body's own name too, so that it is another body."""
    own = set(content_terms(asked))
    return any(
        own <= set(content_terms(match[0])) and set(content_terms(match[0])) <= own
        for passage in filter(is_public, evidence.library.passages_of(near.paper_id))
        for match in BODY_NAMED.finditer(passage.text)
    )
