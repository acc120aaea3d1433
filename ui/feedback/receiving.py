"""Takes what readers press under an answer, and keeps it.

The server notes of each answer what a remark on it must have: its standing, the pages that it
cites, its fingerprint, and a digest of its question. The question itself comes with the press, and
is kept only then.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from qa.answers import Answer, AnswerStatus
from qa.api.middleware.limits import Rate
from qa.feedback.records import MAX_CITED, Cited, Declined, Reason, Remark, Verdict
from qa.feedback.store import FeedbackError, declined_of, delete_old, remarks_of
from qa.monitoring.version import installed_version
from ui.conversation import fingerprint

MOST_NOTED = 5_000
"""Answers that are noted; the oldest go first."""
A_MINUTE = 30
"""Presses of one reader."""
THANKS = "Thank you. It is kept for the council."
TOO_MANY = "You have said a lot in one minute. Wait a little, then press again."
FORGOTTEN = "This answer is no longer known here. Ask again, then say whether it is right."
NOT_KEPT = "This could not be kept; everything else works as before. Tell the administrator."
DECLINED = frozenset({AnswerStatus.NEAREST, AnswerStatus.NOT_FOUND, AnswerStatus.NOT_HELD})
"""What counts as declined. A question on business taken in private is answered: it is private."""

log = logging.getLogger(__name__)


class Pressed(BaseModel):
    """What the browser sends of a press. `ui.guard` has checked it already."""

    model_config = ConfigDict(extra="ignore")

    key: str
    question: str
    verdict: Verdict
    reason: Reason | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader is told, and whether the press is kept."""

    text: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Noted:
    """What is known of an answer."""

    asked: bytes
    """A digest of the question."""
    status: str
    standing: str | None
    pages: tuple[tuple[str, int | None], ...]
    """The pages cited: the paper's id and the number."""
    fingerprint: str
    narrowing: Mapping[str, str]
    time: float


@dataclass(frozen=True, slots=True)
class Switches:
    """What the council has switched on."""

    remarks: bool = False
    declined: bool = False
    days: int = 365
    """How long it is kept."""


class Feedback:
    """Keeps remarks, and declined questions, where each is switched on. Safe on any thread."""

    def __init__(
        self,
        folder: Path,
        switches: Switches,
        *,
        hours: float = 4.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the library's folder, and for how long an answer is known that nobody presses."""
        self.switches = switches
        self._folder, self._clock, self._idle = folder, clock, hours * 3600
        self._noted: OrderedDict[tuple[str, str], _Noted] = OrderedDict()
        self._lock = threading.Lock()
        self._rate = Rate(A_MINUTE, clock)
        self._tidied: date | None = None
        if switches.remarks or switches.declined:
            self._tidy()

    def note(
        self,
        session: str,
        key: str,
        question: str,
        answer: Answer,
        *,
        again: bool = False,
        narrowing: Mapping[str, str] | None = None,
    ) -> None:
        """Note an answer; keep its question if it was declined, unless it is asked `again`."""
        if self.switches.declined and answer.status in DECLINED and not again:
            self._keep_declined(question, answer, narrowing or {})
        if not self.switches.remarks:
            return
        noted = _Noted(
            asked=_digest(question),
            status=answer.status.value,
            standing=answer.standing.value if answer.standing else None,
            pages=_pages_cited(answer),
            fingerprint=fingerprint(answer),
            narrowing=dict(narrowing or {}),
            time=self._clock(),
        )
        with self._lock:
            self._noted[session, key] = noted
            self._noted.move_to_end((session, key))
            while self._noted and (len(self._noted) > MOST_NOTED or self._is_old()):
                self._noted.popitem(last=False)

    def _is_old(self) -> bool:
        return next(iter(self._noted.values())).time < self._clock() - self._idle

    def forget(self, session: str) -> None:
        """Forget the answers of a session."""
        with self._lock:
            for one in [one for one in self._noted if one[0] == session]:
                del self._noted[one]

    def take(self, session: str, reader: str, pressed: Pressed) -> Told:
        """Keep a press, and return what the reader is told."""
        if not self.switches.remarks:
            return Told(NOT_KEPT)
        if self._rate.take(reader):
            return Told(TOO_MANY)
        with self._lock:
            noted = self._noted.get((session, pressed.key))
        if noted is None or noted.asked != _digest(pressed.question):
            return Told(FORGOTTEN)
        wrong = pressed.verdict is Verdict.NO
        remark = Remark(
            question=pressed.question,
            narrowing=dict(noted.narrowing),
            status=noted.status,
            version=installed_version(),
            standing=noted.standing,
            citations=tuple(Cited(paper=paper, page=page) for paper, page in noted.pages),
            fingerprint=noted.fingerprint,
            verdict=pressed.verdict,
            reason=pressed.reason if wrong else None,
            words=pressed.words.strip() if wrong else "",
        )
        try:
            remarks_of(self._folder).add(remark)
        except FeedbackError as error:
            log.error("what a reader said of an answer could not be kept: %s", error)
            return Told(NOT_KEPT)
        self._tidy()
        return Told(THANKS, kept=True)

    def _keep_declined(self, question: str, answer: Answer, narrowing: Mapping[str, str]) -> None:
        declined = Declined(
            question=question,
            narrowing=dict(narrowing),
            status=answer.status.value,
            version=installed_version(),
        )
        try:
            declined_of(self._folder).add(declined)
        except (FeedbackError, ValueError) as error:
            log.error("a declined question could not be kept: %s", type(error).__name__)
        self._tidy()

    def _tidy(self) -> None:
        """Once a day, delete what is older than the council keeps it."""
        today = datetime.now().astimezone().date()
        if self._tidied == today:
            return
        self._tidied = today
        try:
            delete_old(self._folder, self.switches.days)
        except FeedbackError as error:
            log.error("old feedback could not be deleted: %s", error)


def _pages_cited(answer: Answer) -> tuple[tuple[str, int | None], ...]:
    """Return the pages that an answer cites, each once, in the order of the citations."""
    found = dict.fromkeys((cited.paper.id, cited.page.first) for cited in answer.citations)
    return tuple(found)[:MAX_CITED]


def _digest(question: str) -> bytes:
    return hashlib.sha256(" ".join(question.split()).encode("utf-8", "replace")).digest()
