import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, Group, RenderableType
from rich.text import Text
from tests.documents import hit_on
from tests.properties import examples
from tests.written import Written

from forumbot.answers.answerer import Answer, Citation, Finding
from forumbot.answers.blocks import ListedLine, Listing, Remark
from forumbot.answers.outcomes import DocumentOutcome
from forumbot.archive.documents import Document, Refusal
from forumbot.archive.outcomes import Outcome
from forumbot.asking.question import read_question
from forumbot.checkup import CheckReport, Diagnosis
from forumbot.reminders.checked_yaml import Problem
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.leads import Lead
from forumbot.reminders.schedule import Reminder
from forumbot.reminders.wording import Announcement, Quoted
from forumbot.search.hits import Hit
from forumbot.search.manifest import DocumentRecord, Manifest, ModelRecord, RefusalRecord
from forumbot.search.passages import Passage
from forumbot.search.status import Changes, IndexStatus
from forumbot.terminal import events, reports, views

NOW = datetime(2019, 2, 20, 12, tzinfo=UTC)
FIRST = date(2018, 11, 15)

_MARKUP = st.sampled_from(
    ["[bold]", "[/]", "[/red]", "[link=https://x.org]", "[[", "\\[", ":smile:", "[1]", "#", "*a*"]
)
_LETTERS = st.text(st.characters(categories=["L", "N", "P", "Sm", "Sc"]), min_size=1, max_size=12)
TEXTS = st.lists(st.one_of(_MARKUP, _LETTERS), min_size=1, max_size=8).map(" ".join)


def printed(view: RenderableType, width: int = 4000) -> str:
    """What a view prints where there is no terminal."""
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(view)
    return out.getvalue()


def citation(quote: str, **more: Any) -> Citation:
    """A citation with a given quote."""
    fields = {
        "number": 1, "doc_id": "a.md", "title": "Report", "section": None, "page": None,
        "url": None, "start": 0, "end": len(quote), "quote": quote, **more,
    }  # fmt: skip
    return Citation(**fields)


def hit(text: str, score: float = 1.0, *headings: str) -> Hit:
    """A hit on a passage."""
    return hit_on(Passage("a.md", headings, None, 0, len(text), text), score)


def answer(finding: Finding, remark: str = "", **more: Any) -> Answer:
    """An answer with the fields that matter to a view."""
    fields = {
        "question": "?", "understood": "?", "finding": finding, "citations": (),
        "written": (Remark(remark),) if remark else (), "nearest": (),
        "confidence": 0.9, "hits": (), "stale": (), "elapsed_ms": 1.0, **more,
    }  # fmt: skip
    asked = read_question(fields["question"])
    fields["understood"] = read_question(fields["understood"], instead_of=asked)
    return Answer(**fields)


def document(title: str, held_on: date | None = None, **more: Any) -> Document:
    """A document that is its title and no more."""
    return Document("a.md", "", title, "report", "en", title, (), held_on=held_on, **more)


def outcome(text: str, title: str = "Report") -> DocumentOutcome:
    """The first outcome of a report held in November 2018."""
    return DocumentOutcome(Outcome("a.md", 1, text, 0, 1, ()), document(title, FIRST))


def event(title: str, day: int = 20, **more: Any) -> Event:
    """An event of one hour in March 2019."""
    start = datetime(2019, 3, day, 9, tzinfo=UTC)
    end = start.replace(hour=10)
    fields = {"all_day": False, "timezone": "UTC", **more}
    return Event("e", title, EventKind.FORUM, start, end, **fields)


def lead(text: str) -> Lead:
    """The one lead that the words name."""
    (found,) = parse_leads(text, "UTC")
    return found


def reminder(one: Event, **more: Any) -> tuple[Reminder, Announcement]:
    """A reminder the day before an event, and what it says."""
    due_at = one.starts_at - timedelta(days=1)
    announcement = Announcement(one.title, one, still="in 1 day", due_at=due_at, **more)
    return Reminder(1, one, lead("1 day"), 10, due_at, one.starts_at), announcement


@examples(100)
@given(quote=TEXTS, title=TEXTS, lead_in=TEXTS)
def test_quotes_and_sources_are_printed_as_they_are(quote: str, title: str, lead_in: str) -> None:
    """What looks like markup in a document is text like any other."""
    cited = citation(quote, title=title, lead_in=lead_in, section=title)
    for view in (
        views.answer_view(answer(Finding.ANSWER, citations=(cited,))),
        views.answer_view(answer(Finding.NEAR, quote, nearest=(cited,))),
    ):
        lines = printed(view).splitlines()
        assert f"{quote} [1]" in lines
        assert lead_in in lines
        assert any(line.startswith(f"[1] {title} · {title} · a.md") for line in lines)


