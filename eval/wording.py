"""Comparing wording: a quote with a text, whatever became of its spaces and marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qa.language.dates import OF_DAY, WHOLE_MONTH

_SAME_MARK = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("*_#\\\u00ad\u200b\u200c\u200d\ufeff", None),
        "|": " ",
    }
)
_ORDINAL = re.compile(rf"(?<=\d) (?={OF_DAY} (?:of )?{WHOLE_MONTH}\b)")


def plain(text: str) -> str:
    """Return the words alone: one case, one kind of quote and dash, single spaces, no Markdown.

    A raised ordinal that a PDF sets apart ("13 th") is joined to its number.
    """
    marked = unicodedata.normalize("NFKC", text.translate(_SAME_MARK)).translate(_SAME_MARK)
    return _ORDINAL.sub("", " ".join(marked.lower().split()))


def squeezed(text: str) -> str:
    """Return the text without any white space, and otherwise untouched."""
    return "".join(text.split())


def stands_in(quote: str, text: str) -> bool:
    """Say whether a plain quote stands in a plain text, its first and last word whole."""
    return re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text) is not None


def first_words(texts: Sequence[str], count: int) -> str:
    """Return the first `count` words of the texts joined in order, plain."""
    return " ".join(plain("\n".join(texts)).split()[:count])


def word_count(text: str) -> int:
    """Count the words that a reader would: marks and citation numbers apart."""
    return len(re.findall(r"\w[\w'.,/&%£-]*", re.sub(r"\[\d+\]", " ", plain(text))))
