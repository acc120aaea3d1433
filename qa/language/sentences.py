"""Where one sentence ends and the next begins.

One expression with three parameters serves every use; the uses differ in what they must not miss:
- what is quoted of a paper may end at a semicolon or a colon, since lists are written so;
- what is minuted ends at a full stop behind a small letter or a digit, since an initial ends none;
- a line of an answer may open with a figure.
"""

from __future__ import annotations

import re

OPENING = r"A-Z(“\""
"""What a sentence begins with, in a set of characters: a capital, a bracket or a quotation."""
LISTED = r"‘'•-"
"""What else begins a line of a list."""
CLOSING = r"\"”’)"
"""What may close a sentence behind its full stop."""
SHORTENED = (
    *("st", "no", "nos", "dr", "mr", "mrs", "ms", "cllr", "cllrs", "ltd", "co", "para", "paras"),
    "vs",
)
"""Words whose full stop ends no sentence."""


def between_sentences(ends: str, begins: str = "", *, closing: str = "", after: str = "") -> str:
    """Return an expression for the white space between two sentences.

    All are members of a set of characters: the marks that end a sentence, what the next must
    begin with (anything, where none is given), what may close one behind its mark, and what
    must stand before the mark.
    """
    ended = rf"(?<=[{after}][{ends}])" if after else rf"(?<=[{ends}])"
    if closing:
        ended = rf"(?:{ended}|(?<=[{ends}][{closing}]))"
    return rf"{ended}\s+" + (rf"(?=[{begins}])" if begins else "")


PARTS_QUOTED = re.compile(between_sentences(".;:?!", OPENING))
"""Between the sentences of a unit that is quoted."""
PARTS_LISTED = re.compile(between_sentences(".;:?!", OPENING + LISTED) + r"|\n")
"""The same, and between the lines of a list."""
PARTS_HELD = re.compile(between_sentences(".;?!", OPENING + LISTED, closing=CLOSING))
"""Where a paragraph that is longer than a passage may be cut; not behind a colon."""
PARTS_MINUTED = re.compile(between_sentences(".?!", r"A-Z“\"‘(", closing=CLOSING, after="a-z0-9)"))
"""Between two sentences of a minute; an initial or "No." ends none."""
_RUN_ON = r"(?:(?<=[a-z]{4}\.)|(?<=[\d%)]\.))(?=[A-Z][a-z])"
"""Behind a full stop that no white space follows, as some files have it; an initial ends none."""
_PARTS_TOLD = re.compile(
    between_sentences(".?!", r"A-Z“\"‘(", closing=CLOSING, after="a-z0-9)%") + f"|{_RUN_ON}"
)
PARTS_AT_STOPS = re.compile(between_sentences(".;"))
"""Wherever a full stop or semicolon and white space stand."""
PARTS_AT_ENDS = re.compile(between_sentences(".;!?"))
"""The same, and behind what is asked or called out."""
PARTS_CITED = re.compile(
    between_sentences(".;", OPENING, after=r"a-z\d)”\"%")
    + r"|\n+(?=\s*(?:[-•*(]|\d+[.)]|[A-Z]))|(?<=:)\s+(?=\(?\d)|\t"
)
"""Between the sentences, limbs and cells of what is cited as evidence."""
PARTS_ANSWERED = re.compile(r"(?<=[.!?])(?<!> \d\.)(?<!> \d\d\.)[\"”’)*]*\s+(?=[\"“‘(*]*[A-Z£\d])")
"""Between the sentences of an answer, its closing marks taken off; a sentence may open with a
figure. "> 3. Funding" is a numbered heading in a path of headings, not the end of a sentence."""
FULL_STOPS = re.compile(r"(?<=[a-z]{3})\.\s+(?=[A-Z])")
"""The full stop itself, behind a word that is no short form, with the white space that follows."""
_FULL_STOP = re.compile(r"(?P<last>[\w’'-]+)[)\]]?\.\s+(?=[A-Z])")
_TITLE_SHORTENED = frozenset((*SHORTENED, "rev", "revd", "ref", "pt", "hon", "prof", "jr", "sr"))


def first_words(text: str, most: int) -> str:
    """Return a text; of a longer one its first words, and a sign that more follow."""
    words = text.split()
    return text if len(words) <= most else f"{' '.join(words[:most])} …"


def first_sentence(text: str) -> str:
    """Return what stands before the first full stop, if a sentence follows it."""
    for match in _FULL_STOP.finditer(text):
        last, before = match["last"], text[: match.start()].strip()
        ends = len(last) > 1 or (last.isdigit() and " " in before)
        if ends and last.lower() not in _TITLE_SHORTENED:
            return text[: match.end()].strip()
    return text


PARTS_THAT_STATE = re.compile(
    r"(?<=[.;!?])\s+(?=[^\Wa-z\d_]|\d+\.?\s)|\n\n|\t|(?<=\w:)\s+(?=[A-Z])|[•▪●]"
)
"""Between the sentences of a paper of which one may state how the paper is kept."""
PARTS_OF_FIELDS = re.compile(r"(?<!no\.)(?<=[.;|])\s+", re.I)
"""Between the fields of a cover that stand on one line."""


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, each as it stands in it; a shortened word ends none."""
    found: list[str] = []
    for part in _PARTS_TOLD.split(text.strip()):
        last = found[-1].split()[-1].rstrip(".").lstrip("(") if found else ""
        if found and found[-1].endswith(".") and last.lower() in _TITLE_SHORTENED:
            start = text.find(found[-1])
            found[-1] = text[start : text.find(part, start + len(found[-1])) + len(part)]
        elif part.strip():
            found.append(part)
    return found
