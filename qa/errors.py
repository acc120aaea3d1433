"""What can go wrong, in words that say what to do. The entry points show these and exit 1."""

from __future__ import annotations


class TownclerkError(Exception):
    """Something the reader can act on; the message says how."""


class QuestionError(TownclerkError):
    """The question cannot be taken: empty, or too long."""


class NarrowingError(QuestionError):
    """What a question is to be narrowed to is of no paper held, or in no order."""


class LibraryError(TownclerkError):
    """The library cannot be opened or used."""


class CatalogueLostError(LibraryError):
    """The library's catalogue is gone, empty, damaged, or not Townclerk's."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""


class IndexMismatchError(LibraryError):
    """The library was built with another embedding model."""


class PaperNotFoundError(TownclerkError):
    """No such paper, or no such page of it, in the library."""


class ReviewError(TownclerkError):
    """The review list has no such entry, or what is asked of it cannot be done."""


class SettingsError(TownclerkError):
    """A setting is missing or wrong."""


class InstallError(TownclerkError):
    """A file that Townclerk brings along is missing or was changed."""

    def __init__(self, file: str) -> None:
        """Take the file, from the top of the project."""
        super().__init__(f"{file} is not as it was shipped; install Townclerk again.")


class LanguageModelError(TownclerkError):
    """The language model cannot be reached, or did not write; the message says why.

    `status` is the HTTP status with which its server refused, None where it gave none; `reached`
    is false where no connection held. With neither, the reply was none of a language model.
    """

    def __init__(self, message: str, *, status: int | None = None, reached: bool = True) -> None:
        """Take the message, and how far the request came."""
        super().__init__(message)
        self.status, self.reached = status, reached


class UnavailableError(TownclerkError):
    """A question cannot be answered just now, though nothing is wrong with it; ask again later.

    `retry_after` says in how many seconds.
    """

    retry_after = 5


class QueueFullError(UnavailableError):
    """More questions wait already than the service lets wait, or one has waited too long."""

    retry_after = 10


class QuestionTimeoutError(UnavailableError):
    """Answering took longer than the service allows, and was ended."""

    retry_after = 30


class WorkerLostError(UnavailableError):
    """The process that answered ended of itself, twice for the same question."""


class StoppingError(UnavailableError):
    """The service is being stopped."""


class ReadError(TownclerkError):
    """A file could not be read as a paper; the message says why and what to do."""


class ClusterError(TownclerkError):
    """The machines that are to read papers cannot be reached, or are not fit for it."""


class GoldError(TownclerkError):
    """A gold question file is not in order."""


class MissingExtraError(TownclerkError):
    """Packages of an optional extra are not installed; the message says which extra to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs packages that are not installed; run pip install 'townclerk[{extra}]'"
        )
