"""The wordings by which council papers mark their parts.

Each pattern was seen in the papers of several councils (or follows from the Local Government
Act 1972 and the 2012 Access to Information Regulations); none names a council, person or place.
"""

from __future__ import annotations

import re

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"

LONG_DATE = re.compile(
    rf"\b(?:{WEEKDAY},?\s+)?(?:the\s+)?(\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\b[.,]?\s*(\d{{4}})",
    I,
)
US_DATE = re.compile(rf"\b({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", I)
SHORT_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

BULLET = re.compile(r"^\s*(?:[-•▪●◦*]|o(?=\s+[A-Z]))\s+")
MARKER = re.compile(
    r"^\s*(?:[-•*]\s+)?(?:\*\*)?(?:"
    r"\((?P<paren>\d{1,2}|[a-zA-Z]|[ivx]{2,5})\)"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})\.?(?=\s+(?!\d+\.\d))"
    r"|(?P<plain>\d{1,2}|[a-zA-Z]|[ivx]{2,5})[.)](?=\s|(?<=\d\.)[A-Z])"
    r")\s*(?:\*\*)?\s*"
)
NUMBERED_HEADING = re.compile(r"^(?:\*\*)?(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-Z‘'\"“(])")

# Numbers as tables print them: 1,234 -0.1 (45) £12.3m 4.99% +27.4 nil n/a -
CELL = r"(?:[-+–(]?[£€$]?\d[\d,]*(?:\.\d+)?%?[)]?[mkMK]?[)*]?|[-–—]|n/?a|nil|TBC)"
NUMERIC_ROW = re.compile(rf"(?:^|\s)({CELL})(?:\s+{CELL})+\s*$")
MONEY = re.compile(
    r"[£€$]\s?\d[\d,]*(?:\.\d+)?\s*(?:k\b|m\b|bn\b|million\b|billion\b|thousand\b)?", I
)

BLANK_PAGE = re.compile(
    r"this page is (?:intentionally|deliberately) left blank|^public document pack$|^document pack$",
    I,
)
AGENDA_ITEM_MARK = re.compile(r"^\W*agenda item\s+(?:no\.?\s*)?\d+[a-z]?\W*$", I)
PAGE_MARK = re.compile(r"^\W*page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?\W*$", I)
PAGE_GLUED = re.compile(r"^(?P<rest>.+?)\s+Page\s+(?P<page>\d{1,4})\W*$")
BODY_AND_DAY = re.compile(
    rf"^(?:agenda item\s+\d+\s*)?[A-Z][A-Z&,()' ]+?\s*[-–—]\s*(?:{WEEKDAY})?,?\s*\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}[.,]?\s+\d{{4}}\W*$",
    I,
)

BODY = re.compile(
    r"\b(?:(?:overview (?:and|&) scrutiny|scrutiny|audit(?: (?:and|&) [a-z]+)?|planning|licensing|regulatory|standards|pensions?|"
    r"health (?:and|&) wellbeing|policy development (?:and|&) scrutiny|[A-Z][\w'’&,]*(?:\s+(?:and\s+|&\s+)?[A-Z][\w'’&,]*){0,6})"
    r"\s+(?:sub-?committee|committee|panel|board|forum|commission)|full council|county council|cabinet|executive|council)\b"
)

