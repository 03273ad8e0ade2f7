"""All that the archive has of a kind."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from forumbot.answers.overviews.holdings import holdings
from forumbot.answers.overviews.overview import Asked, Overview

Ask = Callable[..., Asked]


def found(ask: Ask, text: str) -> Overview:
    """What a message that asks for all of a kind is given."""
    overview = holdings(ask(text))
    assert overview is not None
    return overview


@pytest.mark.parametrize(
    "text",
    ["show me all the talks you've got", "Welche Vorträge gibt es?", "liste des exposés",
     "lista de ponencias", "elenco degli interventi", "lista de palestras", "listă cu prezentările",
     "welke lezingen heb je?", "pokaż wszystkie wystąpienia", "welche Vorträge gab es",
     "what talks were there?"],
)  # fmt: skip
def test_all_talks_stand_under_their_meetings(ask: Ask, text: str) -> None:
    """Each with who gave it, in nine languages."""
    lines = {one.text: one.heading for one in found(ask, text).entries}
    told = next(one for one in lines if "Stage IV" in one)
    assert "Xavier Merlin" in told
    assert lines[told].startswith("Third European Cluster Policy Forum")


@pytest.mark.parametrize(
    "text",
    ["list all speakers", "Liste alle Redner auf", "liste des intervenants", "lista de ponentes",
     "tutti i relatori", "lista de oradores", "toți vorbitorii din arhivă", "alle sprekers",
     "lista prelegentów"],
)  # fmt: skip
def test_all_speakers_stand_once_under_each_meeting(ask: Ask, text: str) -> None:
    """With what they are of."""
    entries = found(ask, text).entries
    names = [one.text for one in entries]
    assert "Xavier Merlin" in " ".join(names)
    assert len({(one.text, one.heading) for one in entries}) == len(entries)


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("which slides do you have", False),
        ("list the presentations you hold as files", False),
        ("welke slides heb je?", False),
        ("which files do you have", True),
    ],
)
def test_files_are_listed_as_documents(ask: Ask, text: str, *, is_all: bool) -> None:
    """Those of talks, or all."""
    overview = found(ask, text)
    kinds = {one.heading.partition(" (")[0] for one in overview.entries}
    assert "Presentations" in kinds
    assert (len(kinds) > 1) is is_all


@pytest.mark.parametrize(
    "text",
    [
        "list the speakers of the third forum",
        "which talks were on labels?",
        "which slides do you have of 2018",
        "talks",
        "who spoke on clusters?",
        "list the documents",
    ],
)
def test_what_says_more_is_asked_of_others(ask: Ask, text: str) -> None:
    """A forum, a theme or a time limits it, and one word alone may be a name."""
    assert holdings(ask(text)) is None


def test_only_documents_that_may_answer_are_looked_at(ask: Ask) -> None:
    """Nothing is said where none of them tells of a talk."""
    asked = ask("list all speakers")
    assert holdings(replace(asked, only={"reports/second-forum.md"})) is None
