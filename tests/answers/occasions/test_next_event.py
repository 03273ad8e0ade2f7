"""The next event of a name, or the last one that was."""

from datetime import date

import pytest

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.occasions.next_event import Agenda, Occasions, remark_on
from forumbot.answers.occasions.undated import undated_plan
from forumbot.archive.documents import parse_document
from forumbot.asking.question import read_question
from forumbot.clock import fixed_clock

REPORT = (
    "# Third wombat forum\n\nThe third wombat forum met on 15 November 2018.\n\n"
    "The next wombat forum will take place on 14 March 2019 in Brussels.\n"
)
DOCUMENT = parse_document("third.md", REPORT.encode())
LATER = DatedEvent("Fifth Wombat Forum", date(2019, 9, 3), date(2019, 9, 4), "Vienna")


def remark(question: str, now: str, *events: DatedEvent, number: int = 1) -> str | None:
    """What is said on a question at a time, with the events of the calendar."""
    agenda = Agenda(fixed_clock(now), lambda: events)
    occasion = Occasions({DOCUMENT.doc_id: DOCUMENT}, "en", agenda).next_for(
        read_question(question)
    )
    if occasion is None:
        return None
    return remark_on(occasion, number if occasion.excerpt else None)


def test_a_coming_event_is_told_with_its_day() -> None:
    """Before the day, the next one is the one that the report announces."""
    said = remark("When is the next forum?", "2019-02-20")
    assert said == "The next one in the archive is on 14 March 2019 in Brussels [1]."


def test_on_its_day_it_is_still_the_next_one() -> None:
    """An event is past only after its last day."""
    said = remark("Where is the next wombat forum?", "2019-03-14")
    assert said == "The next one in the archive is on 14 March 2019 in Brussels [1]."


def test_a_past_event_is_called_the_last_one() -> None:
    """After the day, nothing later is known, and that is said."""
    said = remark("When is the next wombat forum?", "2026-05-01")
    assert said == (
        "The last one in the archive was on 14 March 2019 in Brussels [1]; "
        "no later one is in the archive."
    )


def test_a_later_event_of_the_calendar_is_told_though_no_document_does() -> None:
    """The calendar knows more than the documents, and is named as the source."""
    said = remark("When is the next forum?", "2019-05-01", LATER)
    assert said == (
        "The next one in the archive, “Fifth Wombat Forum”, is from 3 to 4 September 2019 in "
        "Vienna by the calendar, though no document gives the day."
    )


def test_an_event_that_runs_is_under_way() -> None:
    """Between its first and its last day."""
    said = remark("When is the next forum?", "2019-09-04", LATER)
    assert said is not None
    assert said.startswith("“Fifth Wombat Forum” is under way, from 3 to 4 September 2019")


@pytest.mark.parametrize(
    "question", ["When was the last wombat forum?", "Wann war das letzte Forum?"]
)
def test_the_last_event_is_the_last_one_that_is_over(question: str) -> None:
    """A coming one does not count, and keeps it from being called the latest that is known."""
    said = "The last one in the archive was on 14 March 2019 in Brussels [1]"
    assert remark(question, "2019-05-01") == f"{said}; no later one is in the archive."
    assert remark(question, "2019-05-01", LATER) == f"{said}."
    assert remark(question, "2018-01-01") is None


def test_a_forum_of_the_calendar_is_told_by_its_number() -> None:
    """Where no document is of that forum; its place only where the calendar has one."""
    said = "from 3 to 4 September 2019 in Vienna by the calendar, though no"
    asked = remark("When is the fifth forum?", "2019-05-01", LATER)
    assert asked == f"“Fifth Wombat Forum” is {said} document gives the day."
    assert remark("Where was the 5th forum held?", "2026-05-01", LATER) == (
        f"“Fifth Wombat Forum” was {said} document gives the day."
    )
    assert remark("When is the sixth forum?", "2019-05-01", LATER) is None
    assert remark("Who spoke at the fifth forum?", "2019-05-01", LATER) is None


