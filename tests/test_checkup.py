import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from forumbot.app import App
from forumbot.archive.formats import tesseract
from forumbot.checkup import check, confidence_note, diagnose
from forumbot.clock import Clock
from forumbot.config import BotConfig, ExtractionConfig, RetrievalConfig, Settings
from forumbot.models import packages, readers

MakeArchive = Callable[[dict[str, str | bytes]], Path]

REPORT = """\
---
title: First forum
kind: report
held_on: 2018-02-01
language: en
---
# First forum

They met in Brussels.

## Outcomes

- Labels stay
- Skills need training
"""
EVENT = """\
events:
  - id: zoo
    title: Zoo meeting
    kind: meeting
    starts: 2019-03-01
    timezone: Europe/Vienna
    source: {source}
"""


def app_on(knowledge: Path, clock: Clock) -> App:
    """An app on a folder, its index beside it."""
    index = knowledge.parent / "index"
    return App(Settings(knowledge=knowledge, index=index, knowledge_named=True), clock)


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def test_a_clean_archive_is_reported_with_what_is_in_it(
    make_archive: MakeArchive, clock: Clock
) -> None:
    """Each document is listed with title, dates, words and outcomes; nothing is written."""
    folder = make_archive({"a.md": REPORT, "events.yaml": EVENT.format(source="a.md")})
    report = check(app_on(folder, clock))
    assert report.is_clean
    record = report.to_json()
    assert json.loads(json.dumps(record)) == record
    [document] = record["documents"]
    assert document == {
        "doc_id": "a.md",
        "title": "First forum",
        "kind": "report",
        "language": "en",
        "held_on": "2018-02-01",
        "held_until": "2018-02-01",
        "published_on": None,
        "pages": None,
        "words": 14,
        "outcomes": 2,
        "status": None,
        "supersedes": [],
        "superseded_by": None,
        "guessed": [],
        "warnings": ["very short (14 words)"],
    }
    assert (record["events"], record["refused"], record["event_problems"]) == (1, [], [])
    assert not (folder.parent / "index").exists()


def test_entries_are_suggested_in_the_zone_of_the_settings(
    make_archive: MakeArchive, clock: Clock
) -> None:
    """What is announced and not entered comes with an entry in ``bot.timezone``."""
    announced = "# Second forum\n\nThe Policy Forum will take place on 14 March 2019 in Riga.\n"
    app = app_on(make_archive({"a.md": announced}), clock)
    app.settings = replace(app.settings, bot=BotConfig(timezone="Europe/Riga"))
    report = check(app)
    [suggested] = report.to_json()["suggestions"]
    assert "timezone: Europe/Riga\n" in suggested["snippet"]


def test_a_refused_document_and_a_broken_event_are_both_listed(
    make_archive: MakeArchive, clock: Clock
) -> None:
    """One fault hides no other."""
    folder = make_archive(
        {
            "a.md": REPORT,
            "b.md": "---\ntitle: [\n---\nBroken.\n",
            "events.yaml": EVENT.format(source="a.md") + "  - {id: late}\n",
        }
    )
    report = check(app_on(folder, clock))
    assert not report.is_clean
    assert [refusal.doc_id for refusal in report.refused] == ["b.md"]
    assert [event.event_id for event in report.events] == ["zoo"]
    assert report.problems
    assert all(problem.line == 8 for problem in report.problems)


def test_what_is_likely_meant_otherwise_is_no_fault(
    make_archive: MakeArchive, clock: Clock
) -> None:
    """A warning stands in the report, and the archive is clean all the same."""
    warned = EVENT.format(source="a.md") + "    place: Hall #3\n"
    report = check(app_on(make_archive({"a.md": REPORT, "events.yaml": warned}), clock))
    assert report.is_clean
    (warning,) = report.to_json()["event_warnings"]
    assert warning["line"] == 8
    assert 'place ends before "#"' in warning["message"]


