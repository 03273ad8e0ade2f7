"""A greeting and what can be tried, as they suit the archive that there is."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.answers.test_answerer import NOW, answerer_of

from forumbot.answers.introducing import examples, greeting
from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.overviews.outcomes import outcomes_of, outcomes_on
from forumbot.answers.overviews.overview import Asked, Overviewer
from forumbot.answers.overviews.summary import summary
from forumbot.asking.question import read_question
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder

CONFIGURED = ("What were the outcomes of the third forum?", "Who mends the north pier?")
MINUTES = """\
---
title: Meeting of the harbour club
kind: minutes
held_on: 2018-05-12
language: en
---
# Meeting of the harbour club

Present were Ada Aas, Bo Boe, Cy Cole and Dee Dahl of the board.

The board spoke of the winter storms and of the north pier.

## Decisions

- The club decided to mend the north pier.
- The club decided to buy a crane.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Generation:
    """An archive of minutes without any forum."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "knowledge").mkdir()
    (folder / "knowledge" / "minutes.md").write_text(MINUTES, encoding="utf-8")
    return answerer_of(folder / "knowledge", folder / "index", embedder, NOW)[1]


def greeted(generation: Generation, language: str = "en") -> Asked:
    """A greeting on a day, with one event to come."""
    today = datetime(2018, 6, 1, tzinfo=UTC)
    day = today.date().replace(month=7)
    event = DatedEvent("Regatta", day, day, None, None)
    agenda = Agenda(lambda: today, lambda: [event])
    return Asked(read_question("hello"), generation, agenda, None, language)


def test_an_archive_of_forums_is_greeted_for_as_such(shipped_index: Path) -> None:
    """It keeps the questions that are configured as far as it has their words."""
    asked = greeted(load_live(IndexFolder(shipped_index)))
    assert greeting(asked) == "Hello! Ask me about the forums and what they concluded."
    assert examples(asked, CONFIGURED) == [CONFIGURED[0]]


def test_an_archive_without_forums_is_greeted_for_by_its_titles(harbour: Generation) -> None:
    """In the member's language, the titles as they are."""
    assert "“Meeting of the harbour club”" in greeting(greeted(harbour))
    assert "forum" not in greeting(greeted(harbour))
    assert greeting(greeted(harbour, "de")).startswith("Hallo! Frag mich, was in den Dokumenten")


def test_what_can_be_tried_is_of_the_archive(harbour: Generation) -> None:
    """Of what is configured what it has the words of, else its event, meeting and documents."""
    assert examples(greeted(harbour), CONFIGURED) == [CONFIGURED[1]]
    assert examples(greeted(harbour), CONFIGURED[:1]) == [
        "Regatta – when is it?",
        "Meeting of the harbour club – what was decided?",
        "Which documents do you have?",
    ]


@pytest.mark.parametrize("made", [outcomes_of, outcomes_on])
def test_what_was_decided_at_a_meeting_is_all_of_it(harbour: Generation, made: Overviewer) -> None:
    """A word of its title is no theme, whichever of the two kinds the message is told to be."""
    asked = greeted(harbour)
    tried = read_question(examples(asked, ())[1])
    found = made(replace(asked, question=tried))
    assert found is not None
    assert len(found.entries) == 2


def test_who_was_there_is_not_what_a_meeting_was_about(harbour: Generation) -> None:
    """The first sentence behind that tells it."""
    asked = replace(greeted(harbour), question=read_question("the harbour club meeting in short"))
    found = summary(asked)
    assert found is not None
    (said,) = (one.excerpt for one in found.entries if one.heading == "What it was about")
    assert said is not None
    document = harbour.documents[said.doc_id]
    assert document.text[said.start : said.end].startswith("The board spoke of")


def test_a_configured_question_in_another_language_has_to_be_of_the_archive(
    harbour: Generation,
) -> None:
    """Told by what its words are in the archive's language."""
    asked = greeted(harbour)
    kept = "Welcher Club hat entschieden?"
    assert examples(asked, [kept]) == [kept]
    assert examples(asked, ["Wer sprach auf dem dritten Forum über Cluster?"])[0] != (
        "Wer sprach auf dem dritten Forum über Cluster?"
    )
