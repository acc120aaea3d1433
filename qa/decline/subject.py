"""Of whom or what the question speaks: a name that no paper held has is nobody's business here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asked import Asked
from qa.language.dates import MONTH
from qa.language.spelling import SPELT_OUT, mend
from qa.language.terms import analyse
from qa.library import Library
from qa.passages import Hit


def lacks_subject(asked: Asked, hits: Sequence[Hit], library: Library) -> str | None:
    """A name that stands in no paper held, nor like any that does, is nobody's business here."""
    for name in asked.question.names:
        if name == asked.question.facets.opening_word:
            continue  # Its capital is the sentence's.
        term = next(iter(analyse(name)), "")
        if (
            re.fullmatch(MONTH, name, re.I)
            or term in SPELT_OUT
            or len(term) < 4
            or library.words.document_frequency(term)
            or not term.isalpha()
        ):
            continue
        if _slip_for_a_name(name, library):
            continue
        if not any(term in analyse(library.title_words(hit.paper)) for hit in hits):
            return f"No paper held names {name.title()}."
    return None


def _slip_for_a_name(name: str, library: Library) -> bool:
    """Whether a name is a slip of the pen for one that the papers print with a capital."""
    mended = mend(name, library.words)
    if len(mended) != 1:
        return bool(mended)
    found = library.search_words({mended[0]: 1.0}, 5)
    for passage, _vector in library.passages([i for i, _ in found]).values():
        for word in re.findall(r"(?<=[a-z,] )[A-Z][\w'’-]+", passage.text):
            if mended[0] in analyse(word):
                return True
    return False
