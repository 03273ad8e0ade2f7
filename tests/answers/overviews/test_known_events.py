"""The events that are known, and the lines that tell them."""

from collections.abc import Callable
from datetime import date

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.overviews.known_events import entries_of, known_events
from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.wanted_events import WantedEvents
from forumbot.asking.question import read_question


def test_where_the_calendar_has_none_documents_tell(ask: Callable[..., Asked]) -> None:
    """What they report on, and what they announce, each day once."""
    asked = ask("all events")
    assert asked.agenda is not None
    empty = Asked(asked.question, asked.generation, Agenda(asked.agenda.clock), None)
    found = known_events(empty)
    assert [one.first for one in found] == sorted(one.first for one in found)
    told = {(str(one.first), one.doc_id) for one in found}
    assert ("2018-11-15", "reports/third-forum.md") in told
    assert ("2018-03-15", "pages/go-cluster-annual-conference-2018.md") in told
    assert sum(day == "2018-11-15" for day, _doc_id in told) == 1


def test_what_documents_report_is_not_told_beside_the_calendar(ask: Callable[..., Asked]) -> None:
    """An event stands once, with the calendar's title."""
    found = known_events(ask("all events"))
    assert [one.title for one in found if str(one.first) == "2019-03-14"] == [
        "Fourth European Cluster Policy Forum"
    ]


def test_a_source_is_the_sentence_that_gives_the_day(ask: Callable[..., Asked]) -> None:
    """Of the event's own document; quotes come to 1,500 characters at most."""
    asked = ask("all events")
    events = known_events(asked)
    entries = entries_of(events, asked)
    sources = [one.excerpt for one in entries if one.excerpt is not None]
    assert sources
    assert sum(one.end - one.start for one in sources) <= 1_500
    for event, entry in zip(events, entries, strict=False):
        assert entry.excerpt is None or entry.excerpt.doc_id == event.doc_id
        assert event.title in entry.text


def test_what_has_no_name_is_told_by_the_sentence_that_announces_it(
    ask: Callable[..., Asked],
) -> None:
    """Rather than by a title made up of "meeting" and that of its document."""
    said = "The next meeting will be held on 22 October 2019 in Dunbar."
    day = date(2019, 10, 22)
    event = DatedEvent("Meeting of Minutes", day, day, "Dunbar", is_named=False, said=said)
    (entry,) = entries_of([event], ask("what comes?"))
    assert entry.text == f"22 October 2019: “{said}”"
    assert WantedEvents.of(read_question("next meeting in Dunbar")).among([event], [event])
