"""Messages of several questions, and questions that only look like several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.asking.parts import (
    MOST_PARTS,
    asks_of_another,
    asks_twice,
    parts_of,
    points_to_first,
)
from forumbot.asking.question import check_question, read_question


def texts(message: str) -> list[str]:
    """The wordings of the parts."""
    return [part.text for part in parts_of(check_question(message))]


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (
            "When and where was the 2022 conference, and who spoke at the debrief?",
            ["When was the 2022 conference?", "where was the 2022 conference?",
             "who spoke at the debrief (the 2022 conference)?"],
        ),
        (
            "when does the call close? and who can apply?",
            ["when does the call close?", "who can apply (the call)?"],
        ),
        ("What is ESCA and where is it based?", ["What is ESCA?", "where is ESCA based?"]),
        (
            "Two questions: who wrote the report? how long is the third chapter?",
            ["who wrote the report?", "how long is the third chapter (the report)?"],
        ),
        (
            "Wann und wo war das Forum, und wer hat gesprochen?",
            ["Wann war das Forum?", "wo war das Forum?", "wer hat gesprochen (das Forum)?"],
        ),
        (
            "¿cuándo y dónde fue el foro, y quién habló?",
            ["cuándo fue el foro?", "dónde fue el foro?", "quién habló (el foro)?"],
        ),
        (
            "quando e dove si è svolto il forum, e chi ha parlato?",
            ["quando si è svolto il forum?", "dove si è svolto il forum?",
             "chi ha parlato (il forum)?"],
        ),
        (
            "Wer leitete das Pilotprojekt und wo lief es?",
            ["Wer leitete das Pilotprojekt?", "wo lief das Pilotprojekt?"],
        ),
        (
            "When did the new group publish its recommendations and how many are there?",
            ["When did the new group publish its recommendations?",
             "how many are there (the new group publish its recommendations)?"],
        ),
        (
            "who led the pilot and where was it run?",
            ["who led the pilot?", "where was the pilot run?"],
        ),
        (
            "dove si è tenuto il gruppo sul turismo e quante persone c'erano?",
            ["dove si è tenuto il gruppo sul turismo?",
             "quante persone c'erano (il gruppo sul turismo)?"],
        ),
        (
            "kiedy i gdzie było forum i kto występował?",
            ["kiedy było forum?", "gdzie było forum?", "kto występował (forum)?"],
        ),
    ],
)  # fmt: skip
def test_each_question_of_a_message_is_a_part(message: str, parts: list[str]) -> None:
    """What several have in common is said of each, and the first one's subject is carried over."""
    assert texts(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "skills and digitalisation", "What was decided on skills and digitalisation?",
        "What did the second and the third forum say on skills?", "Who presented results?",
        "What did Mr Floch, who spoke on labels, say?", "Which topics and speakers were there?",
        "Which forum had more participants, the second or the third?", "the venue, the hotel",
        "Was wurde zu Energie und Wasser beschlossen?", "Qui a parlé des pôles et des régions ?",
    ],
)  # fmt: skip
def test_one_question_is_never_split(message: str) -> None:
    """An "and" inside of it joins what is asked of."""
    assert texts(message) == [message]


def test_at_most_four_parts_are_answered() -> None:
    """More than a person reads in one message is left out."""
    assert len(texts("who came? when was it? where was it? why? how? what for?")) == MOST_PARTS


@examples(150)
@given(
    st.lists(
        st.sampled_from(
            ["when", "where", "and", ",", "who", "was", "the", "forum", "?", "it", "2022", "Ghent"]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_parts_of_any_message_ask_something(message: str) -> None:
    """There is always one, at most four, and each of several holds a word."""
    parts = parts_of(read_question(message))
    assert 1 <= len(parts) <= MOST_PARTS
    assert len(parts) == 1 or all(part.words for part in parts)


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Who spoke at the third forum? And at the fourth?",
         ["Who spoke at the third forum?", "Who spoke at the fourth forum?"]),
        ("Was wurde auf dem dritten Forum gesagt? und auf dem vierten?",
         ["Was wurde auf dem dritten Forum gesagt?", "Was wurde auf dem vierten Forum gesagt?"]),
        ("Qui a parlé au troisième forum ? et au premier ?",
         ["Qui a parlé au troisième forum ?", "Qui a parlé au premier forum ?"]),
    ],
)  # fmt: skip
def test_the_same_of_something_else_is_a_part(message: str, parts: list[str]) -> None:
    """A sentence that only names another forum asks the question before it of that."""
    assert asks_of_another(check_question(message))
    assert texts(message) == parts


@pytest.mark.parametrize("message", ["Who spoke? Thanks!", "Who spoke at the third forum?"])
def test_what_names_nothing_else_is_one_question(message: str) -> None:
    """Neither thanks nor one sentence asks a second time."""
    assert not asks_of_another(check_question(message))


@pytest.mark.parametrize(
    ("message", "asked", "shown"),
    [
        ("Who left the network, and why?", "why left the network?", "why?"),
        ("When did they meet and where?", "where did they meet?", "where?"),
        ("Wer hat das abgelehnt und warum?", "warum hat das abgelehnt?", "warum?"),
    ],
)
def test_a_question_word_at_the_end_asks_of_what_was_said_before_it(
    message: str, asked: str, shown: str
) -> None:
    """And is shown as it was typed."""
    part = parts_of(check_question(message))[-1]
    assert part.text.startswith(asked[:-1])
    assert part.typed == shown


@pytest.mark.parametrize(
    ("message", "points"),
    [
        ("when does registration close for the 11th meeting and where is it", True),
        ("Wer leitete das Pilotprojekt und wo lief es?", True),
        ("who opened the forum and who closed the Riga workshop?", False),
        ("who led it?", False),
    ],
)
def test_a_later_part_may_point_to_the_first(message: str, points: bool) -> None:
    """By a word for what that names; a part that names a thing of its own does not."""
    assert points_to_first(check_question(message)) is points


def test_two_question_words_before_one_rest_ask_twice() -> None:
    """As "when and where was it?" does, but two questions with a subject each do not."""
    assert asks_twice(parts_of(check_question("When and where was the third forum?")))
    assert not asks_twice(parts_of(check_question("When was the forum and who spoke there?")))


@pytest.mark.parametrize(
    ("message", "second", "kind"),
    [
        ("Wer hat Scale-up Denmark vorgestellt und was kostet es?", "was kostet Scale-up Denmark?",
         "number"),
        ("Wer sprach in Sitzung 4 und worum ging es da?", "worum ging es da (Sitzung 4)?", "what"),
        ("Was kostet die Kaution und für wie viele Tage gilt sie?",
         "für wie viele Tage gilt Kaution?", "number"),
    ],
)  # fmt: skip
def test_a_part_is_read_in_the_language_of_the_whole(message: str, second: str, kind: str) -> None:
    """Whatever its own words would tell; a number is of the meeting, capitals name no other."""
    part = parts_of(check_question(message))[1]
    assert (part.text, part.spoken, part.kind) == (second, "de", kind)
