from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forumbot.archive.announcements import AnnouncedEvent, announcements, render_announcements
from forumbot.archive.documents import Document, parse_document, read_archive
from forumbot.reminders.events_file import check_events, load_events

NOW = datetime(2019, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def document(text: str, doc_id: str = "reports/third.md") -> Document:
    """A report that came out on 1 October 2018."""
    head = "---\ntitle: Third forum\nkind: report\nlanguage: en\npublished_on: 2018-10-01\n---\n"
    return parse_document(doc_id, f"{head}{text}".encode())


def found(text: str) -> tuple[AnnouncedEvent, ...]:
    """What a text announces, nothing being known."""
    return announcements([document(text)], [], NOW)


@pytest.mark.parametrize(
    ("text", "title", "kind", "first", "last", "place"),
    [
        ("The next Cluster Policy Forum will take place on 14 March 2019 in Brussels.",
         "Cluster Policy Forum", "forum", "2019-03-14", "2019-03-14", "Brussels"),
        ("We are planning the European Cluster Conference (14-16 May 2019) in Bucharest, Romania.",
         "European Cluster Conference", "conference", "2019-05-14", "2019-05-16",
         "Bucharest, Romania"),
        ("The EU Cluster Weeks are to take place between 20 November 2018 and 30 April 2019.",
         "EU Cluster Weeks", "cluster-weeks", "2018-11-20", "2019-04-30", None),
        ("The deadline for proposals is 29 March 2019.", "Deadline: Third forum", "deadline",
         "2019-03-29", "2019-03-29", None),
        ("Registration closes on 5 May 2019.", "Deadline: Third forum", "deadline", "2019-05-05",
         "2019-05-05", None),
        ("Save the date: Skills Webinar on 5 June 2019, online.", "Skills Webinar", "webinar",
         "2019-06-05", "2019-06-05", "online"),
        ("Our next meeting is on Tuesday, 8-1-2019.", "Meeting of Third forum", "meeting",
         "2019-01-08", "2019-01-08", None),
        ("Die Cluster-Konferenz findet am 15. März 2019 in Berlin statt.", "Cluster-Konferenz",
         "conference", "2019-03-15", "2019-03-15", "Berlin"),
    ],
)  # fmt: skip
def test_an_announcement_is_read_with_what_it_says(
    text: str, title: str, kind: str, first: str, last: str, place: str | None
) -> None:
    """Title, kind, days and place come from the sentence; offsets are those of the document."""
    (one,) = found(f"It met. {text} It ended.")
    assert (one.title, one.kind, one.place) == (title, kind, place)
    assert (one.first.isoformat(), one.last.isoformat()) == (first, last)
    assert one.sentence == text == document(f"It met. {text} It ended.").text[one.start : one.end]


@pytest.mark.parametrize(
    "text",
    [
        "The conference was held in Brussels on 14 March 2019.",
        "The forum took place on 14 March 2019 in Brussels.",
        "On 15 September 2018 the next forum will take place.",
        "Source: the page on the next forum, 14 March 2019.",
        "The call was published on 14 March 2019.",
        "The directive of 14 March 2019 applies to all meetings.",
        "The next forum will take place in March 2019.",
        "Published on 14 March 2019",
        "The budget for 2019 is due.",
        "| 14 March 2019 | 12 | 15 |",
    ],
)
def test_what_is_no_announcement_is_left_alone(text: str) -> None:
    """Reports of the past, citations, days before the document's own and bare dates are none."""
    assert found(f"It met. {text}\n\nIt ended.") == ()


@pytest.mark.parametrize(
    "known",
    [
        ((date(2019, 3, 14), date(2019, 3, 14)), "Fourth European Cluster Policy Forum"),
        ((date(2019, 3, 13), date(2019, 3, 15)), "Cluster Policy Forum 4"),
        ((date(2019, 3, 15), date(2019, 3, 15)), "The policy forum on clusters"),
    ],
)
def test_an_event_that_is_entered_is_not_announced_again(
    known: tuple[tuple[date, date], str],
) -> None:
    """The same day, or one before or after, and a similar title make it the same event."""
    text = "The next Cluster Policy Forum will take place on 14 March 2019 in Brussels."
    assert announcements([document(text)], [known], NOW) == ()


@pytest.mark.parametrize(
    "known",
    [
        ((date(2019, 3, 18), date(2019, 3, 18)), "Cluster Policy Forum"),
        ((date(2019, 3, 14), date(2019, 3, 14)), "Hydrogen valleys matchmaking"),
        ((date(2018, 11, 20), date(2019, 4, 30)), "EU Cluster Weeks"),
    ],
)
def test_another_event_near_by_does_not_hide_it(known: tuple[tuple[date, date], str]) -> None:
    """Another day, another title, or months of which it is one day, are another event."""
    text = "The next Cluster Policy Forum will take place on 14 March 2019 in Brussels."
    assert len(announcements([document(text)], [known], NOW)) == 1


def test_an_announcement_without_a_name_is_the_event_of_its_day() -> None:
    """What is entered in one language and announced in another has no word in common."""
    text = "The next meeting will take place on 19 March 2019."
    days = date(2019, 3, 19), date(2019, 3, 19)
    assert announcements([document(text)], [(days, "Jahreshauptversammlung")], NOW) == ()
    other = date(2019, 3, 18), date(2019, 3, 18)
    (found,) = announcements([document(text)], [(other, "Jahreshauptversammlung")], NOW)
    assert not found.is_named


def test_what_two_documents_announce_is_listed_once_and_the_coming_first() -> None:
    """Ids are told apart, past announcements come last."""
    text = (
        "The Skills Forum will take place on 5 December 2018. "
        "The Policy Forum will take place on 14 March 2019."
    )
    listed = announcements([document(text), document(text, "reports/other.md")], [], NOW)
    assert [(one.title, one.is_past) for one in listed] == [
        ("Policy Forum", False),
        ("Skills Forum", True),
    ]


def test_snippets_are_entries_that_events_yaml_accepts(tmp_path: Path) -> None:
    """Pasted under ``events:``, whatever stands in the sentence, they are read without a fault."""
    text = (
        "The “Clusters: *what* & 'next'” Forum will take place on 14 March 2019 in Brussels. "
        "The Policy Forum will take place on 14 March 2019 in Lyon. "
        "The deadline for proposals is 29 March 2019. The deadline for papers is 29 April 2019. "
        f"The {'Very ' * 40}Long Forum will take place on 1 June 2019."
    )
    listed = found(text)
    assert len(listed) >= 4
    path = tmp_path / "events.yaml"
    path.write_text(
        "events:\n" + "".join(one.snippet("Europe/Riga") for one in listed), encoding="utf-8"
    )
    events, problems, _warnings = check_events(path)
    assert problems == ()
    assert [event.title for event in events] == [one.title for one in listed]
    assert {(event.doc_id, event.timezone) for event in events} == {
        ("reports/third.md", "Europe/Riga")
    }


def test_the_rendering_names_place_sentence_and_entry() -> None:
    """A maintainer reads where it stands and what to paste."""
    text = "The Policy Forum will take place on 14 March 2019 in Brussels."
    (one,) = found(text)
    assert render_announcements([one], "Europe/Brussels") == (
        f"reports/third.md, characters 0 to {len(text)}:\n  “{text}”\n"
        "  - id: policy-forum-2019-03-14\n    title: Policy Forum\n    kind: forum\n"
        "    starts: 2019-03-14\n    ends: 2019-03-14\n    timezone: Europe/Brussels\n"
        "    place: Brussels\n    source: reports/third.md\n"
    )
    assert render_announcements([], "Europe/Brussels") == ""


def test_the_shipped_archive_announces_nothing_that_is_not_entered() -> None:
    """Every announcement of the shipped documents is in the shipped ``events.yaml``."""
    folder = ROOT / "knowledge"
    events = load_events(folder / "events.yaml")
    known = [((event.starts_on, event.ends_on), event.title) for event in events]
    assert announcements(read_archive(folder).documents, known, NOW) == ()


def test_the_report_of_the_third_forum_announces_three_events(seed: Path) -> None:
    """The weeks, the conference and the next forum are found in the real report."""
    raw = (seed / "third-forum.txt").read_bytes()
    listed = announcements([parse_document("third-forum.txt", raw)], [], NOW)
    assert sorted((one.title, one.first.isoformat()) for one in listed) == [
        ("EU Cluster Weeks", "2018-11-20"),
        ("European Cluster Conference", "2019-05-14"),
        ("European Cluster Policy Forum", "2019-03-14"),
    ]
