"""Make what a reader found fit to be handed over: nothing in it that no line or word may hold."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.document import SourceDocument

MAX_WORDS = 1_000
"""Characters of a title or notice."""
UNREAD = "\ufffd"
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def sound(document: SourceDocument) -> SourceDocument:
    """Replace what no line, title, label, notice or heading of a column may hold."""
    lines = document.lines
    texts = [line.text for line in lines]
    if (better := _sound_texts(texts)) is not texts:
        pairs = zip(lines, better, strict=True)
        lines = tuple(replace(line, text=text) for line, text in pairs)
    return replace(
        document,
        lines=lines,
        labels=tuple(_words(label) or None for label in document.labels),
        title=_words(document.title) or None,
        marks=tuple(_words(mark) for mark in document.marks),
        notices=tuple(_words(notice) for notice in document.notices),
        words={
            page: tuple(replace(word, text=_words(word.text)) for word in words)
            for page, words in document.words.items()
        },
        members=None
        if document.members is None
        else tuple(
            replace(m, name=_words(m.name), refusal=_words(m.refusal) or None)
            for m in document.members
        ),
        tables=tuple(
            replace(table, columns=tuple(_words(column) for column in table.columns))
            for table in document.tables
        ),
        item_numbers={line: _words(number) for line, number in document.item_numbers.items()},
        says=replace(
            document.says,
            title=_words(document.says.title) or None,
            meeting=_words(document.says.meeting) or None,
            publishers=tuple(_words(line) for line in document.says.publishers),
        ),
    )


def _words(text: str | None) -> str:
    """Return a title, label or notice on one line, without characters that do not print."""
    joined = " ".join((text or "").split())
    return "".join(char for char in joined if char.isprintable())[:MAX_WORDS]


def _sound_texts(texts: list[str]) -> list[str]:
    """Replace what no line may hold (line feeds, NULs, lone surrogates), if there is any."""
    together = "".join(texts)
    if "\n" not in together and "\0" not in together and not LONE_SURROGATE.search(together):
        return texts
    swap = str.maketrans({"\n": " ", "\0": UNREAD})
    return [LONE_SURROGATE.sub(UNREAD, text.translate(swap)) for text in texts]
