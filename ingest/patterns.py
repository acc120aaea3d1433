"""The wordings by which council papers mark their parts.

Each pattern was seen in the papers of several councils (or follows from the Local Government
Act 1972 and the 2012 Access to Information Regulations); none names a council, person or place.
"""

from __future__ import annotations

import re

from qa.language.dates import MONTH, OF_DAY, WEEKDAY
from qa.language.names import titles
from qa.language.numbers import CURRENCY, SCALES

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

BULLET = re.compile(r"^\s*(?:[-•▪●◦*]|o(?=\s+[A-Z]))\s+")
MARKER = re.compile(
    r"^\s*(?:[-•*]\s+)?(?:\*\*)?(?:"
    r"\((?P<paren>\d{1,2}|[a-zA-Z]|[ivx]{2,5})\)"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})\.?(?=\s+(?!\d+\.\d|[ap]\.?m\b))"
    r"|(?P<plain>\d{1,2}|[a-zA-Z]|[ivx]{2,5})[.)](?=\s|(?<=\d\.)[A-Z])"
    r")\s*(?:\*\*)?\s*"
)
NUMBERED_HEADING = re.compile(
    r"^(?:\*\*)?(\d{1,2}(?:\.\d{1,2}){0,3}(?=\.?\s+[A-Z‘'\"“(])|[A-Z](?=[.)]\s+[A-Z][A-Z ,&'’/()-]{3,60}(?:\*\*)?$))[.)]?\s+"
)
"""A heading with its number, or with a letter where it is printed in capitals."""

# Numbers as tables print them: 1,234 -0.1 (45) £12.3m 4.99% +27.4 nil n/a -
CELL = rf"(?:[-+–(]?{CURRENCY}?\d[\d,]*(?:\.\d+)?%?[)]?[mkMK]?[)*]?|[-–—]|n/?a|nil|TBC)"
NUMERIC_ROW = re.compile(rf"(?:^|\s)({CELL})(?:\s+{CELL})+\s*$")
MONEY = re.compile(rf"{CURRENCY}\s?\d[\d,]*(?:\.\d+)?\s*(?:(?:{SCALES})\b)?", I)

BLANK_PAGE = re.compile(
    r"this page is (?:intentionally|deliberately) left blank|^public document pack$|^document pack$",
    I,
)
AGENDA_ITEM_MARK = re.compile(r"^\W*agenda item\s+(?:no\.?\s*)?\d+[a-z]?\W*$", I)
PAGE_MARK = re.compile(
    r"^\W*page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?(?:\s+agenda item\s+\d+[a-z]?)?\W*$", I
)
PAGE_GLUED = re.compile(r"^(?P<rest>.+?)\s+Page\s+(?P<page>\d{1,4})\W*$")
BODY_AND_DAY = re.compile(
    rf"^(?:agenda item\s+\d+\s*)?[A-Z][A-Z&,()' ]+?\s*[-–—]\s*(?:{WEEKDAY})?,?\s*\d{{1,2}}{OF_DAY}?\s+{MONTH}[.,]?\s+\d{{4}}\W*$",
    I,
)

BODY_DAY = re.compile(
    rf"^(?:[A-Z][\w&']* ){{0,6}}(?:council|cabinet|executive|committee|panel|board)\W+(?:(?:{WEEKDAY})?,?\s*\d{{1,2}}{OF_DAY}?\s+{MONTH}[.,]?\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})\W*$",
    I,
)
BODY = re.compile(
    r"\b(?:(?i:overview (?:and|&) scrutiny)(?=\W*$)|(?:(?i:overview (?:and|&) scrutiny|scrutiny|audit(?: (?:and|&) [a-z]+)?|planning|licensing|regulatory|standards|pensions?|"
    r"health (?:and|&) wellbeing|policy development (?:and|&) scrutiny)|[A-Z][\w'’&,]*(?:\s+(?:and\s+|&\s+)?[A-Z][\w'’&,]*){0,6})"
    r"\s+(?i:sub-?committee|committee|panel|board|forum|commission)|(?i:full council|county council|cabinet|executive|council))\b"
)

