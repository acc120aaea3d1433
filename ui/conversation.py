"""A question with its answer, and what the server keeps of the sessions of the chat.

The conversation itself is in the reader's browser. The server keeps the quotes that were cited,
in memory only and for as long as the session is in use, so that a press on a citation can open
its page. What is gone is asked again.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from qa.answers import Answer, Citation

MAX_ANSWERS = 30
"""Answers of a session whose citations are kept; the oldest are removed first."""
MAX_SESSIONS = 1000
"""Sessions kept; the one that was not used for longest is removed first."""
MAX_BYTES = 64 * 1024 * 1024
"""About as much memory as the citations of all sessions may take."""
_CITATION_BYTES = 2000
"""Of a citation without its quote: its paper, its headings and its place."""
_SWEEPS = 4
"""How often in the life of an idle session it is looked at."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer or the problem that prevented one; with neither, it waits."""

    key: str
    """Names it within the session; the browser chose it."""
    question: str
    answer: Answer | None = None
    problem: str | None = None
    written: tuple[str, ...] = ()
    """The sentences so far of an answer that is being written."""
    changed: bool = False
    """Whether it was answered before, and otherwise: the papers held have changed."""
    linked: bool = False
    """Whether a link asked it, and the answer is not the one that the link was made for."""
    further: tuple[str, ...] = ()
    """Questions that may be asked next."""

    @property
    def waits(self) -> bool:
        """Whether it has no answer and no problem yet."""
        return self.answer is None and self.problem is None


def fingerprint(answer: Answer) -> str:
    """Return 16 digits that differ where an answer's status, standing or quotes do."""
    cited = [(cited.paper.id, cited.quote, cited.standing) for cited in answer.citations]
    said = repr((str(answer.status), answer.standing and str(answer.standing), sorted(cited)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Session:
    used: float
    """When, in seconds of the clock."""
    cited: OrderedDict[str, tuple[Citation, ...]] = field(default_factory=OrderedDict)
    bytes: int = 0
    """About how much memory the citations take."""

    def keep(self, key: str, cited: tuple[Citation, ...]) -> None:
        """Keep the citations of an answer, and no more than of the latest answers."""
        self.bytes += _bytes_of(cited) - _bytes_of(self.cited.pop(key, ()))
        self.cited[key] = cited
        while len(self.cited) > MAX_ANSWERS:
            self.bytes -= _bytes_of(self.cited.popitem(last=False)[1])


def _bytes_of(cited: tuple[Citation, ...]) -> int:
    return sum(_CITATION_BYTES + len(citation.quote) for citation in cited)


class Sessions:
    """The citations of each session, until its tab is closed or it has been idle for long."""

    def __init__(
        self,
        hours: float,
        *,
        most: int = MAX_SESSIONS,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep at most so many sessions and bytes, and none that was idle for so many hours."""
        self._idle, self._most, self._max_bytes, self._clock = hours * 3600, most, max_bytes, clock
        self._held: OrderedDict[str, _Session] = OrderedDict()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def __len__(self) -> int:
        """Return how many sessions are kept."""
        return len(self._held)

    def begin(self, name: str) -> None:
        """Note that a session asks something. One that has ended begins anew."""
        with self._lock:
            self._use(self._held.setdefault(name, _Session(0.0)), name)
            self._make_room()
            self._arm()

    def keep(self, name: str, key: str, cited: tuple[Citation, ...]) -> None:
        """Keep the citations of an answer, unless the session has ended meanwhile."""
        with self._lock:
            session = self._held.get(name)
            if session is None:
                return
            self._use(session, name)
            session.keep(key, cited)
            self._make_room()

    def citation(self, name: str, key: str, number: int) -> Citation:
        """Return a citation of an answer.

        Raises:
            KeyError: the answer is no longer kept, or it has no such citation.
        """
        with self._lock:
            session = self._held[name]
            self._use(session, name)
            for citation in session.cited[key]:
                if citation.number == number:
                    return citation
        raise KeyError(number)

    def end(self, name: str) -> None:
        """Forget a session, whose tab was closed or whose conversation was deleted."""
        with self._lock:
            self._held.pop(name, None)

    def sweep(self) -> None:
        """Forget the sessions that have been idle for too long."""
        with self._lock:
            self._timer = None
            longest = self._clock() - self._idle
            for name in [name for name, held in self._held.items() if held.used <= longest]:
                del self._held[name]
            self._arm()

    def _use(self, session: _Session, name: str) -> None:
        session.used = self._clock()
        self._held.move_to_end(name)

    def _make_room(self) -> None:
        """Forget the sessions unused for longest, down to the limits; never the last one."""
        total = sum(session.bytes for session in self._held.values())
        while len(self._held) > 1 and (len(self._held) > self._most or total > self._max_bytes):
            total -= self._held.popitem(last=False)[1].bytes

    def _arm(self) -> None:
        """See to it that idle sessions are looked for, as long as there are any."""
        if self._held and self._timer is None:
            self._timer = threading.Timer(self._idle / _SWEEPS, self.sweep)
            self._timer.daemon = True
            self._timer.start()
