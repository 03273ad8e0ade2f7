from dataclasses import replace
from datetime import date

from tests.documents import hit_on

from forumbot.answers.quoting.named_forum import of_named_forum
from forumbot.asking.question import read_question
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage

ITS_DAY, ANOTHER = date(2018, 11, 15), date(2019, 5, 14)


def hit(doc_id: str, text: str, edition: int | None = None, held_on: date | None = None) -> Hit:
    """A hit on a document of one passage."""
    found = hit_on(Passage(doc_id, (), None, 0, len(text), text))
    return replace(found, document=replace(found.document, edition=edition, held_on=held_on))


REPORT = hit("third.md", "15 countries came.", 3, ITS_DAY)
CONFERENCE = hit("conference.md", "450 people came.", held_on=ANOTHER)


def ids(*hits: Hit) -> list[str]:
    """The documents of what is left of hits for a question on the third forum, in their order."""
    mention = read_question("How many people attended the third forum?").forums.one
    return [one.passage.doc_id for one in of_named_forum(mention, hits)]


def test_another_meeting_of_another_day_says_nothing_of_the_forum_that_is_named() -> None:
    """A conference held on another day is left out, a talk of the forum's own day is not."""
    talk = hit("talk.md", "Ada spoke.", held_on=ITS_DAY)
    assert ids(CONFERENCE, REPORT, talk) == ["third.md", "talk.md"]


def test_another_meeting_that_names_the_forum_is_on_it() -> None:
    """What a later conference says of the third forum counts as any passage on that."""
    debrief = hit("debrief.md", "The third forum drew 18 delegates.", held_on=ANOTHER)
    assert ids(debrief, REPORT) == ["debrief.md", "third.md"]


def test_what_is_on_no_meeting_comes_behind_what_is_on_the_one_that_is_named() -> None:
    """A page without a day may say more, but not before the forum's own documents."""
    page = hit("page.md", "The group first met in Brussels.")
    second = hit("second.md", "As at the third forum, 19 countries came.", 2)
    assert ids(second, page, REPORT) == ["third.md", "page.md", "second.md"]


def test_without_a_document_of_the_forum_no_day_tells_another_meeting() -> None:
    """Nothing is left out by its day where the day of the forum is not known."""
    assert ids(CONFERENCE) == ["conference.md"]


def test_all_hits_stay_where_they_are_all_on_others() -> None:
    """Something is quoted rather than nothing; whether it answers is decided elsewhere."""
    assert ids(hit("second.md", "19 countries came.", 2)) == ["second.md"]
