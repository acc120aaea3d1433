"""What is chosen or ticked in a Word document: drop-downs and boxes, old and new.

Word keeps the choice beside the text, or as a sign in it. Here each is given with the words that
it answers: those around it in the paragraph, or in the cells before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx.styles import w
from ingest.readers.letters import EMPTY, TICKED

Element = Any
"""An lxml element; lxml has no types."""
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class _Box:
    ticked: bool


@dataclass(frozen=True, slots=True)
class _Chosen:
    text: str


_Token = str | _Box | _Chosen


def choices(top: Element) -> Iterator[tuple[str, str]]:
    """Yield (what it answers, what is chosen) for all that is chosen below an element."""
    for paragraph in _with_choices(top):
        tokens = list(_tokens(paragraph))
        before = _cells_before(paragraph)
        for number, token in enumerate(tokens):
            if isinstance(token, _Chosen):
                own = " ".join(t for t in tokens[:number] if isinstance(t, str))
                yield _question(f"{before} {own}"), token.text
        yield from _ticked(tokens, before)


CONTROLS = (w("ffData"), w("sdtPr"))


def _with_choices(top: Element) -> Iterator[Element]:
    """Yield the paragraphs in which there is a control, each once and in order."""
    known: set[Element] = set()
    for control in top.iter(*CONTROLS):
        holder = control.getparent()
        inside = [holder, *holder.iterancestors()]
        paragraphs = [one for one in inside if one.tag == w("p")][:1]
        for paragraph in paragraphs or holder.iter(w("p")):
            if paragraph not in known:
                known.add(paragraph)
                yield paragraph


MAX_TOKENS = 10_000


def _tokens(paragraph: Element) -> Iterator[_Token]:
    """Yield the words, boxes and choices of a paragraph, in order."""
    sdt = next((one for one in paragraph.iterancestors() if one.tag == w("sdt")), None)
    if sdt is not None and (control := _of_control(sdt)) is not None:
        yield control
        return
    waiting = [paragraph]
    count = 0
    while waiting and count < MAX_TOKENS:
        element = waiting.pop()
        count += 1
        if element.tag == w("t"):
            yield element.text or ""
            continue
        if element.tag == w("tab"):
            yield " "
        if element.tag == w("ffData"):
            yield from _of_form(element)
        elif element.tag == w("sdt") and (control := _of_control(element)) is not None:
            yield control
        elif element.tag not in (w("pPr"), w("del"), w("txbxContent")):
            waiting.extend(reversed(element))


def _of_form(data: Element) -> Iterator[_Token]:
    """Yield what an old form field holds."""
    box, entries = data.find(w("checkBox")), data.find(w("ddList"))
    typed = data.find(w("textInput"))
    if box is not None:
        state = box.find(w("checked"))
        yield _Box(is_on(box.find(w("default")) if state is None else state, w("val")))
    if entries is not None:
        listed = [entry.get(w("val"), "") for entry in entries.findall(w("listEntry"))]
        chosen = entries.find(w("result"))
        chosen = entries.find(w("default")) if chosen is None else chosen
        number = chosen.get(w("val"), "0") if chosen is not None else "0"
        if number.isascii() and number.isdigit() and int(number[:6]) < len(listed):
            yield _Chosen(listed[int(number[:6])])
    if typed is not None and (usual := typed.find(w("default"))) is not None:
        yield _Chosen(usual.get(w("val"), ""))


def is_on(state: Element | None, key: str) -> bool:
    """Whether an element that switches something on is there, and has no value that denies it."""
    return state is not None and state.get(key, "1").lower() in TRUE


def shown_by_form(data: Element) -> str:
    """Return the sign or entry that an old box or list shows; empty for a field of text."""
    tokens = [] if data.find(w("textInput")) is not None else list(_of_form(data))
    signs = (TICKED if one.ticked else EMPTY for one in tokens if isinstance(one, _Box))
    return next(signs, "") or next((o.text for o in tokens if isinstance(o, _Chosen)), "")


def _of_control(sdt: Element) -> _Token | None:
    """Return what a content control holds that is ticked or chosen; None for any other."""
    settings = sdt.find(w("sdtPr"))
    content = sdt.find(w("sdtContent"))
    if settings is None:
        return None
    if (box := settings.find(f"{W14}checkbox")) is not None:
        return _Box(is_on(box.find(f"{W14}checked"), f"{W14}val"))
    if content is None or not any(
        settings.find(w(kind)) is not None for kind in ("dropDownList", "comboBox", "date")
    ):
        return None
    if settings.find(w("showingPlcHdr")) is not None:
        return ""
    return _Chosen("".join(text.text or "" for text in content.iter(w("t"))))


def _cells_before(paragraph: Element) -> str:
    """Return the words in the cells of the row before the one that holds a paragraph."""
    cell = next((one for one in paragraph.iterancestors() if one.tag == w("tc")), None)
    if cell is None:
        return ""
    row = [one for one in cell.itersiblings(w("tc"), preceding=True)]
    return " ".join("".join(text.text or "" for text in one.iter(w("t"))) for one in reversed(row))


QUESTION = re.compile(r"^(.*?[:?])(.*)$", re.S)


def _ticked(tokens: list[_Token], before: str) -> Iterator[tuple[str, str]]:
    """Yield each ticked box of a paragraph, as (what it answers, its label).

    Labels stand after their boxes where there are words after the last one, else before them.
    """
    pieces: list[str] = [""]
    boxes: list[bool] = []
    for token in tokens:
        if isinstance(token, _Box):
            boxes.append(token.ticked)
            pieces.append("")
        else:
            pieces[-1] += token if isinstance(token, str) else token.text
    after = bool(pieces[-1].strip())
    asked = _question(f"{before} {pieces[0]}") if after else before
    if not after and (match := QUESTION.match(pieces[0])):
        asked, pieces[0] = f"{before} {match[1]}", match[2]
    for number, ticked in enumerate(boxes):
        if ticked:
            label = pieces[number + after].strip()
            yield _question(asked), label or TICKED


def _question(words: str) -> str:
    return " ".join(words.split()).rstrip(" :")
