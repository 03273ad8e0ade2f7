"""The archive that ships: every file in ``knowledge/`` is looked over."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.documents import read_document

from forumbot.archive.documents import Document, read_archive
from forumbot.archive.extract import extract
from forumbot.archive.outcomes import find_outcomes
from forumbot.evaluation.golden import check_golden, read_golden
from forumbot.reminders.events_file import EventsReport, check_events

KNOWLEDGE = Path(__file__).resolve().parents[1] / "knowledge"
DOC_IDS = sorted(path.relative_to(KNOWLEDGE).as_posix() for path in KNOWLEDGE.rglob("*.md"))
TALKS = [doc_id for doc_id in DOC_IDS if doc_id.startswith("presentations/")]
KINDS = {"pages": "page", "presentations": "presentation", "reports": "report"}
KNOWN_KEYS = {"title", "kind", "edition", "held_on", "published_on", "place", "url", "language",
              "themes", "sources"}  # fmt: skip
SPEAKERS = {
    "third-forum-eu-cluster-initiatives": ["Ulla Engelmann"],
    "third-forum-cluster-weeks-and-conference-2019": ["Aurélie Lechien", "Annalisa Tessarolo"],
    "third-forum-joint-conference-romania": ["Gabriela Pirvu"],
    "third-forum-joint-conference-hungary": ["Peter Keller"],
    "third-forum-future-week-denmark": ["Merete Daniel Nielsen"],
    "third-forum-cluster-excellence-labelling": ["Hervé Floch", "Helmut Kergel"],
    "third-forum-french-cluster-policy": ["Xavier Merlin"],
    "third-forum-boosting-entrepreneurship": ["Laura del Ponte"],
    "third-forum-scale-up-denmark": ["Søren Røn"],
    "third-forum-bioindustry-park": ["Fabrizio Conicella"],
    "third-forum-bio-region-economy": ["Gunnar Hellerström", "Monika Svanberg"],
    "third-forum-future-cluster-initiatives": ["Carsten Schierenbeck"],
}


@pytest.fixture(scope="module")
def events() -> EventsReport:
    """The calendar and what is wrong with it."""
    return check_events(KNOWLEDGE / "events.yaml")


@pytest.fixture
def third_forum() -> Document:
    """The one complete report."""
    return read_document(KNOWLEDGE, "reports/third-forum.md")


def metadata_of(doc_id: str) -> dict[str, object]:
    """What the front matter of a file states, unread."""
    return extract(doc_id, (KNOWLEDGE / doc_id).read_bytes()).metadata


def test_every_file_is_a_document() -> None:
    """Nothing in the folder is refused or left over."""
    archive = read_archive(KNOWLEDGE)
    assert archive.refused == ()
    assert [document.doc_id for document in archive.documents] == DOC_IDS
    assert len(DOC_IDS) >= 30


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_front_matter_is_complete(doc_id: str) -> None:
    """Title, kind, language, themes and source are stated; nothing is guessed or warned of."""
    document = read_document(KNOWLEDGE, doc_id)
    assert (document.guessed, document.warnings) == ((), ())
    assert document.kind == KINDS[doc_id.partition("/")[0]]
    assert document.themes
    stated = metadata_of(doc_id)
    assert stated.keys() >= {"title", "kind", "url", "language", "themes"}
    assert stated.keys() <= KNOWN_KEYS
    assert stated["url"] or stated["sources"]


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_stated_facts_hang_together(doc_id: str) -> None:
    """Dates are in order and forum pages know their edition."""
    document = read_document(KNOWLEDGE, doc_id)
    if document.held_on and document.published_on:
        assert document.held_on <= document.published_on
    if document.kind != "page":
        assert document.edition in range(1, 5)


@pytest.mark.parametrize("doc_id", DOC_IDS)
def test_text_is_clean(doc_id: str) -> None:
    """The text opens with its title, stands in UTF-8 and holds no leftovers of editing."""
    raw = (KNOWLEDGE / doc_id).read_bytes()
    document = read_document(KNOWLEDGE, doc_id)
    first = document.blocks[0]
    assert document.text[first.start : first.end] == document.title
    assert raw.decode("utf-8").endswith("\n")
    assert not re.search(r"TODO|FIXME|XXX|lorem ipsum|�|\r", document.text, re.IGNORECASE)


def test_titles_are_told_apart() -> None:
    """No two documents bear the same title, for citations show it."""
    titles = Counter(document.title for document in read_archive(KNOWLEDGE).documents)
    assert [title for title, count in titles.items() if count > 1] == []


def test_the_third_forum_has_exactly_six_outcomes(third_forum: Document) -> None:
    """The complete report states its six outcomes, each at its place."""
    found = find_outcomes(third_forum)
    assert [outcome.number for outcome in found] == [1, 2, 3, 4, 5, 6]
    topics = ["cluster excellence", "digitisation", "differing", "internationalisation",
              "collaborative", "Single Market Programme"]  # fmt: skip
    for outcome, topic in zip(found, topics, strict=True):
        assert topic in outcome.text
        assert third_forum.text[outcome.start : outcome.end] == outcome.text


def test_the_third_forum_was_held_before_its_report_was_published(third_forum: Document) -> None:
    """Both dates are stated, and each is the right one."""
    assert (third_forum.held_on, third_forum.published_on) == (date(2018, 11, 15), date(2019, 3, 8))


@pytest.mark.parametrize(
    "fact",
    [
        "18 representatives from 15 EU countries",
        "14-16 May 2019 in Bucharest",
        "20 November 2018 to 30 April 2019",
        "€3.6 million",
        "14 March 2019 in Brussels",
        "Silvano Fumero",
        "GROW-CLUSTERS [at]",
    ],
)
def test_the_third_forum_report_holds_what_members_ask_for(
    third_forum: Document, fact: str
) -> None:
    """The figures, dates and places of the source stand in our own report."""
    assert fact in third_forum.text


def test_every_forum_has_its_report() -> None:
    """Four reports, one for each edition."""
    reports = [doc_id for doc_id in DOC_IDS if doc_id.startswith("reports/")]
    editions = [read_document(KNOWLEDGE, doc_id).edition for doc_id in reports]
    assert sorted(edition or 0 for edition in editions) == [1, 2, 3, 4]


def test_the_twelve_presentations_of_the_third_forum_are_there() -> None:
    """One summary for each talk, no more and no less."""
    assert sorted(Path(doc_id).stem for doc_id in TALKS) == sorted(SPEAKERS)


@pytest.mark.parametrize("doc_id", TALKS)
def test_a_presentation_names_its_session_and_speakers(doc_id: str) -> None:
    """Each summary says who spoke and in which session of which forum."""
    document = read_document(KNOWLEDGE, doc_id)
    assert (document.edition, document.held_on) == (3, date(2018, 11, 15))
    assert re.search(r"\bsession [1-5]\b", document.text)
    for speaker in SPEAKERS[Path(doc_id).stem]:
        assert speaker in document.text


@pytest.mark.parametrize("doc_id", TALKS)
def test_the_report_lists_each_presentation_with_its_speakers(
    doc_id: str, third_forum: Document
) -> None:
    """Report and summaries agree on who spoke."""
    for speaker in SPEAKERS[Path(doc_id).stem]:
        assert speaker in third_forum.text


def test_the_calendar_is_without_fault(events: EventsReport) -> None:
    """Every line of events.yaml can be used."""
    assert events.problems == ()
    assert len(events.events) >= 15


def test_every_event_comes_from_a_document_that_exists(events: EventsReport) -> None:
    """Sources of events, and of values in dispute, are documents of the archive."""
    sources = {event.event_id: event.doc_id for event in events.events}
    assert [name for name, source in sources.items() if source not in DOC_IDS] == []
    disputed = [dispute.source for event in events.events for dispute in event.disputed]
    assert [source for source in disputed if source not in DOC_IDS] == []


def test_forums_in_the_calendar_are_on_the_days_of_their_reports(events: EventsReport) -> None:
    """The calendar and the reports date the same forums, and to the same days."""
    reports = [document for document in read_archive(KNOWLEDGE).documents if document.edition]
    held = {(report.held_on, report.held_until) for report in reports if report.held_on}
    forums = [event for event in events.events if event.kind == "forum"]
    assert {(event.starts_on, event.ends_on) for event in forums} == held
    assert len(forums) == len(held) == 3


def test_sources_that_disagree_both_stand(events: EventsReport) -> None:
    """At least one event keeps the value of a second source beside its own."""
    disputes = {event.event_id: event.disputed for event in events.events if event.disputed}
    assert disputes
    assert all(dispute.value and dispute.source for each in disputes.values() for dispute in each)


def test_golden_questions_are_true_to_the_files() -> None:
    """Every wanted string stands in its document, and every document named is there."""
    documents = read_archive(KNOWLEDGE).documents
    texts = {document.doc_id: document.text for document in documents}
    usable, problems = check_golden(KNOWLEDGE / "golden.jsonl", texts)
    assert problems == []
    assert usable >= 40


def test_golden_questions_are_matched_by_type() -> None:
    """Each type has as many answerable as unanswerable ones, of every kind, so none gives away."""
    questions = read_golden(KNOWLEDGE / "golden.jsonl")
    types = {question.type for question in questions}
    assert types == {"when", "number", "who", "where", "what", "list", "yes-no", "how-why"}
    answerable = Counter(question.type for question in questions if question.answerable)
    unanswerable = Counter(question.type for question in questions if not question.answerable)
    assert answerable == unanswerable
    for one in types:
        kinds = {q.kind for q in questions if q.type == one and not q.answerable}
        assert kinds == {"near-miss", "absent", "false-premise"}


def test_golden_questions_are_no_copies() -> None:
    """They ask as members would: no question repeats a sentence of the archive."""
    text = " ".join(d.text for d in read_archive(KNOWLEDGE).documents).casefold()
    for question in read_golden(KNOWLEDGE / "golden.jsonl"):
        words = question.question.casefold().rstrip(" ?").split()
        runs = (" ".join(words[at : at + 6]) for at in range(len(words) - 5))
        assert not any(run in text for run in runs), question.question
