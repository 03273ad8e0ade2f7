"""forumbot: ``search`` is its ranking without a reader, ``answer`` a whole answer with its quotes.

The knowledge folder of the material is read from its files, which the others are spared; a
collection without files is indexed as ``forumbot eval`` does it.
"""

from collections.abc import Sequence
from pathlib import Path

from bench.rivals.sides.protocol import FILES, Found, Search, serve, texts
from forumbot.app import App
from forumbot.asking.question import check_question, read_question
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.evaluation.beir import beir_archive
from forumbot.evaluation.beir_folder import BeirEntry
from forumbot.search.builder import build
from forumbot.search.hits import Hit
from forumbot.search.retriever import Retriever


def app_of(store: Path, knowledge: Path) -> App:
    """As the commands make it."""
    return App(Settings(knowledge=knowledge, index=store, knowledge_named=True), system_clock)


def handed(hits: Sequence[Hit]) -> list[Found]:
    """Hits as the judge wants them."""
    return [(hit.passage.doc_id, hit.passage.text) for hit in hits]


class Forumbot:
    """Searching, or answering where ``answers``."""

    def __init__(self, *, answers: bool) -> None:
        self._answers = answers

    def index(self, material: Path, store: Path) -> int:
        """Build as ``forumbot index build`` does."""
        app = app_of(store, material / FILES)
        if app.settings.knowledge.is_dir():
            manifest = app.service.build(strict=False, on_progress=lambda *_: None)
        else:
            entries = [BeirEntry(one.doc_id, one.title, one.text) for one in texts(material)]
            archive = beir_archive(entries)
            manifest = build(
                app.index, lambda: archive, app.embedder, app.clock, app.build_settings
            )
        return sum(one.passages for one in manifest.documents)

    def open(self, material: Path, store: Path) -> Search:
        """Load the generation, and what searches or answers from it.

        Where there are no files to quote, the reader ranks and nothing is answered.
        """
        app = app_of(store, material / FILES)
        if not self._answers:
            ranked = Retriever(app.generation, app.embedder, app.settings.retrieval)
            return lambda question, depth: handed(ranked.search(read_question(question), depth))
        if not app.settings.knowledge.is_dir():
            read = app.retriever(app.generation)
            return lambda question, depth: handed(read.search(read_question(question), depth))
        answerer = app.answerer(app.generation)
        return lambda question, _depth: handed(answerer.answer(check_question(question)).hits)


def main(*, answers: bool) -> None:
    """Serve one of the two."""
    serve(Forumbot(answers=answers))


if __name__ == "__main__":
    main(answers=False)