@examples(60)
@given(TEXTS)
def test_every_view_prints_text_of_the_archive_as_it_is(text: str) -> None:
    """Passages, outcomes, events, warnings and refusals are never taken for markup."""
    manifest = Manifest(
        "g", NOW, "k", ModelRecord("m", "f", 3), {},
        (DocumentRecord("a.md", "", 1, False, (text,)),), (RefusalRecord(text, text),), {},
    )  # fmt: skip
    report = CheckReport(
        (document(text, warnings=(text,), guessed=(text,)),),
        (Refusal(text, text),),
        (),
        (Problem(3, text),),
        "UTC",
        golden_problems=(Problem(4, text),),
    )
    for view in (
        views.hits_view([hit(text, 1.0, text)]),
        views.outcomes_view([outcome(text, text)]),
        events.events_view([event(text, place=text, doc_id=text)], NOW),
        events.reminders_view([reminder(event("Forum", place=text))], 7),
        events.reminders_view([reminder(event("Forum"), background=(Quoted("q", text),))], 7),
        reports.build_view(manifest),
        reports.check_view(report),
        reports.doctor_view([Diagnosis(text, False, text, text)]),
        views.answer_view(answer(Finding.NOTHING, text, hits=(hit(text),), stale=(text,))),
    ):
        assert text in printed(view)


def test_an_answer_shows_quotes_sources_and_how_sure_it_is() -> None:
    """Quotes come first, then where they stand, what is withheld and which command helps."""
    cited = citation(
        "It is in Brussels.", section="Next", page=3, url="https://x.org/a", held_on=FIRST,
        published_on=date(2019, 3, 8), lead_in="They said:",
    )  # fmt: skip
    view = views.answer_view(answer(Finding.ANSWER, citations=(cited,), stale=("old.md",)))
    assert [line for line in printed(view).splitlines() if line] == [
        "They said:",
        "It is in Brussels. [1]",
        "[1] Report · Next · page 3 · held 15 November 2018 · published 8 March 2019 · a.md · "
        "https://x.org/a",
        "Quotes from old.md are withheld: the file has changed since the index was built. "
        "To bring the index up to date, run 'forumbot index build'.",
        "very sure (0.90)",
    ]


@pytest.mark.parametrize("finding", list(Finding))
def test_a_mended_question_is_shown_as_it_was_read(finding: Finding) -> None:
    """Whatever the archive holds, what was understood comes first."""
    cited = (citation("It is."),)
    more = {Finding.ANSWER: {"citations": cited}, Finding.NEAR: {"nearest": cited}}.get(finding, {})
    mended = answer(finding, "No.", question="cluser [b]", understood="cluster [b]", **more)
    assert printed(views.answer_view(mended)).startswith("Read as: cluster [b]\n")
    assert "Read as" not in printed(views.answer_view(answer(finding, "No.", **more)))


def test_an_item_has_its_bullet_under_the_line_that_leads_it_in() -> None:
    """The first item of a list that is quoted looks like those behind it."""
    cited = citation("One fund.\n• Two labels.", lead_in="They said:", marker="•")
    shown = printed(views.answer_view(answer(Finding.ANSWER, "", citations=(cited,))))
    assert shown.startswith("They said:\n• One fund.\n• Two labels. [1]\n")


def test_the_documents_that_come_first_are_told() -> None:
    """Where the question names a time, a line says that its documents were preferred."""
    shown = answer(Finding.ANSWER, "", citations=(citation("It is."),), heeded=("spring 2019",))
    assert printed(views.answer_view(shown)).startswith("Documents of spring 2019 come first.\n")


CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), *range(127, 160)]))


