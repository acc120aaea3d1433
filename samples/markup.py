"""Read the sample papers' texts: a front matter of `key: value` lines, then blocks.

Blocks are parted by blank lines; how a block begins says what it is:

    = Title            # Section         ## Minute or item     ### Small heading
    (1) limb           1.1 paragraph     - bullet              > indented
    ~ small print      : caption         ^ at the right        [page]  [rule]  [include name]
    [table ruled 40 60]  then rows such as | a | b |
    [header TEXT]  [corner TEXT]  [mark NAME]  from the next page on

Anything else is a paragraph. `**bold**` and `*italic*` work inside any of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PREFIXES = {
    "= ": "title",
    "# ": "section",
    "## ": "item",
    "### ": "heading",
    "- ": "bullet",
    "> ": "indent",
    "~ ": "small",
    "^ ": "right",
    ": ": "caption",
}
LIMB = re.compile(r"(\([0-9]+\)|\([a-z]{1,3}\)|\([A-Z]\))\s+(.*)", re.S)
NUMBERED = re.compile(r"(\d+\.\d+(?:\.\d+)?|\d+\.)\s+(.*)", re.S)
MINUTE = re.compile(r"([A-Z]?\d+(?:/\d+)?\.?)\s+(.*)", re.S)
DIRECTIVE = re.compile(r"\[(\w+)(?: ([^\]]*))?\]")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a paper: what it is, its own number if it has one, and its text."""

    kind: str
    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A paper's text as written: its front matter and its blocks."""

    settings: dict[str, str]
    blocks: tuple[Block, ...]


def read_text(path: Path, given: dict[str, str] | None = None) -> Text:
    """Read a paper's text; `given` values win over its own front matter."""
    front, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    settings = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
    settings |= given or {}
    for name, value in settings.items():
        body = body.replace("{{" + name + "}}", value)
    body = body.replace("'", settings.get("apostrophe", "'"))
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        block = read_block(chunk.strip())
        blocks += included(path, block) if block.kind == "include" else [block]
    return Text(settings, tuple(blocks))


def included(path: Path, block: Block) -> list[Block]:
    """Return the blocks of the text that `[include name key=value; key=value]` names."""
    name, _, pairs = block.text.partition(" ")
    given = dict(pair.strip().split("=", 1) for pair in pairs.split(";") if "=" in pair)
    return list(read_text(path.with_name(name), given).blocks)


def read_block(chunk: str) -> Block:
    """Say what one block is."""
    directive = DIRECTIVE.match(chunk)
    if directive and directive.group(1) == "table":
        return Block("table", directive.group(2) or "", rows=read_rows(chunk))
    if directive:
        return Block(directive.group(1), directive.group(2) or "")
    for prefix, kind in PREFIXES.items():
        if chunk.startswith(prefix):
            return titled(kind, chunk.removeprefix(prefix))
    for kind, pattern in (("limb", LIMB), ("numbered", NUMBERED)):
        if found := pattern.fullmatch(chunk):
            return Block(kind, joined(found.group(2)), label=found.group(1))
    return Block("paragraph", joined(chunk))


def titled(kind: str, text: str) -> Block:
    """Part a minute's own number from its title; leave everything else whole."""
    found = MINUTE.fullmatch(text) if kind == "item" else None
    return Block(kind, found.group(2), label=found.group(1)) if found else Block(kind, text)


def read_rows(chunk: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of a table, a line each, the cells by bars; `//` breaks a cell."""
    lines = [line.strip() for line in chunk.splitlines()[1:]]
    return tuple(
        tuple(cell.strip().replace(" // ", "\n") for cell in line.strip("|").split("|"))
        for line in lines
    )


def joined(text: str) -> str:
    """Join the lines of a paragraph, keeping breaks that end in two spaces."""
    return re.sub(r"(?<!  )\n", " ", text).replace("  \n", "\n")
