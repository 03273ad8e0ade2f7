"""How messages ask for events, in every language that has words for it."""

import pytest

from forumbot.language.event_words import (
    asking,
    counting,
    during,
    event_pattern,
    event_words,
    listing,
)
from forumbot.language.levelling import level


@pytest.mark.parametrize(
    ("message", "kind", "rest"),
    [
        ("How many forums were there?", "forums", " were there?"),
        ("Wie viele Konferenzen gab es?", "konferenzen", " gab es?"),
        ("Combien d'ateliers y a-t-il eu ?", "ateliers", " y a-t-il eu ?"),
        ("¿Cuántas reuniones hubo?", "reuniones", " hubo?"),
        ("und wie viele foren?", "foren", "?"),
        ("Ile spotkań odbyło się w 2019?", "spotkan", " odbyło się w 2019?"),
    ],
)
def test_a_kind_of_events_is_counted(message: str, kind: str, rest: str) -> None:
    """By the words that ask for a number; what follows the noun is left."""
    found = counting().fullmatch(level(message))
    assert found is not None
    assert (found["kind"], found["rest"]) == (kind, level(rest))


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("List all of the deadlines", "deadlines"),
        ("nenne mir alle termine", "termine"),
        ("muéstrame todos los eventos", "eventos"),
    ],
)
def test_a_kind_of_events_is_listed(message: str, kind: str) -> None:
    """What stands between the verb and the noun does not count."""
    found = listing().fullmatch(level(message))
    assert found is not None
    assert found["kind"] == kind


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Which forums were in Brussels?", "forums"),
        ("Quels sont les ateliers de 2019 ?", "ateliers"),
        ("ce evenimente au fost la Cluj?", "evenimente"),
        ("jakie wydarzenia były w maju?", "wydarzenia"),
    ],
)
def test_a_kind_of_events_is_asked_for(message: str, kind: str) -> None:
    """Also where "which" is a word that the language has for "what"."""
    found = asking().fullmatch(level(message))
    assert found is not None
    assert found["kind"] == kind


def test_an_event_within_which_others_are_is_found() -> None:
    """Without the article in front of it."""
    found = during().search("were held during the cluster weeks")
    assert found is not None
    assert found["event"] == "cluster weeks"


@pytest.mark.parametrize(
    ("key", "said", "other"),
    [
        ("past", "which events took place?", "which eu events come?"),
        ("past", "quels ateliers ont eu lieu ?", "les ateliers eu"),
        ("steps", "was sind die nächsten schritte?", "der nächste schrittmacher"),
        ("until_when", "jusqu'à quand ?", "quand ?"),
        ("several", "les prochaines réunions", "la prochaine réunion"),
    ],
)
def test_what_is_said_of_events_is_told(key: str, said: str, other: str) -> None:
    """By whole words: the "EU" is no participle."""
    assert event_pattern(key).search(level(said))
    assert not event_pattern(key).search(level(other))


def test_single_words_are_levelled() -> None:
    """A row of several words is none of them."""
    assert {"evenements", "events"} <= event_words("any")
    assert "took place" not in event_words("past")
