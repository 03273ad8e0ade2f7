"""Every error that forumbot raises on purpose.

::

    ForumbotError
    ├── ConfigError          the configuration cannot be used
    ├── UsageError           the words of a call are off (exit status 2)
    ├── ArchiveError         the knowledge folder as a whole cannot be read
    │   └── RefusedError     one document is refused; the others are not affected
    ├── EventsError          events.yaml cannot be used
    ├── ModelError           the embedding model cannot be found, trusted or loaded
    ├── ArchiveIndexError    the index cannot be used
    │   ├── NoIndexError     nothing has been built yet
    │   ├── DamagedIndexError  a file of the live generation is not what was written
    │   ├── MismatchError    the index was built with another model or other settings
    │   └── BuildInProgressError  another build holds the index folder
    ├── BotError             the Discord bot cannot start or go on
    ├── StoreError           the bot's own data cannot be read or written
    │   └── AnswerGoneError  an answer is no longer kept, so nothing can be added to it
    ├── DeliveryError        a reminder could not be delivered this time
    │   ├── ChannelGoneError    where it should go is no longer there
    │   ├── NotPermittedError   the bot may not post there; the message says what is missing
    │   ├── ClosedError         the member takes no direct messages
    │   ├── RejectedError       the message as such is refused
    │   ├── RateLimitedError    not now, but after a while that is named
    │   ├── UnreachableError    the line or the server failed: it may or may not have been posted
    │   └── NoLookError         it cannot be seen whether something was posted
    └── EvaluationError      golden questions or a BEIR folder cannot be read

A message is one line that says what happened, where, and what to do about it.
"""

BUILD = "forumbot index build"
"""The command that brings an index up to date."""

REBUILD = f"run '{BUILD}'"
"""What mends an index that cannot be used."""


class ForumbotError(Exception):
    """Base of all errors that are reported to a person in one line.

    The line is ``problem``, then the ``remedy`` if there is one: what to do at the machine, as with
    a command of the shell. Whoever has no shell there is told the problem, and another remedy.
    """

    def __init__(self, problem: str = "", remedy: str = "") -> None:
        super().__init__(f"{problem}; {remedy}" if remedy else problem)
        self.problem = problem
        self.remedy = remedy


class ConfigError(ForumbotError):
    """The configuration file or an environment variable cannot be used."""


class UsageError(ForumbotError):
    """The words of a call are off; the command line ends with status 2."""


class ArchiveError(ForumbotError):
    """The knowledge folder as a whole cannot be read."""


class RefusedError(ArchiveError):
    """One document is refused; its message is the reason, without the path."""


class EventsError(ForumbotError):
    """``events.yaml`` cannot be used."""


class ModelError(ForumbotError):
    """The embedding model cannot be found, trusted or loaded."""


class ArchiveIndexError(ForumbotError):
    """The index cannot be used."""


class NoIndexError(ArchiveIndexError):
    """Nothing has been built in this index folder yet."""


class DamagedIndexError(ArchiveIndexError):
    """A file of the index is missing or is not what the build wrote."""


class MismatchError(ArchiveIndexError):
    """The index was built with another model, format or settings."""


class BuildInProgressError(ArchiveIndexError):
    """Another build holds the index folder."""


class BotError(ForumbotError):
    """The Discord bot cannot start or go on."""


class StoreError(ForumbotError):
    """The bot's own data cannot be read or written."""


class AnswerGoneError(StoreError):
    """An answer is no longer kept: it was deleted on request, or its time was up."""


class DeliveryError(ForumbotError):
    """A reminder could not be delivered this time; the message says why."""


class ChannelGoneError(DeliveryError):
    """Where the reminder should go is no longer there."""


class NotPermittedError(DeliveryError):
    """The bot may not post there; the message says what is missing."""


class ClosedError(DeliveryError):
    """The member takes no direct messages."""


class RejectedError(DeliveryError):
    """The message as such is refused, so that trying again would not help."""


class RateLimitedError(DeliveryError):
    """Not now; ``retry_after`` seconds from now it may be tried again."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnreachableError(DeliveryError):
    """The line or the server failed; whether something was posted is not known."""


class NoLookError(DeliveryError):
    """It cannot be seen whether something was posted, for want of a permission."""


class EvaluationError(ForumbotError):
    """Golden questions or a BEIR folder cannot be read."""