RESOLUTION = re.compile(
    r"^(?:\d{1,2}[.)]\s+)?(?:\*\*)?\s*(?:"
    r"(?:it was |and it was |motion carried[.:]?\s*)?resolved\b(?!\s+issues)"
    r"|decisions?(?:\s+made)?(?:\*\*)?\s*(?:[:–-]|$)"
    r"|agreed(?: without division)?(?: and it was resolved)?\s*(?:[:–-]|that\b)"
    r"|noted\s*(?:[:–-]|that\b)"
    r"|(?:the )?(?:council|cabinet|executive|committee|panel|board|sub-committee)\s+(?:unanimously\s+)?(?:resolved|agreed)\s*(?:[:–-]|to\b|that\b)"
    r"|(?:the )?(?:cabinet|executive|committee|panel|board|leader|cabinet member)(?:'s|’s)? decision\s*[:–-]"
    r"|(?:the )?decision of (?:the )?(?:cabinet|executive|leader)\s*[:–-]"
    r")",
    I,
)
RESOLUTION_INLINE = re.compile(
    r"\b(?:RESOLVED|it was resolved|was (?:therefore )?AGREED)\b(?=\s*(?:that\b|to\b|[:–-]|\())"
)
DECISION_END = re.compile(
    r"^\W*(?:reasons? for (?:the )?(?:decision|recommendation)s?|alternative options?(?: considered)?|other options considered|"
    r"options considered|(?:any )?alternatives considered|background papers?|contact (?:officer|for access)|(?:any )?(?:conflict|declaration)s? of interest|"
    r"call-?in|votes?\b|voting\b|recorded vote|for \(\d+\)|the meeting (?:closed|ended|finished)|chair(?:man|person)?\W*$)",
    I,
)
REASONS = re.compile(
    r"^\W*reasons? for (?:the )?(?:decision|recommendation|resolution)s?(?:\(s\))?\b", I
)
ALTERNATIVES = re.compile(
    r"^\W*(?:any )?(?:alternative|other) options?(?: considered| rejected)?|^\W*(?:any )?alternatives considered",
    I,
)
RECOMMENDATION = re.compile(
    r"^\W*(?:\d{1,2}\.?\s+)?(?:officer |the |draft )?recommend(?:ation\(s\)|ations|ation|ed)(?!\w)(?:\s+(?:to|for)\s+[\w ,&]+)?\W*(?:$|that\b|[:–-])",
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
NOTED_LIMB = re.compile(
    r"\b(?:be (?:received and )?noted|be received|is noted|was noted|were noted|it was noted|be endorsed and noted)\b|^\W*(?:\(?\w{1,3}[.)]\s*)?(?:to )?note\b",
    I,
)
DEFERRED_LIMB = re.compile(
    r"\b(?:be (?:deferred|adjourned|withdrawn|postponed)|deferred (?:to|until|for|pending)|considered further at (?:a|the) (?:later|future|next)|"
    r"consideration (?:of .{0,80})?be deferred|lie on the table|be referred back)\b",
    I,
)
NOT_MERELY = re.compile(
    r"\b(?:approv\w+|agree[ds]?|authoris\w+|adopt\w*|delegat\w+|appoint\w*|grant\w*|accept\w*|endors\w+|confirm\w*|award\w*|requested|support\w*|"
    r"submit|commission\w*|proceed|included|stabilised|instruct\w*|allocat\w+|increase\w*)\b",
    I,
)
DISCUSSION = re.compile(
    r"\b(?:members? (?:of the \w+ )?(?:asked|commented|considered|expressed|noted|queried|raised|suggested|sought|highlighted|commended|referred|welcomed|acknowledged|discussed|stressed|felt|supported)|"
    r"(?:councillors?|cllrs?|mr|mrs|ms|miss|dr|the (?:leader|deputy leader|chair(?:man)?|mayor|portfolio holder|cabinet member|director|head of [\w ]+|chief executive))\b[^.]{0,120}?\b"
    r"(?:asked|commented|suggested|highlighted|sought|queried|advised|explained|stressed|outlined|responded|replied|thanked|added|emphasised|introduced|reported|indicated|confirmed|proposed|seconded|expressed|summarised|welcomed)|"
    r"in discussion|in response to|it was suggested|consideration was (?:also )?suggested|during (?:the )?(?:debate|discussion)|comments and questions|concluding debate|questions? (?:was|were) asked)\b",
    I,
)
EXCLUSION = re.compile(
    r"\b(?:exclusion of (?:the )?(?:press|public)|(?:press and (?:the )?public|public and press|public|press) (?:be|were|was) (?:be )?excluded|"
    r"part 2 (?:proceedings|of the agenda)|exempt (?:items?|business|minutes|report)|likely disclosure of exempt information|"
    r"local government act 1972 as amended)\b",
    I,
)
EXEMPT_NEGATED = re.compile(
    r"\bno exempt items\b|\bexcluding exempt information\b|\bnot (?:include|contain)[^.]{0,30}\bexempt",
    I,
)
RESTRICTED_SHEET = re.compile(
    r"^\W*(?:not for publication|restricted(?:\s*[-–:].*)?$|strictly (?:private|confidential)|private and confidential|"
    r"exempt (?:report|appendix|information|paper|minute|sheet)s?\b|confidential (?:report|appendix|information|paper|minute)s?\b|"
    r"part (?:2|ii|two)\b.{0,40}(?:exempt|confidential|private|not for publication)|"
    r"(?:this )?(?:report|appendix|paper|document|minute)\b.{0,60}\b(?:is|are) (?:not for publication|exempt|confidential))",
    I,
)
SCHEDULE = re.compile(r"\bschedule\s+(?:12a|7a)\b", I)
EXEMPT_COVER = re.compile(
    r"^\W*(?:exempt\s*/?\s*(?:or )?confidential(?: report)?|exempt information|confidential(?:ity)?(?: status)?|(?:security )?classification|status|publication status)\s*\W*[:\t ]\s*\W*(?P<value>.{1,120})$",
    I,
)
EXEMPT_VALUE = re.compile(
    r"^\W*(?:yes\b|exempt\b|restricted\b|confidential\b|part (?:2|ii)\b|not for publication|private\b)",
    I,
)

REFERENCE = re.compile(
    r"\b(?:[A-Z]{2,4}\d{4,6}[a-z]?|[A-Z]{2,4} \d{5}[a-z]?|[A-Z]{2}\.?\s?\d{3,5}/\d{2}|\d{2}/\d{5}|\d{2}/\d{4}\b(?!\d)|[A-Z]{1,4}/\d{2,4}/\d{2,6})"
)
VOTE_FOR = re.compile(
    r"^\W*(?:votes? )?(?:for|in favour)(?: the [\w ]+)?\s*[:\s]*\(?(\d{1,3})\)?", I
)
VOTE_AGAINST = re.compile(r"^\W*(?:votes? )?against(?: the [\w ]+)?\s*[:\s]*\(?(\d{1,3})\)?", I)
VOTE_ABSTAIN = re.compile(
    r"^\W*(?:abstain(?:ed|ing)?|abstentions?|abstaining)\s*[:\s]*\(?(\d{1,3})\)?", I
)
VOTE_RESULT = re.compile(
    r"\b(?:(?:substantive )?motion|amendment|proposal|recommendation)s?\b[^.]{0,40}?\b(carried|lost|fell|agreed|defeated|not carried)\b",
    I,
)
MOVED = re.compile(
    r"\b(?:moved|proposed) by (?P<who>(?:the )?(?:councillor|cllr|mr|mrs|ms|miss|dr|sir|leader)s?\.?\s[^,;.]{2,60}?)(?=\s+and\b|\s+that|[,;.:)]|$)"
    r"|(?P<who2>(?:councillor|cllr|mr|mrs|ms|miss|dr|the leader)\.?\s?[^,;.]{0,40}?) (?:moved|proposed)\b(?! by)",
    I,
)
SECONDED = re.compile(
    r"\bseconded by (?P<who>(?:the )?(?:councillor|cllr|mr|mrs|ms|miss|dr|sir|leader)s?\.?\s[^,;.]{2,60}?)(?=\s+and\b|\s+that|[,;.:)]|$)"
    r"|(?P<who2>(?:councillor|cllr|mr|mrs|ms|miss|dr)\.?\s[^;.]{2,120}?),?\s+seconded\b(?! by)",
    I,
)


def plain(text: str) -> str:
    """Strip the marks of Markdown and underlining from a line, for reading, never for quoting."""
    text = re.sub(r"</?(?:u|b|i|sup|sub|strong|em)>", "", text)
    text = re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*]{1,3}(?!\w)", "", text)
    return re.sub(r"\s+", " ", re.sub(r"^#{1,6}\s+", "", text)).strip()
