"""Who may use something at once: many who ask, or one alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets threads ask side by side, and one alone change what is asked.

    Who is to be alone waits for those who ask; those who come after wait for it.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self._changed = threading.Condition()
        self._asking = 0
        self._alone: int | None = None
        """The thread that is alone, or waits to be; it may come in again."""
        self._depth = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """Ask beside others."""
        with self._changed:
            own = self._alone == threading.get_ident()
            self._changed.wait_for(lambda: own or self._alone is None)
            self._asking += not own
        try:
            yield
        finally:
            with self._changed:
                self._asking -= not own
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be alone. Whoever asks already must not wait for this."""
        own = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: self._alone in (None, own))
            self._alone, self._depth = own, self._depth + 1
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._asking == 0)
            yield
        finally:
            with self._changed:
                self._depth -= 1
                if not self._depth:
                    self._alone = None
                self._changed.notify_all()
