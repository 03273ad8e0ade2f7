"""What every side is handed: the reports of ``../shared`` with their questions, and Cranfield."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.rivals.environments import ROOT
from bench.rivals.sides.protocol import FILES, Piece, Text
from forumbot.app import App
from forumbot.archive.documents import Archive
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.evaluation.beir import beir_archive
from forumbot.evaluation.beir_folder import BeirQuery, read_beir
from forumbot.evaluation.golden import GoldenQuestion, read_golden
from forumbot.search.passages import context, cut

SHARED = ROOT.parent / "shared"
QUESTIONS = ("dev", "dev2", "dev3")


def write_reports(folder: Path) -> list[GoldenQuestion]:
    """The seed and the corpus as files, as texts and in passages; gives their questions.

    The questions are those that have an answer in these documents.
    """
    files = folder / FILES
    files.mkdir(parents=True)
    for one in sorted([*(SHARED / "seed").iterdir(), *(SHARED / "corpus").iterdir()]):
        if one.suffix != ".tsv":
            shutil.copy(one, files)
    app = App(Settings(knowledge=files, index=folder, knowledge_named=True), system_clock)
    archive = app.read_archive()
    _write(folder, app, archive)
    asked = [
        question
        for name in QUESTIONS
        for question in read_golden(SHARED / "questions" / f"{name}.jsonl")
    ]
    doc_ids = [document.doc_id for document in archive.documents]
    return [one for one in asked if one.answerable and any(map(one.is_of, doc_ids))]


def write_cranfield(folder: Path) -> list[BeirQuery]:
    """Cranfield as texts and in passages; gives its queries that have a relevant document."""
    folder.mkdir(parents=True)
    entries, queries = read_beir(SHARED / "ir" / "cranfield")
    app = App(Settings(index=folder), system_clock)
    _write(folder, app, beir_archive(entries))
    return [query for query in queries if query.relevant]


def _write(folder: Path, app: App, archive: Archive) -> None:
    settings = app.build_settings.passages
    texts = [Text(one.doc_id, one.title, one.text) for one in archive.documents]
    pieces = [
        Piece(document.doc_id, passage.text, context(document, passage))
        for document in archive.documents
        for passage in cut(document, app.embedder.token_starts, settings)
    ]
    write_json(folder / "texts.json", [asdict(one) for one in texts])
    write_json(folder / "pieces.json", [asdict(one) for one in pieces])


def write_json(path: Path, rows: Sequence[object]) -> Path:
    """A list as JSON."""
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return path