def test_an_event_is_found_by_its_kind_where_no_title_names_it() -> None:
    """A webinar need not be called one."""
    talk = DatedEvent("Talk on dens", date(2019, 9, 3), date(2019, 9, 3), kind="webinar")
    said = remark("When is the next webinar?", "2019-05-01", talk)
    assert said is not None
    assert said.startswith("The next one in the archive, “Talk on dens”, is on 3 September 2019")


def test_a_talk_is_not_the_event_that_it_speaks_of() -> None:
    """A presentation at the third forum on a conference is held on the day of the forum."""
    text = (
        "---\ntitle: The Wombat Conference 2019\nkind: presentation\nedition: 3\n"
        "held_on: 2018-11-15\n---\nThe wombat conference was presented on 15 November 2018.\n"
    )
    document = parse_document("talk.md", text.encode())
    agenda = Agenda(fixed_clock("2018-11-01"))
    occasions = Occasions({document.doc_id: document}, "en", agenda)
    assert occasions.next_for(read_question("When is the next wombat conference?")) is None


@pytest.mark.parametrize(
    "question",
    [
        "When is the last day of the forum?",
        "What was said at the last forum?",
        "When is the next NATO summit?",
        "When was the third forum?",
        "How many people come to the next forum?",
        "What are the topics of the next forum?",
        "Who speaks at the next forum?",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    """Other events, past ones, and questions for something else than the day or place."""
    assert remark(question, "2019-02-20", LATER) is None


def test_the_sentence_that_gives_the_day_is_quoted() -> None:
    """The excerpt is verbatim and holds the date."""
    occasions = Occasions({DOCUMENT.doc_id: DOCUMENT}, "en", Agenda(fixed_clock("2019-02-20")))
    occasion = occasions.next_for(read_question("When is the next forum?"))
    assert occasion is not None
    assert occasion.excerpt is not None
    quote = DOCUMENT.text[occasion.excerpt.start : occasion.excerpt.end]
    assert quote == "The next wombat forum will take place on 14 March 2019 in Brussels."


def test_a_later_one_without_a_day_is_told_by_the_sentence_that_plans_it() -> None:
    """In place of saying that no later one is known; not where what plans it is older."""
    text = (
        "---\ntitle: Quokka workshop\nheld_on: 2024-06-06\n---\n\nIt met.\n\n"
        "The next quokka workshop will be held in 2025; two towns have offered to host.\n"
    )
    report = parse_document("quokka.md", text.encode())
    agenda = Agenda(fixed_clock("2025-03-03"), tuple)
    found = Occasions({"quokka.md": report}, "en", agenda).next_for(
        read_question("where is the next quokka workshop?")
    )
    assert found is not None
    assert found.is_plan
    assert found.excerpt is not None
    said = report.text[found.excerpt.start : found.excerpt.end]
    assert said.startswith("The next quokka workshop")
    asked_of_2026 = undated_plan(frozenset({"quokka", "workshop"}), [report], date(2026, 1, 1))
    assert asked_of_2026 is None


@pytest.mark.parametrize(
    ("language", "announced", "question"),
    [
        ("es", "La próxima asamblea se celebrará el 14 de junio de 2025 en Pamplona.",
         "¿cuándo y dónde es la próxima asamblea?"),
        ("pl", "Następne walne zebranie odbędzie się 14 czerwca 2025 r. w Krośnie.",
         "kiedy odbędzie się następne walne zebranie?"),
        ("en", "Next committee meeting: Saturday 14 June 2025, same place.",
         "when is the next committee meeting?"),
    ],
)  # fmt: skip
def test_what_is_announced_without_a_name_is_found_by_the_sentence(
    language: str, announced: str, question: str
) -> None:
    """Where that says what the question calls it, in any language that has a word for "next"."""
    head = f"---\ntitle: Minutes\nlanguage: {language}\npublished_on: 2025-02-01\n---\n\n"
    minutes = parse_document("m.md", f"{head}{announced}\n".encode())
    agenda = Agenda(fixed_clock("2025-03-03"), tuple)
    found = Occasions({"m.md": minutes}, language, agenda).next_for(read_question(question))
    assert found is not None
    assert found.excerpt is not None
    assert minutes.text[found.excerpt.start : found.excerpt.end] == announced
