"""How long: lengths of time, and of things."""

from __future__ import annotations

import re

NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|half an|an|several|few)"
)
DURATION = re.compile(
    rf"\b{NUMBER}(?:\s*(?:\+|to|-|–|or|and)\s*\w+)?[\s-]+"
    r"(?:full |calendar |working |further |additional |more )?"
    r"(?:year|month|week|day|hour|minute|decade|term)s?\b"
    r"|\b(?:\d[\d.,]{0,9}\s?(?:m|km|metres?|miles?|feet|ft|yards?|pages|seconds)"
    r"|since (?:\w+ ){0,2}?(?:19|20)\d\d"
    r"|annual\w*|permanent\w*|indefinite\w*|until|\d\+\d|years?|months?|weeks?)\b",
    re.I,
)
