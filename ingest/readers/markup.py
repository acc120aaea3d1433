"""Show what the marks of Markdown and of web pages stand for where a text holds them.

Clerks save Word files as Markdown, and copy pages with their tags into text files. A reader of the
paper sees no comment, no struck words and no `&pound;`. Marks of emphasis and links stay: they are
read where they mean something (`ingest.wordings.plain`).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from ingest.readers.html.reader import read_page
from ingest.readers.letters import mend, note_mark, raise_text
from qa.errors import ReadError


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown."""

    text: str
    struck: tuple[str, ...] = ()
    """What was left out, since it is struck out."""


HAS_MARKS = re.compile(r"[<&\\^~|]|\]\{|\[\^")
UNSHOWN = re.compile(r"<!--|<(style|script)\b[^<>]{0,500}>", re.I)
STRUCK = re.compile(
    r"[ \t]?(?:(?<!~)~~(?=\S)([^~\n]{1,500})(?<=\S)~~(?!~)"
    r"|<(s|strike|del)>((?:[^<]|<(?!/?\2\b))*)</\2>)",
    re.I,
)
ESCAPED = re.compile(r"\\([-.'\"()\[\]#*_!+>~|$&@<{}^`])")
HARD_BREAK = re.compile(r"(?<=\S)\\$", re.M)
ASIDE = 0xE000
"""Where escaped signs are put while marks are read: a place that no letter has."""
BACK = {ASIDE + code: chr(code) for code in range(0x20, 0x7F)}
BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*(\n)?", re.I)
SPAN = re.compile(r"\[([^\[\]\n]{1,500})\]\{[.#=\w][^{}\n]{0,100}\}")
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
QUOTED = re.compile(r"^(?:[ \t]*>[ \t]?)+", re.M)
"""Word's indented paragraphs, as Markdown has them."""


def show_marks(text: str, *, markdown: bool = False) -> Shown:
    """Return a text as a program that shows its marks would show it, line for line where it can.

    `markdown` says that the file is of that format by its name: there `>` begins an indented line.
    """
    if not HAS_MARKS.search(text) and not (markdown and ">" in text):
        return Shown(text)
    text = ESCAPED.sub(lambda found: chr(ASIDE + ord(found[1])), HARD_BREAK.sub("", text))
    if "<" in text:
        text = _show_tables(_without_unshown(text))
    struck: list[str] = []

    def leave_out(found: re.Match[str]) -> str:
        struck.append((found[1] or found[3]).translate(BACK))
        return ""

    text = STRUCK.sub(leave_out, text)
    text = BREAK.sub("\n", text.replace("&nbsp;", " "))
    text = _show_raised(SPAN.sub(r"\1", text))
    if "<" in text:
        text = _without_tags(text)
    if "|" in text:
        text = _show_pipes(text)
    if markdown:
        text = QUOTED.sub("", text)
    if "&" in text:
        text = ENTITY.sub(lambda found: html.unescape(found[0]).replace("\xa0", " "), text)
    return Shown(mend(text.translate(BACK)), tuple(struck))


def _without_unshown(text: str) -> str:
    """Return a text without comments, style sheets and scripts; empty lines stand for them."""
    kept: list[str] = []
    done = 0
    without_end: set[str] = set()
    for begin in UNSHOWN.finditer(text):
        ending = f"</{begin[1].lower()}>" if begin[1] else "-->"
        if begin.start() < done or ending in without_end:
            continue
        end = text.find(ending, begin.end())
        if end < 0:  # it has no end, so it is no such thing
            without_end.add(ending)
            continue
        kept += [text[done : begin.start()], "\n" * text.count("\n", begin.start(), end)]
        done = end + len(ending)
    return "".join([*kept, text[done:]])


# What stands raised, and the marks of notes

RAISED = re.compile(
    r"<sup>([^<>\n]{1,40})</sup>|\^([^\s^]{1,8})\^|\[\^([^\]\s\[]{1,20})\](:)?", re.I
)
LOWERED = re.compile(r"<sub>([^<>\n]{1,40})</sub>|(?<=[A-Za-z])~(\w{1,4})~", re.I)


def _show_raised(text: str) -> str:
    def shown(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - 24) : found.start()].rpartition("\n")[2]
        label = found[3]
        if label is not None:
            mark = note_mark(label) if label.isdigit() else f"[{label}]"
            if found[4] and not before.strip():  # the note itself
                return mark
            return ("" if before[-1:].isspace() else " ") + mark + (found[4] or "")
        raised = raise_text(before, found[1] or found[2])
        apart = raised[:1] == " " and text[found.end() : found.end() + 1].isalnum()
        return f"{raised} " if apart else raised

    text = LOWERED.sub(lambda found: found[1] or found[2], text)
    return RAISED.sub(shown, text)


# Tags and tables

TAG = re.compile(
    r"<(/?)(p|div|section|article|main|header|footer|span|font|a|ul|ol|li|dl|dt|dd|h[1-6]|hr|img|"
    r"table|thead|tbody|tr|td|th|center|blockquote|ins|mark|small|o:p|html|body|head|meta|title)"
    r"(?:\s[^<>]{0,1000})?/?>[ \t]*(\n)?",
    re.I,
)
BLOCK = re.compile(r"(?:p|div|section|article|li|dt|dd|h[1-6]|tr|table|ul|ol|blockquote)", re.I)


def _without_tags(text: str) -> str:
    def shown(found: re.Match[str]) -> str:
        ended = found[3] or ""
        ends_block = bool(found[1]) and bool(BLOCK.fullmatch(found[2]))
        tail = "\n" if ended or ends_block else found[0][found[0].rindex(">") + 1 :]
        return ("• " if found[2].lower() == "li" and not found[1] else "") + tail

    return TAG.sub(shown, text)


TABLE_ENDS = re.compile(r"<(/?)table\b[^<>]{0,1000}>", re.I)


def _show_tables(text: str) -> str:
    """Put the rows of each table of a web page in its place, cells parted by tabs."""
    shown: list[str] = []
    depth, begin, done = 0, 0, 0
    for end in TABLE_ENDS.finditer(text):
        if not end[1]:
            begin = end.start() if depth == 0 else begin
            depth += 1
        elif depth > 0:
            depth -= 1
            if depth == 0:
                shown += [text[done:begin], _rows(text[begin : end.end()])]
                done = end.end()
    return "".join([*shown, text[done:]])


def _rows(table: str) -> str:
    """Return a table's rows, with empty lines below them so that as many lines stay."""
    try:
        lines = [line.text for line in read_page(table).lines]
    except ReadError:
        return table
    rows = "\n".join(lines)
    return rows + "\n" * max(0, table.count("\n") - rows.count("\n"))


RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?")


def _show_pipes(text: str) -> str:
    """Part the cells of Markdown's tables by tabs, and leave their rules out."""
    lines = text.split("\n")
    rules = [place for place, line in enumerate(lines) if RULE.fullmatch(line)]
    for rule in rules:
        lines[rule] = ""
        last = rule + 1
        while last < len(lines) and "|" in lines[last]:
            last += 1
        for place in (rule - 1, *range(rule + 1, last)):
            if place >= 0 and "|" in lines[place]:
                cells = lines[place].strip().removeprefix("|").removesuffix("|").split("|")
                lines[place] = "\t".join(cell.strip() for cell in cells).rstrip("\t")
        if rule and lines[rule - 1]:  # the heads right above the rows, as in any text
            lines[rule - 1 : rule + 1] = [lines[rule], lines[rule - 1]]
    return "\n".join(lines)
