"""The wordings by which council papers mark their parts, and a text without its own marks.

Each pattern was seen in the papers of several councils (or follows from the Local Government
Act 1972 and the 2012 Access to Information Regulations); none names a council, person or place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.language.dates import MONTH, OF_DAY, WEEKDAY
from qa.language.names import titles
from qa.language.numbers import CURRENCY, SCALES

# Bullets, numbers and headings

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
MONEY = re.compile(rf"{CURRENCY}\s?\d[\d,]*(?:\.\d+)?\s*(?:(?:{SCALES})\b)?", re.I)

# What belongs to the page

BLANK_PAGE = re.compile(
    r"this page is (?:intentionally|deliberately) left blank|^public document pack$|^document pack$",
    re.I,
)
AGENDA_ITEM_MARK = re.compile(r"^\W*agenda item\s+(?:no\.?\s*)?\d+[a-z]?\W*$", re.I)
PAGE_MARK = re.compile(
    r"^\W*page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?(?:\s+agenda item\s+\d+[a-z]?)?\W*$", re.I
)
PAGE_GLUED = re.compile(r"^(?P<rest>.+?)\s+Page\s+(?P<page>\d{1,4})\W*$")
BODY_AND_DAY = re.compile(
    rf"^(?:agenda item\s+\d+\s*)?[A-Z][A-Z&,()' ]+?\s*[-–—]\s*(?:{WEEKDAY})?,?\s*\d{{1,2}}{OF_DAY}?\s+{MONTH}[.,]?\s+\d{{4}}\W*$",
    re.I,
)
BODY_DAY = re.compile(
    rf"^(?:[A-Z][\w&']* ){{0,6}}(?:council|cabinet|executive|committee|panel|board)\W+(?:(?:{WEEKDAY})?,?\s*\d{{1,2}}{OF_DAY}?\s+{MONTH}[.,]?\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})\W*$",
    re.I,
)

# Bodies, what a report asks, and what is said at a meeting

BODY = re.compile(
    r"\b(?:(?i:overview (?:and|&) scrutiny)(?=\W*$)|(?:(?i:overview (?:and|&) scrutiny|scrutiny|audit(?: (?:and|&) [a-z]+)?|planning|licensing|regulatory|standards|pensions?|"
    r"health (?:and|&) wellbeing|policy development (?:and|&) scrutiny)|[A-Z][\w'’&,]*(?:\s+(?:and\s+|&\s+)?[A-Z][\w'’&,]*){0,6})"
    r"\s+(?i:sub-?committee|committee|panel|board|forum|commission)|(?i:full council|county council|cabinet|executive|council))\b"
)

MOVING = re.compile(
    r"\b(?:it was\W+moved|moved\W+(?:by|that|the following|an? (?:motion|amendment)|the (?:motion|amendment|recommendation))|put forward (?:the|a) motion|"
    rf"proposed (?:the following|an? (?:amendment|motion)|by (?:{titles(without=('miss', 'sir'))}))|seconded\W+by|seconded the (?:above |following )?(?:motion|amendment|recommendation|proposal))\b",
    re.I,
)
REASONS = re.compile(
    r"^\W*(?:reason(?:s|\(s\))? for (?:the )?(?:decision|recommendation|resolution)s?(?:\(s\))?(?!\w)|reasons?\s*:)",
    re.I,
)
ALTERNATIVES = re.compile(
    r"^\W*(?:any )?(?:alternative|other) options?(?: considered| rejected)?|^\W*options? (?:considered|rejected)\b|^\W*(?:any )?alternatives considered",
    re.I,
)
RECOMMENDATION = re.compile(
    r"^\W*(?:(?:\d{1,2}(?:\.\d)?[.)]?|(?-i:[A-Z])[.)])\s+(?:\|\s+)?)?(?:officers?['’]? |the |draft )?recommend(?:ation\(s\)|ations|ation|ed)(?!\w)(?:\s+(?:to|for)\s+[\w ,&]+)?\W*(?:$|that\b|[:–-])",
    re.I,
)
ASKED = re.compile(
    r"\b(?:(?:is|are|be) (?:asked|recommended|requested|invited) to|to approve the following|recommend(?:s|ed)? (?:that|to)|it is recommended)\b",
    re.I,
)
PROPOSED = re.compile(
    r"\b(?:it is proposed|is proposed|are proposed|proposes to|proposal|proposed to|would be (?:reduced|deleted|closed|vacated)|proposed)\b",
    re.I,
)
DISCUSSION = re.compile(
    r"\b(?:members? (?:of the \w+ )?(?:asked|commented|considered|expressed|noted|queried|raised|suggested|sought|highlighted|commended|referred|welcomed|acknowledged|discussed|stressed|felt|supported)|"
    rf"(?:{titles(plural=True, without=('sir',))}|the (?:leader|deputy leader|chair(?:man)?|mayor|portfolio holder|cabinet member|director|head of [\w ]+|chief executive))\b[^.]{{0,120}}?\b"
    r"(?:asked|said|spoke|told|argued|pointed out|commented|suggested|highlighted|sought|queried|advised|explained|stressed|outlined|responded|replied|thanked|added|emphasised|introduced|reported|indicated|confirmed|proposed|seconded|expressed|summarised|welcomed)|"
    r"in discussion|in response to|further to comments|comments (?:were|was) (?:put|made|raised)|it was suggested|consideration was (?:also )?suggested|during (?:the )?(?:debate|discussion)|comments and questions|concluding debate|questions? (?:was|were) asked)\b",
    re.I,
)

REFERENCE = re.compile(
    r"\b(?:[A-Z]{2,4}\d{4,6}[a-z]?|[A-Z]{2,4} \d{5}[a-z]?|[A-Z]{2}\.?\s?\d{3,5}/\d{2}|\d{2}/\d{4,5}|[A-Z]{1,4}/\d{2,4}/\d{2,6}|[A-Z]{2,4} \d{2}/\d{3,4})\b(?!/\d)"
)
YEARS = re.compile(r"^(?:[A-Z]{2}\.?\s?)?(?:19|20)\d\d/\d\d$|^\d\d/(?:19|20)\d\d$")


def references(text: str) -> list[str]:
    """Return the report and decision numbers in a text, financial years left out."""
    return [found for found in REFERENCE.findall(text) if not YEARS.search(found)]


# A text without its marks

TAG = re.compile(r"</?(?:u|b|i|sup|sub|strong|em)>|<br\s*/?>")
BREAK = re.compile(r"(?<=<br>)|(?<=<br/>)|(?<=<br />)")
"""Behind the sign of HTML for the end of a line, which programs leave in a text."""
EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*]{1,3}(?!\w)")
HASHES = re.compile(r"^#{1,6}\s+")


def plain(text: str) -> str:
    """Return a text on one line, without marks of Markdown and underlining.

    It is for matching only: what is quoted keeps its marks.
    """
    if "<" in text:
        text = TAG.sub("", text)
    if "*" in text or "_" in text:
        text = EMPHASIS.sub("", text)
    if text.startswith("#"):
        text = HASHES.sub("", text)
    return " ".join(text.split())


def plain_all(texts: Iterable[str]) -> tuple[str, ...]:
    """Return several texts, each as `plain` returns it."""
    return tuple(plain(text) for text in texts)


# How an agenda or minutes close the doors

EXCLUSION = re.compile(
    r"\b(?:exclusion of (?:the )?(?:press|public)|(?:press and (?:the )?public|public and press|public|press) (?:be|were|was) (?:be )?excluded|"
    r"part 2 (?:proceedings|of the agenda)|exempt (?:items?|business|minutes|report)|likely disclosure of exempt information|"
    r"local government act 1972 as amended)\b",
    re.I,
)
NOT_EXEMPT = re.compile(
    r"\bno exempt items\b|\bexcluding exempt information\b|\bnot (?:include|contain)[^.]{0,30}\bexempt",
    re.I,
)

# How a meeting resolves, and by which words its resolution ends or weighs less

RESOLUTION = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,2})?[.)]?\s+)?(?:\*\*)?\s*(?:(?-i:PENDERFYNWYD|CYTUNWYD|NODWYD)\s*/\s*)?(?:"
    r"(?-i:PENDERFYNWYD|CYTUNWYD|NODWYD|Penderfynwyd|Cytunwyd)\b"
    r"|(?:it was |and it was |motion carried[.:]?\s*)?(?:then |therefore |unanimously )?resolved\b(?!\s+issues)"
    r"|decisions?(?:\s+made)?(?:\*\*)?\s*(?:[:–-]|$)"
    r"|agreed (?:without (?:a )?(?:division|vote|dissent)|unanimously|nem\.? con\b)|agreed and (?:it was )?resolved\b"
    r"|agreed\s*(?:[:–-]|that\b|to\b|,)|(?-i:AGREED|NOTED)(?:\W*$|\s+(?!by\b))"
    r"|noted\s*(?:[:–-]|that\b)|it was (?:then |unanimously )*agreed (?:that|to)\b"
    r"|(?:the )?(?P<who>council|cabinet|executive|committee|panel|board|sub-committee|meeting)\s+(?:unanimously |therefore |then |accordingly |also |duly )*(?:(?:resolved|agreed|noted)\s*(?:[:–-]|(?:not )?to\b|that\b|,)|resolved (?:in terms|under|as follows|accordingly)\b|agreed (?:the\b|under\b|in terms\b|as follows\b|without\b|nem)|noted the (?:\w+ )?(?:report|update|minutes?|petition|position|presentation|contents|results|outcome)\b|noted (?:and|the [\w ]{3,60} and) (?:agreed|approved|resolved)\b)"
    r"|(?:the )?(?:cabinet|executive|committee|panel|board|leader|cabinet member)(?:'s|’s)? decision(?:\s*/\s*[\w' ]{4,40})?\s*[:–-]"
    r"|(?:the )?decision of (?:the )?(?:cabinet|executive|leader)\s*[:–-]"
    r")",
    re.I,
)
RECOMMENDING = re.compile(
    r"^\W*(?:\d{1,2}[.)]\s+)?(?:(?:and )?it was |(?:the )?(?P<who>council|cabinet|executive|committee|panel|board"
    r"|sub-committee|meeting|forum|authority) (?:therefore |accordingly |then )?)?(?:unanimously )?"
    r"(?:(?-i:RECOMMENDED)\b(?! (?:by|in)\b)"
    r"|recommended\s*(?:/-|[:–-]|to (?:the )?(?:full )?(?:council|cabinet|executive)\b|that\b))",
    re.I,
)
"""What a meeting asks of another body: its own word, and yet no decision of the matter."""
RESOLUTION_INLINE = re.compile(
    r"\b(?:RESOLVED|it was (?:unanimously )?(?:resolved|RESOLVED)|was (?:therefore )?AGREED)\b(?=\s*(?:that\b|to\b|[:–-]|\())"
)
EARLIER = re.compile(
    r"\b(?:previous|previously|last|earlier|had|meeting (?:held )?(?:on|of|in)|in (?:19|20)\d\d)\b",
    re.I,
)
EARLIER_MEETING = re.compile(
    r"\b(?:previous|previously|last|earlier|meeting (?:held )?(?:on|of|in))\b", re.I
)
LED_IN = re.compile(
    r"\b(?:the )?(?P<who>council|cabinet|executive|committee|panel|board|sub-committee|meeting)\s*[:–—-]+\s*$",
    re.I,
)
"""Words that leave the verb to the limbs below: "Having heard the officer, the Committee:"."""
RESOLVING_LIMB = re.compile(
    r"^\(?\w{1,4}[.)]\s+(?:NOTED|AGREED|RESOLVED|APPROVED|CONFIRMED|INSTRUCTED|DELEGATED|AUTHORISED|REQUESTED|REFUSED|(?-i:noted|agreed|resolved|approved)\b)"
)
MOVER_LINE = re.compile(
    r"^\W*(?:(?:upon|on) (?:the )?(?:motion|proposal) of\b|(?:it was )?(?:duly )?(?:moved|proposed|seconded)\b|(?:the )?motion was (?:moved|put)\b|(?:proposer|mover|proposed)\s*:)",
    re.I,
)
DECISION_END = re.compile(
    r"^\W*(?:reasons? for (?:the )?(?:decision|recommendation)s?|reasons?\s*:|alternative options?(?: considered)?|other options considered|"
    r"options? (?:considered|rejected)|(?:any )?alternatives considered|background papers?|contact (?:officer|for access)|(?:any )?(?:conflict|declaration)s? of interest|"
    r"call-?in|votes?\b|voting\b|recorded vote|for \(\d+\)|the meeting (?:closed|ended|finished)|chair(?:man|person)?\W*$)",
    re.I,
)
PREAMBLE = re.compile(
    r"^\W*(?:(?:\(?\w{1,3}[.)]|\d+\.|\d+\.\d+)\s+)*(?:(?:(?:and )?(?:it )?was |and |unanimously |without (?:a )?(?:division|vote|dissent) )*(?:resolved|agreed|decisions?(?: made)?|recommended|noted(?=\s*[:–—-]))\b(?:\s*\([^()]{3,90}\)|,? (?:without (?:a )?(?:division|vote|dissent)|unanimously|nem\.? con\.?),?)?[\s:–—-]*)*"
    r"(?:(?:that|to|it was|the|full|county|cabinet|council|executive|(?:[\w&,'’ ]{0,40}?(?:sub-)?committee|board|panel)|members?|(?:is|are) asked|agreed?s?|resolves?d?|without (?:a )?(?:division|vote|dissent)|unanimously)\b[\s:,–—-]*)*"
    r"(?:\(?\w{1,2}[.)]\s+)?",
    re.I,
)
NOTING = re.compile(
    r"(?:note[ds]?\b|nod(?:wyd|i)\b|noting\b|receive[ds]?\b|it (?:be|is|was) (?:also |further )?noted\b|be (?:received and )?noted\b|be received\b)",
    re.I,
)
SECOND_VERB = re.compile(
    r"(?:\band|;|,)\s+(?:to |that |accordingly )*(?:(?:it is |the )?(?:cabinet |council |executive |committee )?)(?:agrees?|approves?|authorises?|delegates?|endorses?|recommends?|requests?|instructs?|supports?|adopts?|confirms?|accepts?|appoints?|agreed|approved|appointed|instructed|resolved)\b"
    r"|(?<=[.;]) It (?:also |further |then )?(?:agreed|approved|appointed|instructed|resolved)\b"
    r"|\bit is agreed that\b|\bbe (?:approved|agreed|authorised|adopted|appointed|delegated|granted|endorsed|accepted)\b",
    re.I,
)
BE_NOTED = re.compile(
    r"\b(?:be|is|was|were) (?:received and |formally |duly )?(?:noted|received)\b", re.I
)
BE_DONE = re.compile(
    r"\bbe (?!noted|received|formally|duly|reported|informed)(?:[a-z]+(?:ed|en|nt)|brought|made|held|put|kept|sought|drawn|set|paid|told|thanked|begun)\b|\b(?:approval|authority|delegated (?:authority|powers?)) be\b|"
    r"\b(?:recommended|requested|asked|authorised|instructed|invited) to\b",
    re.I,
)
DEFERRED_LIMB = re.compile(
    r"\b(?:be (?:deferred|adjourned|withdrawn|postponed)|deferred (?:to|until|for|pending)|considered further at (?:a|the) (?:later|future|next)|"
    r"consideration (?:of .{0,80})?be deferred|lie on the table|be referred back)\b",
    re.I,
)
PUTTING_OFF = re.compile(
    r"(?:defer(?:red)?|adjourn(?:ed)?|postponed?|withdrawn?|continued? (?:consideration|(?:the )?(?:item|report|application|matter)))\b",
    re.I,
)