def test_an_event_whose_source_is_not_in_the_archive_is_a_problem(
    make_archive: MakeArchive, clock: Clock
) -> None:
    """Every event must come from a document that can be looked up."""
    folder = make_archive({"a.md": REPORT, "events.yaml": EVENT.format(source="gone.md")})
    report = check(app_on(folder, clock))
    assert not report.is_clean
    [problem] = report.problems
    assert "'zoo'" in problem.message
    assert "'gone.md' is not in the archive" in problem.message


def test_golden_questions_are_held_against_their_documents(
    make_archive: MakeArchive, clock: Clock
) -> None:
    """One that is untrue is listed with its line, and the archive is not clean."""
    true = {"question": "Where?", "doc": "a.md", "answer_substrings": ["Brussels"]}
    untrue = {"question": "Where?", "doc": "a.md", "answer_substrings": ["Vienna"]}
    lines = f"{json.dumps(true)}\n{json.dumps(untrue)}\n"
    folder = make_archive({"a.md": REPORT, "golden.jsonl": lines})
    report = check(app_on(folder, clock))
    assert not report.is_clean
    record = report.to_json()
    assert record["golden"] == 1
    [problem] = record["golden_problems"]
    assert problem["line"] == 2
    assert "a.md does not hold 'Vienna'" in problem["message"]
    (folder / "golden.jsonl").write_text(f"{json.dumps(true)}\n", encoding="utf-8")
    assert check(app_on(folder, clock)).is_clean


def test_another_confidence_than_at_the_build_is_said_and_no_fault() -> None:
    """The index does not depend on it, so no rebuild is asked for."""
    assert confidence_note("v-2", "v-2") == ""
    assert "built with confidence v-1, answers are judged by v-2" in confidence_note("v-1", "v-2")
    assert "before the confidence was recorded" in confidence_note("", "v-2")
    assert "no rebuild" in confidence_note("v-1", "v-2")


def test_all_is_well_with_a_folder_and_its_index(make_archive: MakeArchive, clock: Clock) -> None:
    """Each thing that the bot needs is looked at, in a fixed order."""
    app = app_on(make_archive({"a.md": REPORT}), clock)
    app.service.build(strict=False, on_progress=silent)
    diagnoses = list(diagnose(app.archives))
    assert [diagnosis.name for diagnosis in diagnoses] == [
        "python", "knowledge", "events", "scans", "model", "readers", "multilingual",
        "index", "time zones", "home servers", "DISCORD_TOKEN",
    ]  # fmt: skip
    assert all(diagnosis.ok for diagnosis in diagnoses)
    assert diagnoses[1].finding.startswith("1 document ")
    assert diagnoses[5].finding == "reader-en, reader-multi"
    assert diagnoses[6].finding == "multilingual-e5-small, 384 dimensions"
    assert diagnoses[7].finding.endswith(" passages")
    assert "set bot.home_servers" in diagnoses[9].finding