def test_no_control_character_reaches_the_terminal() -> None:
    """Escape sequences are taken out of every text; line ends stay."""
    bad = f"a{CONTROLS}b"
    cited = citation(f"{bad}\nc", title=bad, section=bad, lead_in=bad, url=bad)
    manifest = Manifest(
        "g", NOW, "k", ModelRecord("m", "f", 3), {},
        (DocumentRecord("a.md", "", 1, False, (bad,)),), (RefusalRecord(bad, bad),), {},
    )  # fmt: skip
    report = CheckReport(
        (document(bad, warnings=(bad,), guessed=(bad,)),), (Refusal(bad, bad),), (),
        (Problem(3, bad),), "UTC",
    )  # fmt: skip
    for view in (
        views.answer_view(answer(Finding.ANSWER, citations=(cited,), understood=bad, stale=(bad,))),
        views.answer_view(answer(Finding.NEAR, bad, nearest=(cited,))),
        views.answer_view(answer(Finding.NOTHING, bad, hits=(hit(bad, 1.0, bad),))),
        views.hits_view([hit(bad, 1.0, bad)]),
        views.outcomes_view([outcome(bad, bad)]),
        events.events_view([event(bad, place=bad, doc_id=bad)], NOW),
        reports.build_view(manifest),
        reports.check_view(report),
        reports.status_view(status(knowledge=Path(bad), refused=(bad,), confidence=bad)),
        reports.doctor_view([Diagnosis(bad, False, bad, bad)]),
    ):
        out = printed(view)
        assert "ab" in out
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)


def test_what_is_not_known_of_a_source_is_left_out() -> None:
    """No empty places stand in the source line."""
    assert views.source_line(citation("x")).plain == "Report · a.md"


def test_a_subject_without_an_answer_shows_what_comes_nearest() -> None:
    """The honest no comes first, then the nearest quotes."""
    view = views.answer_view(answer(Finding.NEAR, "Not in it.", nearest=(citation("Near."),)))
    assert [line for line in printed(view).splitlines() if line] == [
        "Not in it.", "The nearest that it holds:", "Near. [1]", "[1] Report · a.md",
    ]  # fmt: skip


def test_nothing_found_shows_three_passages() -> None:
    """The first three passages, no more."""
    hits = tuple(hit(f"Passage {n}.") for n in range(5))
    out = printed(views.answer_view(answer(Finding.NOTHING, "Nothing.", hits=hits)))
    assert "Passage 2." in out
    assert "Passage 3." not in out
    assert printed(views.answer_view(answer(Finding.NOTHING))).startswith("I find no answer")


def test_scores_are_for_those_who_tune() -> None:
    """Beneath an answer a passage has where it stands alone; the search gives its score as well."""
    found = [hit("Clusters met in Brussels.", 0.83)]
    assert "0.83" not in printed(views.hits_view(found))
    assert "0.83" in printed(views.hits_view(found, with_scores=True))


def test_a_passage_is_shown_without_the_headings_that_stand_above_it() -> None:
    """The heading beside the file's name is not said again in front of the text."""
    found = hit("Report\n\nTopics\nThe forum spoke of skills.", 1.0, "Report", "Topics")
    assert printed(views.hits_view([found])).split("\n")[1] == "The forum spoke of skills."


def test_a_long_passage_is_cut_at_a_word_and_flattened() -> None:
    """A passage takes a few lines at most, its own line ends made spaces."""
    out = printed(views.hits_view([hit("word\n" * 200)]))
    line = out.splitlines()[1]
    assert line.endswith("word …")
    assert len(line) < 250


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (views.hits_view([]), "No passage fits."),
        (views.outcomes_view([]), "No outcome on this in the archive."),
        (
            events.events_view([], NOW),
            "No upcoming event; past ones are listed with --all (in the chat: /events all).",
        ),
    ],
)
def test_an_empty_list_says_so(view: RenderableType, words: str) -> None:
    """Nothing is never shown as nothing at all."""
    assert printed(view) == f"{words}\n"


def test_outcomes_stand_under_their_document_once() -> None:
    """The heading of a document is printed before its first outcome alone."""
    out = printed(views.outcomes_view([outcome("One"), outcome("Two")]))
    assert out.count("Report  15 November 2018  a.md") == 1
    assert out.index("1. One") < out.index("1. Two")


@pytest.mark.parametrize(
    ("shown", "when"),
    [
        (event("A", day=20), "20 March 2019, 09:00 UTC"),
        (event("A", all_day=True), "20 March 2019"),
    ],
)
def test_an_event_is_shown_with_its_day_or_its_hour(shown: Event, when: str) -> None:
    """Whole days have no hour, other events have one with its time zone."""
    row = printed(events.events_view([shown], NOW)).splitlines()[1]
    assert row.split("  ")[0] == when


def test_a_past_event_is_called_past() -> None:
    """What is over cannot be taken for what comes."""
    out = printed(events.events_view([event("Zoo", day=1)], datetime(2019, 4, 1, tzinfo=UTC)))
    assert "Zoo (past)" in out


