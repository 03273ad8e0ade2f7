"""The question desk: answers off the event loop, together, once, from the live generation."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from forumbot.answers.answer import Answer
from forumbot.answers.explaining import Explanation
from forumbot.answers.forums import topics
from forumbot.answers.outcomes import Outcomes
from forumbot.answers.responder import Responder
from forumbot.asking.context import Context
from forumbot.asking.question import Question, check_question
from forumbot.clock import Clock
from forumbot.language.phrases import speaking
from forumbot.language.said import SaidError
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit
from forumbot.service import Service

_REMEMBERED_FOR = timedelta(minutes=1)
_MAX_REMEMBERED = 500
_MAX_BATCH = 32
# As many passages as two cores read in about a second, however many ask: ten each for four.
_PAIRS = 40

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked, after what, and the documents that may answer, None for all."""

    question: Question
    context: Context | None
    only: frozenset[str] | None


class Desk:
    """Answers members' questions; one worker thread, so that the loop is never held up.

    Another one reads them, as that takes some milliseconds, for which a crowd would wait in turn.
    Questions that arrive while others are worked out wait and are then encoded together. A question
    that was asked within the last minute is not worked out again. A new generation of the index is
    loaded beside the old one and taken up between two batches.
    """

    def __init__(self, service: Service, clock: Clock) -> None:
        self._service = service
        self._clock = clock
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="questions")
        self._loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
        self._responder: Responder | None = None
        self.topics: tuple[str, ...] = ()
        """The themes on which there are outcomes."""
        self._waiting: dict[_Request, asyncio.Future[Answer]] = {}
        self._contexts: dict[str, Context] = {}
        self._known: dict[_Request, tuple[datetime, asyncio.Future[Answer]]] = {}
        self._draining: asyncio.Task[None] | None = None

    @property
    def generation(self) -> Generation:
        """The generation that is answered from; raises :class:`UsageError` before :meth:`open`."""
        if self._responder is None:
            raise SaidError("told_opening")
        return self._responder.generation

    async def open(self) -> None:
        """Load the model and the live generation; raises as :meth:`Service.open_responder` does."""
        await self.refresh()

    async def refresh(self) -> bool:
        """Take up the live generation if it is another; returns whether it was.

        Members are answered from the old one until the new one is in memory.
        """
        live = await self._in(self._loader, self._service.live_name)
        if self._responder is not None and self.generation.manifest.generation == live:
            return False
        responder = await self._in(self._loader, self._service.open_responder)
        self.topics = await self._in(self._loader, lambda: tuple(topics(responder.generation)))
        self._responder = responder
        self._known.clear()
        self._contexts.clear()
        return True

    def note_context(self, answer_id: str, context: Context | None) -> None:
        """Remember what replies to an answer may lean on, for the last few answers."""
        if context is not None:
            self._contexts[answer_id] = context
        for old in list(self._contexts)[:-_MAX_REMEMBERED]:
            del self._contexts[old]

    def context_of(self, answer_id: str) -> Context | None:
        """What replies to an answer may lean on; None where that is not known any more."""
        return self._contexts.get(answer_id)

    async def ask(
        self,
        question: str,
        *,
        context: Context | None = None,
        only: frozenset[str] | None = None,
        reads: str | None = None,
    ) -> Answer:
        """Answer a question, which may lean on its ``context``, from ``only`` these documents.

        ``reads`` is the language that the member reads, None for that of the question.

        Raises :class:`UsageError` where it is empty or too long.
        """
        typed = await self._in(self._reader, lambda: check_question(question, in_talk=True))
        is_other = reads is not None and speaking(reads) != speaking(typed.spoken)
        typed = replace(typed, read_in=reads if is_other else None)
        answer = await asyncio.shield(self._future(_Request(typed, context, only)))
        return replace(answer, question=typed.typed)

    async def explain(self, question: str, *, only: frozenset[str] | None = None) -> Explanation:
        """Answer a question from ``only`` these documents, and say how that came about."""
        responder = self._responder
        if responder is None:
            raise SaidError("told_opening")
        asked = await self._read(question)
        return await self._in(self._worker, lambda: responder.explain(asked, only))

    async def search(
        self, question: str, top_k: int, *, only: frozenset[str] | None = None
    ) -> list[Hit]:
        """Ranked passages without an answer, of ``only`` these documents."""
        responder = self._responder
        if responder is None:
            return []
        checked = await self._read(question)
        return await self._in(self._worker, lambda: responder.search(checked, top_k, only))

    async def conclusions(
        self, question: str, *, only: frozenset[str] | None = None, is_topic: bool
    ) -> tuple[str, Outcomes]:
        """The outcomes of what a question is about, or on a topic, as the responder has them."""
        responder = self._responder
        if responder is None:
            return "", Outcomes(())
        asked = await self._read(question)
        return await self._in(
            self._worker, lambda: responder.conclusions(asked, only, is_topic=is_topic)
        )

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run other blocking work on the thread that loads and builds indexes."""
        return await self._in(self._loader, work)

    def close(self) -> None:
        """Let go of the threads; what runs in them is not waited for."""
        self._reader.shutdown(wait=False, cancel_futures=True)
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._loader.shutdown(wait=False, cancel_futures=True)

    async def _read(self, question: str) -> Question:
        return await self._in(self._reader, lambda: check_question(question))

    def _future(self, asked: _Request) -> asyncio.Future[Answer]:
        if asked in self._waiting:
            return self._waiting[asked]
        now = self._clock()
        known = self._known.get(asked)
        if known is not None and now - known[0] < _REMEMBERED_FOR and not _failed(known[1]):
            return known[1]
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._forget_old(now)
        self._known[asked] = (now, future)
        self._waiting[asked] = future
        if self._draining is None or self._draining.done():
            self._draining = asyncio.get_running_loop().create_task(self._drain())
        return future

    def _forget_old(self, now: datetime) -> None:
        fresh = [(asked, known) for asked, known in self._known.items()
                 if now - known[0] < _REMEMBERED_FOR]  # fmt: skip
        self._known = dict(fresh[-_MAX_REMEMBERED:])

    async def _drain(self) -> None:
        """Answer what waits, batch after batch, until nothing does."""
        while self._waiting:
            only = next(iter(self._waiting)).only
            batch = [asked for asked in self._waiting if asked.only == only][:_MAX_BATCH]
            futures = [self._waiting.pop(asked) for asked in batch]
            try:
                answers = await self._in(self._worker, lambda: self._answer_all(batch, only))  # noqa: B023 - awaited before the next turn
            except Exception as error:
                _fail(futures, error)
            else:
                for future, answer in zip(futures, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)

    def _answer_all(self, batch: list[_Request], only: frozenset[str] | None) -> list[Answer]:
        if self._responder is None:
            raise SaidError("told_opening")
        read = [self._responder.read(asked.question, asked.context) for asked in batch]
        return self._responder.answer_all(read, only, _PAIRS)

    async def _in(self, executor: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(executor, work)


def _failed(future: asyncio.Future[Answer]) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)


def _fail(futures: list[asyncio.Future[Answer]], error: Exception) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(error)
            future.exception()
