"""The wordings by which council papers mark their parts.

Each pattern was seen in the papers of several councils (or follows from the Local Government
Act 1972 and the 2012 Access to Information Regulations); none names a council, person or place.
"""

from __future__ import annotations

import re

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
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
PAGE_MARK = re.compile(
    r"^\W*page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?(?:\s+agenda item\s+\d+[a-z]?)?\W*$", I
)
PAGE_GLUED = re.compile(r"^(?P<rest>.+?)\s+Page\s+(?P<page>\d{1,4})\W*$")
BODY_AND_DAY = re.compile(
    rf"^(?:agenda item\s+\d+\s*)?[A-Z][A-Z&,()' ]+?\s*[-–—]\s*(?:{WEEKDAY})?,?\s*\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}[.,]?\s+\d{{4}}\W*$",
    I,
)

BODY_DAY = re.compile(
    rf"^(?:[A-Z][\w&']* ){{0,6}}(?:council|cabinet|executive|committee|panel|board)\W+(?:(?:{WEEKDAY})?,?\s*\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}[.,]?\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})\W*$",
    I,
)
BODY = re.compile(
    r"\b(?:(?i:overview (?:and|&) scrutiny)(?=\W*$)|(?:(?i:overview (?:and|&) scrutiny|scrutiny|audit(?: (?:and|&) [a-z]+)?|planning|licensing|regulatory|standards|pensions?|"
    r"health (?:and|&) wellbeing|policy development (?:and|&) scrutiny)|[A-Z][\w'’&,]*(?:\s+(?:and\s+|&\s+)?[A-Z][\w'’&,]*){0,6})"
    r"\s+(?i:sub-?committee|committee|panel|board|forum|commission)|(?i:full council|county council|cabinet|executive|council))\b"
)