def test_reminders_stand_beneath_the_hour_at_which_each_is_due() -> None:
    """In the zone of the event, with the lead; the message is set in below it."""
    brussels = event("Fourth forum", timezone="Europe/Brussels", place="Brussels")
    shown = [reminder(brussels, message="Come!"), reminder(event("Other"))]
    lines = printed(events.reminders_view(shown, 90)).splitlines()
    assert [line.rstrip() for line in lines] == [
        "Tue 19 March 2019, 10:00 Europe/Brussels (1 day)",
        "  Fourth forum: in 1 day",
        "  Come!",
        "  When: Wednesday 20 March 2019, 10:00 to 11:00 (Europe/Brussels, UTC+01:00)",
        "  Where: Brussels",
        "",
        "Tue 19 March 2019, 09:00 UTC (1 day)",
        "  Other: in 1 day",
        "  When: Wednesday 20 March 2019, 09:00 to 10:00 (UTC)",
        "",
    ]


def test_no_reminders_are_said_to_be_none() -> None:
    """With the days that were looked over."""
    assert printed(events.reminders_view([], 7)) == "No reminder is due in the next 7 days.\n"


def status(**more: Any) -> IndexStatus:
    """The status of an index of two documents."""
    one = IndexStatus(
        generation="g2", created_at=NOW, age=timedelta(hours=1), knowledge=Path("k"), model="m",
        confidence="v", confidence_now="v", documents=("a", "b"), passages=7, refused=(),
        generations=("g1", "g2"), changes=Changes(),
    )  # fmt: skip
    return replace(one, **more)


def test_the_status_lists_what_is_live_and_what_changed() -> None:
    """Rows for changes appear only where there are some."""
    shown = status(knowledge=Path("[b]k"), changes=Changes(added=("[bold]new.md",)))
    rows = [line.split() for line in printed(reports.status_view(shown)).splitlines()]
    assert ["generation", "g2"] in rows
    assert ["knowledge", "[b]k"] in rows
    assert ["documents", "2"] in rows
    assert ["added", "[bold]new.md"] in rows
    assert not any(row[0] in ("refused", "changed", "removed") for row in rows)


@pytest.mark.parametrize(
    ("built", "shown"),
    [
        ("v-2", "confidence v-2"),
        ("v-1", "confidence v-2 (at the build: v-1; no rebuild is needed for that)"),
        (None, "confidence v-2 (at the build: not recorded; no rebuild is needed for that)"),
    ],
)
def test_the_status_names_the_confidence_and_that_of_the_build(
    built: str | None, shown: str
) -> None:
    """Where both are the same, it stands there once."""
    view = reports.status_view(status(confidence=built, confidence_now="v-2"))
    assert shown in [" ".join(line.split()) for line in printed(view).splitlines()]


def test_a_build_says_what_was_taken_in_and_what_was_refused() -> None:
    """A line for the generation, each document, warning and refused file; guesses are marked."""
    manifest = Manifest(
        "g", NOW, "k", ModelRecord("m", "f", 3), {},
        (
            DocumentRecord("a.md", "", 4, True, words=1200, language="en", title="A"),
            DocumentRecord(
                "b.md", "", 3, False, ("odd",), pages=2, words=9, language="de", title="B",
                held_on="2018-11-15", published_on="2019-03-08", guessed=("title", "held_on"),
            ),
        ),
        (RefusalRecord("c.pdf", "is a PDF"),), {},
    )  # fmt: skip
    lines = [" ".join(line.split()) for line in printed(reports.build_view(manifest)).splitlines()]
    assert lines == [
        "Generation g is live: 2 documents (1 unchanged), 7 passages.",
        "Document Pages Passages Words Lang Title Held Published",
        "a.md 4 1,200 en A",
        "b.md 2 3 9 de B? 2018-11-15? 2019-03-08",
        "b.md: odd",
        "refused c.pdf: is a PDF",
    ]


def test_a_diagnosis_that_is_not_in_order_shows_its_remedy() -> None:
    """What is well has no remedy; what stops nothing and should be seen has its own word."""
    shown = [
        Diagnosis("model", True, "fine"),
        Diagnosis("knowledge", True, "2 refused", "check it"),
        Diagnosis("index", False, "none", "build it"),
    ]
    assert printed(reports.doctor_view(shown)).splitlines() == [
        "ok    model: fine", "look  knowledge: 2 refused", "      → check it",
        "wrong index: none", "      → build it",
    ]  # fmt: skip


