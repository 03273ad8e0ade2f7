"""The forms in which texts tell of talks: who is read, of what, and with which title."""

import pytest

from forumbot.archive.names import NameReader
from forumbot.archive.talk_forms import in_sentence, session_number

_READER = NameReader(["The European Commission asked what the cluster needs."])


@pytest.mark.parametrize(
    ("code", "sentence", "speakers", "title"),
    [
        ("en", 'Søren Røn presented "Scale-up Denmark".', {"Søren Røn": ""}, "Scale-up Denmark"),
        (
            "en",
            'Hervé Floch of the French Association and Helmut Kergel (VDI/VDE) gave the "Update".',
            {"Hervé Floch": "French Association", "Helmut Kergel": "VDI/VDE"},
            "Update",
        ),
        (
            "en",
            'The last talk was "Co-creation", presented by Carsten Schierenbeck of DG GROW.',
            {"Carsten Schierenbeck": "DG GROW"},
            "Co-creation",
        ),
        ("en", "The day began with a keynote by Vint Cerf.", {"Vint Cerf": ""}, ""),
        ("de", "Jana Köhler hielt einen Vortrag über Fachkräfte.", {"Jana Köhler": ""}, ""),
        ("fr", "Xavier Merlin a présenté la « Phase IV ».", {"Xavier Merlin": ""}, "Phase IV"),
        ("pl", "Marek Przeor wygłosił wykład.", {"Marek Przeor": ""}, ""),
    ],
)
def test_a_sentence_tells_of_a_talk(
    code: str, sentence: str, speakers: dict[str, str], title: str
) -> None:
    """All speakers with what they are of, in the words of the sentence."""
    [form] = in_sentence(sentence, (0, len(sentence)), code, _READER)
    assert {one.name: one.affiliation for one in form.speakers} == speakers
    assert form.title == title
    assert not form.is_led


@pytest.mark.parametrize(
    "sentence",
    [
        "The European Commission presented its plans.",
        "Anna Berg gave him the keys of the house.",
        "Anna Berg opened an issue on the list.",
        "Anna Berg was told that the plans were presented.",
        "Data Analysis presented a summary.",
    ],
)
def test_what_is_no_talk_of_a_person_is_passed_over(sentence: str) -> None:
    """Bodies, things that are given otherwise, and what others did."""
    assert not in_sentence(sentence, (0, len(sentence)), "en", _READER)


def test_who_chaired_is_told_from_who_presented() -> None:
    """Openings and chairs of meetings are led, not presented."""
    sentence = "Dr. Ole Janssen opened the annual conference."
    [form] = in_sentence(sentence, (0, len(sentence)), "en", _READER)
    assert form.is_led
    assert [one.name for one in form.speakers] == ["Ole Janssen"]


@pytest.mark.parametrize(
    ("text", "code", "number"),
    [
        ("Session 4: skills", "en", 4),
        ("in the second session", "en", 2),
        ("Sitzung 3", "de", 3),
        ("la deuxième séance", "fr", 2),
        ("before session 1", "en", None),
        ("three sessions", "en", None),
    ],
)
def test_a_session_is_known_by_its_number(text: str, code: str, number: int | None) -> None:
    """In figures or as an ordinal, but not where it is only what comes next."""
    assert session_number(text, code) == number