RESOLUTION = re.compile(
    r"^(?:\d{1,2}[.)]\s+)?(?:\*\*)?\s*(?:"
    r"(?:it was |and it was |motion carried[.:]?\s*)?(?:then |therefore |unanimously )?resolved\b(?!\s+issues)"
    r"|decisions?(?:\s+made)?(?:\*\*)?\s*(?:[:–-]|$)"
    r"|agreed (?:without (?:a )?(?:division|vote|dissent)|unanimously|nem\.? con\b)|agreed and (?:it was )?resolved\b"
    r"|agreed\s*(?:[:–-]|that\b|to\b|,)|(?-i:AGREED|NOTED)(?:\W*$|\s+(?!by\b))"
    r"|noted\s*(?:[:–-]|that\b)|it was (?:then |unanimously )*agreed (?:that|to)\b"
    r"|(?:the )?(?P<who>council|cabinet|executive|committee|panel|board|sub-committee|meeting)\s+(?:unanimously |therefore |then |accordingly |also )*(?:(?:resolved|agreed|noted)\s*(?:[:–-]|(?:not )?to\b|that\b|,)|agreed the\b|noted the (?:\w+ )?(?:report|update|minutes?|petition|position|presentation|contents|results|outcome)\b)"
    r"|(?:the )?(?:cabinet|executive|committee|panel|board|leader|cabinet member)(?:'s|’s)? decision\s*[:–-]"
    r"|(?:the )?decision of (?:the )?(?:cabinet|executive|leader)\s*[:–-]"
    r")",
    I,
)
RESOLUTION_INLINE = re.compile(
    r"\b(?:RESOLVED|it was (?:unanimously )?(?:resolved|RESOLVED)|was (?:therefore )?AGREED)\b(?=\s*(?:that\b|to\b|[:–-]|\())"
)
EARLIER = re.compile(
    r"\b(?:previous|previously|last|earlier|had|meeting (?:held )?(?:on|of|in)|in (?:19|20)\d\d)\b",
    I,
)
EARLIER_MEETING = re.compile(
    r"\b(?:previous|previously|last|earlier|meeting (?:held )?(?:on|of|in))\b", I
)
LED_IN = re.compile(
    r"\b(?:the )?(?P<who>council|cabinet|executive|committee|panel|board|sub-committee|meeting)\s*[:–—-]+\s*$",
    I,
)
"""Words that leave the verb to the limbs below: "Having heard the officer, the Committee:"."""
RESOLVING_LIMB = re.compile(
    r"^\(?\w{1,4}[.)]\s+(?:NOTED|AGREED|RESOLVED|APPROVED|CONFIRMED|INSTRUCTED|DELEGATED|AUTHORISED|REQUESTED|REFUSED|(?-i:noted|agreed|resolved|approved)\b)"
)
MOVER_LINE = re.compile(
    r"^\W*(?:(?:upon|on) (?:the )?(?:motion|proposal) of\b|(?:it was )?(?:duly )?(?:moved|proposed|seconded)\b|(?:the )?motion was (?:moved|put)\b|(?:proposer|mover|proposed)\s*:)",
    I,
)
MOVING = re.compile(
    r"\b(?:it was\W+moved|moved\W+(?:by|that|the following|an? (?:motion|amendment)|the (?:motion|amendment|recommendation))|put forward (?:the|a) motion|"
    r"proposed (?:the following|an? (?:amendment|motion)|by (?:councillor|cllr|mr|mrs|ms|dr))|seconded\W+by|seconded the (?:above |following )?(?:motion|amendment|recommendation|proposal))\b",
    I,
)
DECISION_END = re.compile(
    r"^\W*(?:reasons? for (?:the )?(?:decision|recommendation)s?|reasons?\s*:|alternative options?(?: considered)?|other options considered|"
    r"options? (?:considered|rejected)|(?:any )?alternatives considered|background papers?|contact (?:officer|for access)|(?:any )?(?:conflict|declaration)s? of interest|"
    r"call-?in|votes?\b|voting\b|recorded vote|for \(\d+\)|the meeting (?:closed|ended|finished)|chair(?:man|person)?\W*$)",
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
    r"^\W*(?:\d{1,2}(?:\.\d)?[.)]?\s+(?:\|\s+)?)?(?:officers?['’]? |the |draft )?recommend(?:ation\(s\)|ations|ation|ed)(?!\w)(?:\s+(?:to|for)\s+[\w ,&]+)?\W*(?:$|that\b|[:–-])",
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
PREAMBLE = re.compile(
    r"^\W*(?:(?:\(?\w{1,3}[.)]|\d+\.)\s+)*(?:(?:(?:and )?(?:it )?was |and |unanimously |without (?:a )?(?:division|vote|dissent) )*(?:resolved|agreed|decisions?(?: made)?|recommended|noted(?=\s*[:–—-]))\b(?:\s*\([^()]{3,90}\))?[\s:–—-]*)*"
    r"(?:(?:that|to|it was|the|full|county|cabinet|council|executive|(?:[\w&,'’ ]{0,40}?(?:sub-)?committee|board|panel)|members?|(?:is|are) asked|agreed?s?|resolves?d?)\b[\s:,–—-]*)*"
    r"(?:\(?\w{1,2}[.)]\s+)?",
    I,
)
NOTING = re.compile(
    r"(?:note[ds]?\b|noting\b|receive[ds]?\b|it (?:be|is|was) (?:also |further )?noted\b|be (?:received and )?noted\b|be received\b)",
    I,
)
SECOND_VERB = re.compile(
    r"(?:\band|;|,)\s+(?:to |that |accordingly )*(?:(?:it is |the )?(?:cabinet |council |executive |committee )?)(?:agrees?|approves?|authorises?|delegates?|endorses?|recommends?|requests?|instructs?|supports?|adopts?|confirms?|accepts?|appoints?)\b"
    r"|\bit is agreed that\b|\bbe (?:approved|agreed|authorised|adopted|appointed|delegated|granted|endorsed|accepted)\b",
    I,
)
BE_NOTED = re.compile(
    r"\b(?:be|is|was|were) (?:received and |formally |duly )?(?:noted|received)\b", I
)
BE_DONE = re.compile(
    r"\bbe (?!noted|received|formally|duly|reported|informed)[a-z]+(?:ed|en|nt)\b|\b(?:approval|authority|delegated (?:authority|powers?)) be\b|"
    r"\b(?:recommended|requested|asked|authorised|instructed|invited) to\b",
    I,
)
DEFERRED_LIMB = re.compile(
    r"\b(?:be (?:deferred|adjourned|withdrawn|postponed)|deferred (?:to|until|for|pending)|considered further at (?:a|the) (?:later|future|next)|"
    r"consideration (?:of .{0,80})?be deferred|lie on the table|be referred back)\b",
    I,
)
PUTTING_OFF = re.compile(
    r"(?:defer|adjourn|postpone|withdraw|continue (?:consideration|the (?:item|report|application|matter)))\b",
    I,
)
DISCUSSION = re.compile(
    r"\b(?:members? (?:of the \w+ )?(?:asked|commented|considered|expressed|noted|queried|raised|suggested|sought|highlighted|commended|referred|welcomed|acknowledged|discussed|stressed|felt|supported)|"
    r"(?:councillors?|cllrs?|mr|mrs|ms|miss|dr|the (?:leader|deputy leader|chair(?:man)?|mayor|portfolio holder|cabinet member|director|head of [\w ]+|chief executive))\b[^.]{0,120}?\b"
    r"(?:asked|commented|suggested|highlighted|sought|queried|advised|explained|stressed|outlined|responded|replied|thanked|added|emphasised|introduced|reported|indicated|confirmed|proposed|seconded|expressed|summarised|welcomed)|"
    r"in discussion|in response to|further to comments|comments (?:were|was) (?:put|made|raised)|it was suggested|consideration was (?:also )?suggested|during (?:the )?(?:debate|discussion)|comments and questions|concluding debate|questions? (?:was|were) asked)\b",
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
    r"(?:exempt|confidential|restricted) (?:report|information|paper|minute|sheet)s?\b(?!\W*(?:none|no\b|nil|n/?a\b))|"
    r"part (?:2|ii|two)\b.{0,40}(?:exempt|confidential|private|not for publication)|"
    r"(?:this |the )?(?:report|paper|document|minute)\b(?![^.]{0,60}\bappendi)[^.]{0,60}\b(?:is|are) (?:not for publication|exempt|confidential|restricted)\b|"
    r"this (?:appendix|annex)\b[^.]{0,60}\bis (?:not for publication|exempt|confidential|restricted)\b)",
    I,
)
RESTRICTED_APPENDIX = re.compile(
    r"^\W*(?:(?:exempt|confidential|restricted) (?:appendix|annexe?)\W*[A-Z0-9]{0,3}\W*$|"
    r"(?:appendix|annexe?) [A-Z0-9]{1,3}\W+(?:exempt|confidential|restricted|not for publication)\b)",
    I,
)
PLACEHOLDER = re.compile(
    r"^\W*(?:this )?(?:document|report|appendix|paper|minute)s? (?:is|are) (?:restricted|exempt|not for publication)\W*$|"
    r"^\W*(?:restricted|exempt) (?:document|report)\W*$|^\W*by virtue of paragraph.{0,60}\bschedule (?:12a|7a)\b.{0,60}$",
    I,
)
VIRTUE = re.compile(r"\W*(?:by virtue of|exempt (?:by|under))\b", I)
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
    r"\b(?:[A-Z]{2,4}\d{4,6}[a-z]?|[A-Z]{2,4} \d{5}[a-z]?|[A-Z]{2}\.?\s?\d{3,5}/\d{2}|\d{2}/\d{4,5}|[A-Z]{1,4}/\d{2,4}/\d{2,6}|[A-Z]{2,4} \d{2}/\d{3,4})\b(?!/)"
)
YEARS = re.compile(r"(?:19|20)\d\d/\d\d$|^\d\d/(?:19|20)\d\d$")
PERSON = r"(?:(?-i:[Cc]ouncillors?|[Cc]llrs?|[Aa]lder(?:man|woman|men)|Ald|[Bb]ailie|M(?:r|rs|s|iss|x)|Dr|Sir|Dame|Baroness|Lord)\b\.?\s(?:the )?(?-i:[A-Z])|(?-i:[Tt]he (?:[Dd]eputy )?(?:[Ll]ord )?(?:[Ll]eader|[Mm]ayor|[Cc]hair(?:man|person)?|[Pp]rovost|[Cc]onvener)\b))"
MOVED = re.compile(
    rf"\b(?P<who4>{PERSON}[^,;.]{{0,40}}?),\s+seconded by [^,;.]{{3,60}},\s+(?:moved|proposed)\b"
    rf"|\bon the (?:proposal|motion) of\s+(?P<who5>{PERSON}[^,;.(]{{0,60}}?)(?=\s+(?:and|that)\b|[,;.:(]|$)"
    rf"|\b(?:moved|proposed)\W+by\s+(?P<who>{PERSON}[^,;.(]{{0,60}}?)(?=\s+(?:and|that)\b|[,;.:(]|$)"
    rf"|(?:proposer|mover|moved|proposed)\s*:\s*(?P<who3>{PERSON}[^,;.(]{{0,60}}?)(?=[,;.:(]|\s+(?:and|seconde[dr])\b|$)"
    rf"|\b(?P<who2>{PERSON}[^,;.]{{0,60}}?),? (?:moved|proposed)\b(?! by|\s*:)",
    I,
)
SECONDED = re.compile(
    rf"\bseconded\W+by\s+(?P<who>{PERSON}[^,;.(]{{0,60}}?)(?=\s+(?:and|that)\b|[,;.:(]|$)"
    rf"|(?:seconder|seconded)\s*:\s*(?P<who3>{PERSON}[^,;.(]{{0,60}}?)(?=[,;.:(]|\s+and\b|$)"
    rf"|\b(?P<who2>{PERSON}(?:(?!\b(?:moved|proposed)\b)[^;.]){{0,120}}?),?\s+seconded\b(?! by|\s*:)",
    I,
)


def references(text: str) -> list[str]:
    """Return the report and decision numbers in a text, financial years left out."""
    return [found for found in REFERENCE.findall(text) if not YEARS.search(found)]


def plain(text: str) -> str:
    """Strip the marks of Markdown and underlining from a line, for reading, never for quoting."""
    text = re.sub(r"</?(?:u|b|i|sup|sub|strong|em)>", "", text)
    text = re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*]{1,3}(?!\w)", "", text)
    return re.sub(r"\s+", " ", re.sub(r"^#{1,6}\s+", "", text)).strip()
