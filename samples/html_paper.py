"""Set a sample paper's text as the web page that a committee system would publish."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from markup import Block, Text

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="description" content="A sample paper of an invented council.">
<style>body {{ font-family: sans-serif; }} nav {{ font-size: smaller; }}</style>
</head>
<body>
<div id="modgov">
<nav class="mgBreadcrumb"><ul>
<li><a href="#home">Home</a></li>
<li><a href="#meetings">Meetings</a></li>
<li><a href="#cabinet">Cabinet</a></li>
</ul><a href="#search">Search papers</a> | <a href="#calendar">Calendar</a></nav>
<main class="mgContent">
{body}
</main>
<footer><p>{small}</p><p><a href="#accessibility">Accessibility</a>
<a href="#cookies">Cookies</a></p></footer>
<script>document.documentElement.className = "js";</script>
</div>
</body>
</html>
"""
TAGS = {"title": "h1", "section": "h2", "item": "h3", "heading": "h4"}


def set_html(text: Text) -> str:
    """Return the paper as one HTML page, every minute a row of the minutes' table."""
    body: list[str] = []
    small = " ".join(block.text for block in text.blocks if block.kind == "small")
    shown = [block for block in text.blocks if block.kind != "small"]
    for kind, run in groupby(shown, key=lambda block: block.kind):
        body += _listed(kind, list(run))
    return PAGE.format(title=escape(text.settings["title"]), body="\n".join(body), small=small)


def _listed(kind: str, run: list[Block]) -> list[str]:
    if kind == "limb":
        return ['<div class="mgResolution">', *(_line(block) for block in run), "</div>"]
    if kind == "bullet":
        return ["<ul>", *(f"<li>{_inline(block.text)}</li>" for block in run), "</ul>"]
    return [_table(block) if kind == "table" else _line(block) for block in run]


def _line(block: Block) -> str:
    if block.kind == "item":
        number = f'<span class="mgItemNumber">{escape(block.label)}</span>'
        return f'<h3 class="mgSubItemTitleTxt">{number} {_inline(block.text)}</h3>'
    tag = TAGS.get(block.kind, "p")
    label = f"{escape(block.label)} " if block.label else ""
    return f"<{tag}>{label}{_inline(block.text)}</{tag}>"


def _table(block: Block) -> str:
    rows = []
    for number, row in enumerate(block.rows):
        tag = "td" if number else "th"
        cells = "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    return "\n".join(['<table class="mgTable">', *rows, "</table>"])


def _inline(text: str) -> str:
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False))
    return re.sub(r"\*(?!\s)([^*]+?)\*", r"<em>\1</em>", text).replace("\n", "<br>\n")
