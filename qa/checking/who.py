"""Who is said to have decided: the body whose minute is cited, and no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answers import Citation

_BODY = (
    r"(?P<body>(?:the )?(?:full council|[a-z]+ council|council|cabinet|executive|mayor|leader|board|panel|"
    r"(?:[a-z&]+ ){0,4}committee|scrutiny|officers?|members|councillors))"
)
_VERB = (
    r"(?:(?:has|had|have|also|then|formally|unanimously)\s+)*(?:agreed|approved|decided|resolved|accepted|adopted|"
    r"refused|rejected|deferred|noted|recommended|authorised|endorsed|confirmed|appointed|granted)"
)
_ACTIVE = re.compile(rf"\b{_BODY}\s+{_VERB}\b", re.I)
_PASSIVE = re.compile(
    rf"\b(?:agreed|approved|decided|resolved|accepted|adopted|refused|rejected|deferred|noted|recommended|authorised|endorsed|confirmed|granted)\s+by\s+{_BODY}\b",
    re.I,
)


def decided_by_another(sentence: str, citations: Sequence[Citation]) -> str | None:
    """Return the body that a sentence lets decide and no quote cited does; None if there is none."""
    for pattern in (_ACTIVE, _PASSIVE):
        for match in pattern.finditer(sentence):
            name = match["body"].lower().removeprefix("the ")
            if not any(_decides(name, match[0], citation) for citation in citations):
                return name
    return None


def _decides(name: str, told: str, citation: Citation) -> bool:
    own = (citation.paper.body or "").lower()
    verb = (
        told.lower().split()[-1]
        if told.lower().split()[-1].endswith("ed")
        else told.lower().split()[0]
    )
    head = name.split()[-1]
    said = rf"\b{re.escape(head)}\b[^.;]{{0,60}}\b{verb}\b|\b{verb} by (?:the )?{re.escape(name)}\b"
    if re.search(said, " ".join(citation.quote.split()).lower()):
        return True
    if name in ("members", "councillors"):
        return True
    return bool(own) and (
        name == own or (head in own.split() and (head != "council" or "council" in own))
    )
