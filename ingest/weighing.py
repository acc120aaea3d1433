"""Weigh what a meeting resolved: decided, recommended, merely noted, or put off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import resolving
from ingest.paragraphs import Paragraph
from qa.papers import Standing


def _weight(text: str) -> Standing:
    """Judge one limb: a thing decided, merely noted, or put off."""
    put_off = resolving.DEFERRED_LIMB.search(text)
    if put_off and not resolving.BE_DONE.search(text[: put_off.start()]):
        return Standing.DEFERRED  # Adopted but for a part that is put off, it is decided.
    core = resolving.PREAMBLE.sub("", _resolving_words(text))
    if resolving.PUTTING_OFF.match(core):
        return Standing.DEFERRED
    if resolving.NOTING.match(core):
        # What is noted may itself speak of approvals: only a second verb decides.
        return Standing.DECIDED if resolving.SECOND_VERB.search(core) else Standing.NOTED
    if resolving.BE_NOTED.search(core) and not resolving.BE_DONE.search(core):
        return Standing.NOTED
    return Standing.DECIDED


def _resolving_words(text: str) -> str:
    """Leave out what was said in a paragraph before it comes to the resolution."""
    inline = resolving.RESOLUTION_INLINE.search(text)
    return text[inline.start() :] if inline else text


def standing_of(paragraphs: Sequence[Paragraph]) -> Standing:
    """Judge a resolution by its limbs: it is noted or deferred where all of them are."""
    if resolving.RECOMMENDING.match(paragraphs[0].plain):
        return Standing.RECOMMENDED
    limbs = [
        p.plain
        for p in paragraphs
        if p.unit.number and not re.match(r"\d+\.\s*(?:it was )?resolved", p.plain, re.I)
    ]
    texts = limbs or [" ".join(p.plain for p in paragraphs)]
    weights = {_weight(text) for text in texts}
    if weights == {Standing.DEFERRED} or (len(texts) == 1 and Standing.DEFERRED in weights):
        return Standing.DEFERRED
    return Standing.NOTED if weights == {Standing.NOTED} else Standing.DECIDED
