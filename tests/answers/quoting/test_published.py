"""The day of a press item about a meeting is not that of the meeting."""

import pytest

from forumbot.answers.quoting.published import is_of_publication
from forumbot.asking.question import read_question

ASKED = "When was the meeting of the Agate clusters?"


@pytest.mark.parametrize(
    ("text", "language", "is_publication"),
    [
        ("A meeting was reported in a press item of 6 December 2019.", "en", True),
        ("The Agency published an item about the meeting on 6 December 2019.", "en", True),
        ("The news, posted on 6 December 2019, is short. It met on 5 May 2019.", "en", False),
        ("The meeting, announced in the press, took place on 5 May 2019.", "en", False),
        ("The Agate clusters met on 5 May 2019.", "en", False),
        (
            "Das Treffen wurde in einer am 6. Dezember 2019 veröffentlichten Notiz erwähnt.",
            "de",
            False,
        ),
        ("Der Bericht über das Treffen, veröffentlicht am 6. Dezember 2019.", "de", True),
        ("L'article sur la réunion, publié le 6 décembre 2019.", "fr", True),
        ("La noticia de la reunión fue publicada el 6 de diciembre de 2019.", "es", True),
        ("Nothing is told of it.", "en", False),
        ("Published on 6 December 2019.", "xx", False),
    ],
)
def test_a_day_of_publication_is_told(text: str, language: str, is_publication: bool) -> None:
    """It stands behind a word for what is published, and no word for what was held between."""
    assert is_of_publication(read_question(ASKED), text, language) is is_publication


@pytest.mark.parametrize(
    ("question", "text", "is_of_another"),
    [
        ("When was the Cedar Dialogue held?", "It began. Next dialogue: 14 May 2021.", True),
        ("When did it take place?", "The next dialogue takes place on 14 May 2021.", True),
        ("When is the next Cedar Dialogue?", "Next dialogue: 14 May 2021.", False),
        ("When was the dialogue held?", "It was held on the following day: 14 May 2021.", False),
        ("When was the dialogue held?", "It met on 5 May 2020. The next one: 14 May 2021.", False),
    ],
)  # fmt: skip
def test_the_day_of_the_next_one_is_not_that_of_what_was_held(
    question: str, text: str, is_of_another: bool
) -> None:
    """Unless the question is for the next one, or does not ask for what is over."""
    assert is_of_publication(read_question(question), text, "en") is is_of_another


@pytest.mark.parametrize(
    "question",
    [
        "When was the report published?",
        "Wann wurde der Bericht veröffentlicht?",
        "Quand l'article a-t-il été publié ?",
        "Who met on 6 December 2019?",
    ],
)
def test_a_question_for_it_may_be_answered_by_it(question: str) -> None:
    """Nor is a day amiss where none is asked for."""
    assert not is_of_publication(read_question(question), "Published on 6 December 2019.", "en")
