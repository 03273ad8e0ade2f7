"""One person under several forms of a name."""

import pytest

from forumbot.archive.identities import fullest_names, inverted_names, may_be, parts_of_name
from forumbot.archive.names import levelled_name


def fullest(*names: str, stated: dict[str, list[str]] | None = None) -> dict[str, str]:
    """For each name the fullest of the same person, both levelled."""
    return dict(
        fullest_names(
            {levelled_name(one): one for one in names},
            {levelled_name(one): said for one, said in (stated or {}).items()},
        )
    )


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Merete Nielsen", "Merete Daniel Nielsen"),
        ("M. Nielsen", "Merete Nielsen"),
        ("Merete D. Nielsen", "Merete Daniel Nielsen"),
        ("Søren Ron", "Soren Erik Røn"),
        ("Antonio Novo", "Antonio Novo Guerrero"),
    ],
)
def test_a_name_may_be_a_fuller_one(short: str, full: str) -> None:
    """Without inner parts, with an initial of one, without accents, by the first of two surnames.

    The fuller one is not short for it.
    """
    assert may_be(parts_of_name(short), parts_of_name(full))
    assert not may_be(parts_of_name(full), parts_of_name(short))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Merete Nielsen", "Mads Daniel Nielsen"),
        ("Daniel Nielsen", "Merete Daniel Nielsen"),
        ("Jean Martin", "Jean-Pierre Martin"),
        ("Anna Berg", "Anna van den Berg"),
        ("Merete N.", "Merete Nielsen"),
        ("Peter Holm", "Peter Holm van Dijk"),
    ],
)
def test_another_first_name_or_surname_is_of_somebody_else(one: str, other: str) -> None:
    """As are what a hyphen joins, and what has a "van" of its own."""
    assert not may_be(parts_of_name(one), parts_of_name(other))


def test_each_name_leads_to_the_fullest_of_one_person() -> None:
    """By steps, too."""
    found = fullest("M. Nielsen", "Merete Nielsen", "Merete Daniel Nielsen", "Anna Berg")
    assert set(found.values()) == {"merete daniel nielsen", "anna berg"}


def test_where_two_may_be_meant_none_is() -> None:
    """An initial of two people, and a name that lacks the part in which two differ."""
    found = fullest("M. Nielsen", "Mads Nielsen", "Merete Nielsen")
    assert found["m nielsen"] == "m nielsen"
    found = fullest("Merete Nielsen", "Merete Anna Nielsen", "Merete Daniel Nielsen")
    assert found["merete nielsen"] == "merete nielsen"


def test_people_of_different_houses_are_two() -> None:
    """Where both forms say of what house somebody is, and these have no word in common."""
    names = ("Merete Nielsen", "Merete Daniel Nielsen")
    apart = {"Merete Nielsen": ["Borealis"], "Merete Daniel Nielsen": ["Cluster Excellence"]}
    assert fullest(*names, stated=apart)["merete nielsen"] == "merete nielsen"
    same = {**apart, "Merete Nielsen": ["Cluster Excellence Denmark"]}
    assert fullest(*names, stated=same)["merete nielsen"] == "merete daniel nielsen"


def test_a_surname_may_come_first_in_a_list() -> None:
    """At the beginning of a line or a cell; not in a row of names, where the comma parts two."""
    text = "- Nielsen, Merete\nBerg, Anna | ESCA\nAnna Nielsen, Merete Lund\nNielsen, Merete, Lund"
    found = [name for name, _span in inverted_names(text)]
    assert found == ["Merete Nielsen", "Anna Berg"]
    assert [text[start:end] for _name, (start, end) in inverted_names(text)] == [
        "Nielsen, Merete",
        "Berg, Anna",
    ]
