"""The wordings by which a meeting resolves, and by which its resolution ends or weighs less.

Each was seen in the minutes of several councils; none names a council, person or place.
"""

from __future__ import annotations

import re

I = re.IGNORECASE  # noqa: E741 - reads best short, in the tables below

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
    I,
)
RECOMMENDING = re.compile(
    r"^\W*(?:\d{1,2}[.)]\s+)?(?:(?:and )?it was )?(?:unanimously )?(?:(?-i:RECOMMENDED)\b(?! (?:by|in)\b)"
    r"|recommended\s*(?:/-|[:–-]|to (?:the )?(?:full )?(?:council|cabinet|executive)\b|that\b))",
    I,
)
"""What a meeting asks of another body: its own word, and yet no decision of the matter."""
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
DECISION_END = re.compile(
    r"^\W*(?:reasons? for (?:the )?(?:decision|recommendation)s?|reasons?\s*:|alternative options?(?: considered)?|other options considered|"
    r"options? (?:considered|rejected)|(?:any )?alternatives considered|background papers?|contact (?:officer|for access)|(?:any )?(?:conflict|declaration)s? of interest|"
    r"call-?in|votes?\b|voting\b|recorded vote|for \(\d+\)|the meeting (?:closed|ended|finished)|chair(?:man|person)?\W*$)",
    I,
)
PREAMBLE = re.compile(
    r"^\W*(?:(?:\(?\w{1,3}[.)]|\d+\.|\d+\.\d+)\s+)*(?:(?:(?:and )?(?:it )?was |and |unanimously |without (?:a )?(?:division|vote|dissent) )*(?:resolved|agreed|decisions?(?: made)?|recommended|noted(?=\s*[:–—-]))\b(?:\s*\([^()]{3,90}\)|,? (?:without (?:a )?(?:division|vote|dissent)|unanimously|nem\.? con\.?),?)?[\s:–—-]*)*"
    r"(?:(?:that|to|it was|the|full|county|cabinet|council|executive|(?:[\w&,'’ ]{0,40}?(?:sub-)?committee|board|panel)|members?|(?:is|are) asked|agreed?s?|resolves?d?|without (?:a )?(?:division|vote|dissent)|unanimously)\b[\s:,–—-]*)*"
    r"(?:\(?\w{1,2}[.)]\s+)?",
    I,
)
NOTING = re.compile(
    r"(?:note[ds]?\b|nod(?:wyd|i)\b|noting\b|receive[ds]?\b|it (?:be|is|was) (?:also |further )?noted\b|be (?:received and )?noted\b|be received\b)",
    I,
)
SECOND_VERB = re.compile(
    r"(?:\band|;|,)\s+(?:to |that |accordingly )*(?:(?:it is |the )?(?:cabinet |council |executive |committee )?)(?:agrees?|approves?|authorises?|delegates?|endorses?|recommends?|requests?|instructs?|supports?|adopts?|confirms?|accepts?|appoints?|agreed|approved|appointed|instructed|resolved)\b"
    r"|(?<=[.;]) It (?:also |further |then )?(?:agreed|approved|appointed|instructed|resolved)\b"
    r"|\bit is agreed that\b|\bbe (?:approved|agreed|authorised|adopted|appointed|delegated|granted|endorsed|accepted)\b",
    I,
)
BE_NOTED = re.compile(
    r"\b(?:be|is|was|were) (?:received and |formally |duly )?(?:noted|received)\b", I
)
BE_DONE = re.compile(
    r"\bbe (?!noted|received|formally|duly|reported|informed)(?:[a-z]+(?:ed|en|nt)|brought|made|held|put|kept|sought|drawn|set|paid|told|thanked|begun)\b|\b(?:approval|authority|delegated (?:authority|powers?)) be\b|"
    r"\b(?:recommended|requested|asked|authorised|instructed|invited) to\b",
    I,
)
DEFERRED_LIMB = re.compile(
    r"\b(?:be (?:deferred|adjourned|withdrawn|postponed)|deferred (?:to|until|for|pending)|considered further at (?:a|the) (?:later|future|next)|"
    r"consideration (?:of .{0,80})?be deferred|lie on the table|be referred back)\b",
    I,
)
PUTTING_OFF = re.compile(
    r"(?:defer(?:red)?|adjourn(?:ed)?|postponed?|withdrawn?|continued? (?:consideration|(?:the )?(?:item|report|application|matter)))\b",
    I,
)