def test_what_a_writer_writes_is_shown_whole_and_in_no_colour() -> None:
    """A kind of block that the terminal does not know is its text, in its paragraphs."""
    said = Written("First.\n\n" + "Word " * 100 + "[1].")
    view = views.answer_view(answer(Finding.ANSWER, written=(said,)))
    assert isinstance(view, Group)
    assert view.renderables[0] == Text(f"{said.text}\n")


def test_an_answer_on_several_forums_names_each_and_what_is_left_out() -> None:
    """The remark stands above the quotes, each under its forum, with the items left out."""
    cited = citation("Feeding needs a plan", label="First forum, 1 February 2018", left_out=2)
    said = "The archive has no documents of the fifth forum."
    out = printed(views.answer_view(answer(Finding.ANSWER, citations=(cited,), remark=said)))
    assert out.index(said) < out.index("First forum, 1 February 2018") < out.index("Feeding")
    assert "Feeding needs a plan … and 2 more items [1]" in out


def test_events_stand_one_below_the_other_where_a_table_would_break_words() -> None:
    """At sixty columns no line is longer, and no word is cut."""
    view = events.events_view([event(title="European Cluster Policy Forum", place="Brussels")], NOW)
    narrow = printed(view, width=60).splitlines()
    assert "  European Cluster Policy Forum" in [line.rstrip() for line in narrow]
    assert max(map(len, narrow)) <= 60
    assert "When" in printed(view, width=100)


def test_a_listing_has_bullets_under_its_headings_and_says_what_is_left_out() -> None:
    """Each line with the number of its source, which stands once below."""
    lines = (
        ListedLine("", "Skills need training", 1, "First forum"),
        ListedLine("Labels stay", "", 2, "First forum"),
        ListedLine("All else", heading="Second forum"),
    )
    shown = answer(
        Finding.OVERVIEW, "Outcomes:", citations=(citation("a"), citation("b", number=2)),
    )  # fmt: skip
    shown = replace(shown, written=(*shown.written, Listing(lines, "… and 2 more.")))
    assert [line.rstrip() for line in printed(views.answer_view(shown)).splitlines() if line] == [
        "Outcomes:", "First forum", "• Skills need training [1]", "• Labels stay [2]",
        "Second forum", "• All else", "… and 2 more.", "[1] [2] Report · a.md",
    ]  # fmt: skip


def test_an_address_is_a_link_where_the_terminal_knows_them() -> None:
    """Of the web alone; elsewhere it is text."""
    cited = (citation("x", url="https://x.org/a"), citation("y", number=2, page=2, url="file:///x"))
    screen = io.StringIO()
    Console(file=screen, width=200, force_terminal=True).print(
        views.answer_view(answer(Finding.ANSWER, citations=cited))
    )
    assert ";https://x.org/a" in screen.getvalue()
    assert ";file:///x" not in screen.getvalue()


def test_our_own_words_are_in_the_language_of_the_question() -> None:
    """Days and facts of a source too; a quote in another language says so."""
    cited = (citation("x", held_on=FIRST, said_in="de", is_foreign=True, page=3),)
    shown = answer(
        Finding.ANSWER, question="Wann?", understood="Wann ist das Forum?", citations=cited
    )
    said = printed(views.answer_view(shown))
    assert "Gelesen als: Wann ist das Forum?" in said
    assert "[1] Report · Seite 3 · abgehalten 15. November 2018 · auf Englisch · a.md" in said
    assert "sehr sicher (0.90)" in said


def test_the_words_that_decide_are_set_off() -> None:
    """The reader's answer where it is short; in a terminal with styles, it is bold."""
    start = len("It is in ")
    cited = (citation("It is in Brussels, not far.", answer=(start, start + 8)),)
    screen = io.StringIO()
    Console(file=screen, width=200, force_terminal=True).print(
        views.answer_view(answer(Finding.ANSWER, citations=cited, understood="Where is it?"))
    )
    assert "\x1b[1;39mBrussels\x1b[0m" in screen.getvalue()


def test_a_list_has_the_mark_of_its_first_item_without_a_lead_in() -> None:
    """Its bullet or its number; one item that stands alone has none."""
    for quote, shown in {
        "One fund.\n2. Two labels.": "1. One fund.\n2. Two labels. [1]\n",
        "One fund.": "One fund. [1]\n",
    }.items():
        cited = citation(quote, marker="1.")
        said = printed(views.answer_view(answer(Finding.ANSWER, "", citations=(cited,))))
        assert said.startswith(shown)