def test_weights_that_are_damaged_are_told_while_what_was_made_of_them_is_kept(
    make_archive: MakeArchive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the model, of the readers and of the multilingual one, each with what to do."""
    app = app_on(make_archive({"a.md": REPORT}), clock)
    app.service.build(strict=False, on_progress=silent)
    for module in (packages, readers):
        monkeypatch.setattr(module, "file_sha256", lambda _path: "0" * 64)
    found = {one.name: one for one in diagnose(app.archives) if not one.ok}
    assert found.keys() == {"model", "readers", "multilingual"}
    assert all("again" in str(one.remedy) for one in found.values())


def test_what_is_wrong_comes_with_a_remedy_and_hides_nothing_else(
    tmp_path: Path, clock: Clock
) -> None:
    """A missing folder, model and index are each told, whatever fails before."""
    settings = Settings(
        knowledge=tmp_path / "none",
        index=tmp_path / "index",
        model=str(tmp_path / "model"),
        knowledge_named=True,
    )
    found = {diagnosis.name: diagnosis for diagnosis in diagnose([App(settings, clock)])}
    assert {name for name, diagnosis in found.items() if not diagnosis.ok} == {
        "knowledge", "model", "index",
    }  # fmt: skip
    assert found["index"].remedy == "run 'forumbot index build'"
    assert found["knowledge"].remedy is not None
    assert found["model"].remedy is not None


def test_a_language_of_scans_that_is_not_learnt_is_told(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scans in it would be read as another, so it is no word in silence."""
    monkeypatch.setattr(tesseract, "version", lambda: "tesseract 5 (eng)")
    monkeypatch.setattr(tesseract, "learnt", lambda: ("eng",))
    for languages, ok in ((("en",), True), (("en", "ro"), False)):
        extraction = ExtractionConfig(scan_languages=languages)
        app = App(Settings(knowledge=tmp_path, extraction=extraction), clock)
        (scans,) = (one for one in diagnose([app]) if one.name == "scans")
        assert scans.ok is ok
        assert ("has not learnt ro" in scans.finding) is not ok


def test_each_archive_is_looked_at_and_what_they_share_once(
    make_archive: MakeArchive, tmp_path: Path, clock: Clock
) -> None:
    """One that is not built stops the bot as well, and is named by its folder."""
    built = app_on(make_archive({"a.md": REPORT}), clock)
    built.service.build(strict=False, on_progress=silent)
    settings = replace(built.settings, index=tmp_path / "unbuilt")
    diagnoses = list(diagnose([built, App(settings, clock, built.embedder)]))
    assert [diagnosis.name for diagnosis in diagnoses] == [
        "python", "knowledge", "events", "knowledge", "events", "scans", "model", "readers",
        "multilingual", "index", "index", "time zones", "home servers", "DISCORD_TOKEN",
    ]  # fmt: skip
    (wrong,) = [diagnosis for diagnosis in diagnoses if not diagnosis.ok]
    assert str(tmp_path / "unbuilt") in wrong.finding


def test_refused_files_are_counted_by_the_doctor(make_archive: MakeArchive, clock: Clock) -> None:
    """Some refused files do not stop the bot, and are told with how to see them."""
    app = app_on(make_archive({"a.md": REPORT, "b.bin": b"\x00"}), clock)
    app.service.build(strict=False, on_progress=silent)
    found = {one.name: one for one in diagnose(app.archives)}
    assert found["knowledge"].ok
    assert "1 refused" in found["knowledge"].finding
    assert "forumbot check" in str(found["knowledge"].remedy)
    assert found["index"].ok
    assert found["index"].finding.endswith("; without 1 file that its build refused")
    assert "forumbot index status" in str(found["index"].remedy)


@pytest.mark.parametrize("token", ["a secret token", None])
def test_the_token_is_never_shown(
    make_archive: MakeArchive, clock: Clock, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    """The doctor says whether a token is set, and no more."""
    if token is None:
        monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    else:
        monkeypatch.setenv("DISCORD_TOKEN", token)
    diagnoses = list(diagnose([app_on(make_archive({"a.md": REPORT}), clock)]))
    assert diagnoses[-1].finding.startswith("set" if token else "not set")
    assert "secret" not in repr(diagnoses)


def test_a_reranker_is_looked_at_where_one_is_named(
    make_archive: MakeArchive, clock: Clock
) -> None:
    """One that is not there is named with the key to correct; without one no line stands."""
    folder = make_archive({"a.md": REPORT})
    plain = app_on(folder, clock)
    plain.service.build(strict=False, on_progress=silent)
    assert "re-ranker" not in {diagnosis.name for diagnosis in diagnose(plain.archives)}
    retrieval = RetrievalConfig(reranker=str(folder / "gone"))
    app = App(replace(plain.settings, retrieval=retrieval), clock, plain.embedder)
    found = {diagnosis.name: diagnosis for diagnosis in diagnose(app.archives)}
    assert not found["re-ranker"].ok
    assert "no such model folder" in found["re-ranker"].finding
    assert "retrieval.reranker" in (found["re-ranker"].remedy or "")
    assert not found["index"].ok