MOVING = re.compile(
    r"\b(?:it was\W+moved|moved\W+(?:by|that|the following|an? (?:motion|amendment)|the (?:motion|amendment|recommendation))|put forward (?:the|a) motion|"
    rf"proposed (?:the following|an? (?:amendment|motion)|by (?:{titles(without=('miss', 'sir'))}))|seconded\W+by|seconded the (?:above |following )?(?:motion|amendment|recommendation|proposal))\b",
    I,
)
REASONS = re.compile(
    r"^\W*(?:reason(?:s|\(s\))? for (?:the )?(?:decision|recommendation|resolution)s?(?:\(s\))?(?!\w)|reasons?\s*:)",
    I,
)
ALTERNATIVES = re.compile(
    r"^\W*(?:any )?(?:alternative|other) options?(?: considered| rejected)?|^\W*options? (?:considered|rejected)\b|^\W*(?:any )?alternatives considered",
    I,
)
RECOMMENDATION = re.compile(
    r"^\W*(?:(?:\d{1,2}(?:\.\d)?[.)]?|(?-i:[A-Z])[.)])\s+(?:\|\s+)?)?(?:officers?['’]? |the |draft )?recommend(?:ation\(s\)|ations|ation|ed)(?!\w)(?:\s+(?:to|for)\s+[\w ,&]+)?\W*(?:$|that\b|[:–-])",
    I,
)
ASKED = re.compile(
    r"\b(?:(?:is|are|be) (?:asked|recommended|requested|invited) to|to approve the following|recommend(?:s|ed)? (?:that|to)|it is recommended)\b",
    I,
)
PROPOSED = re.compile(
    r"\b(?:it is proposed|is proposed|are proposed|proposes to|proposal|proposed to|would be (?:reduced|deleted|closed|vacated)|proposed)\b",
    I,
)
DISCUSSION = re.compile(
    r"\b(?:members? (?:of the \w+ )?(?:asked|commented|considered|expressed|noted|queried|raised|suggested|sought|highlighted|commended|referred|welcomed|acknowledged|discussed|stressed|felt|supported)|"
    rf"(?:{titles(plural=True, without=('sir',))}|the (?:leader|deputy leader|chair(?:man)?|mayor|portfolio holder|cabinet member|director|head of [\w ]+|chief executive))\b[^.]{{0,120}}?\b"
    r"(?:asked|said|spoke|told|argued|pointed out|commented|suggested|highlighted|sought|queried|advised|explained|stressed|outlined|responded|replied|thanked|added|emphasised|introduced|reported|indicated|confirmed|proposed|seconded|expressed|summarised|welcomed)|"
    r"in discussion|in response to|further to comments|comments (?:were|was) (?:put|made|raised)|it was suggested|consideration was (?:also )?suggested|during (?:the )?(?:debate|discussion)|comments and questions|concluding debate|questions? (?:was|were) asked)\b",
    I,
)

REFERENCE = re.compile(
    r"\b(?:[A-Z]{2,4}\d{4,6}[a-z]?|[A-Z]{2,4} \d{5}[a-z]?|[A-Z]{2}\.?\s?\d{3,5}/\d{2}|\d{2}/\d{4,5}|[A-Z]{1,4}/\d{2,4}/\d{2,6}|[A-Z]{2,4} \d{2}/\d{3,4})\b(?!/\d)"
)
YEARS = re.compile(r"^(?:[A-Z]{2}\.?\s?)?(?:19|20)\d\d/\d\d$|^\d\d/(?:19|20)\d\d$")


def references(text: str) -> list[str]:
    """Return the report and decision numbers in a text, financial years left out."""
    return [found for found in REFERENCE.findall(text) if not YEARS.search(found)]


def plain(text: str) -> str:
    """Strip the marks of Markdown and underlining from a line, for reading, never for quoting."""
    text = re.sub(r"</?(?:u|b|i|sup|sub|strong|em)>", "", text)
    text = re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*]{1,3}(?!\w)", "", text)
    return re.sub(r"\s+", " ", re.sub(r"^#{1,6}\s+", "", text)).strip()
