"""What counts from what was spoken of."""

import pytest

from forumbot.asking.context import Context
from forumbot.asking.followups import read_on
from forumbot.asking.question import read_question


@pytest.mark.parametrize(
    ("asked", "message", "read"),
    [
        ("who spoke in session 4 of the third forum?", "and the session before?",
         "who spoke in session 3 of the third forum?"),
        ("who spoke in the fourth session of the third forum?", "and in the session after that?",
         "who spoke in the fifth session of the third forum?"),
        ("Wer sprach in der vierten Sitzung des dritten Forums?", "und in der Sitzung davor?",
         "Wer sprach in der dritten Sitzung des dritten Forums?"),
        ("qui a parlé dans la troisième session ?", "et dans la session précédente ?",
         "qui a parlé dans la deuxième session ?"),
        ("chi ha parlato nella terza sessione?", "e nella sessione prima?",
         "chi ha parlato nella seconda sessione?"),
        ("what was said on day 1?", "and the day before?", "what was said on day 1?"),
        ("who opened the European Cluster Conference 2020?", "and the one before?",
         "who opened the European Cluster Conference 2019?"),
        ("who won the 2019 cup?", "and the next one?", "who won the 2020 cup?"),
    ],
)  # fmt: skip
def test_parts_and_years_are_counted_from_what_was_asked(
    asked: str, message: str, read: str
) -> None:
    """A session of its forum, and the yearly conference; there is none before the first."""
    found = read_on(read_question(message), Context(asked)).text
    assert found == read or (read == asked and "day 0" not in found)


@pytest.mark.parametrize(
    ("asked", "message", "read"),
    [
        ("who opened the European Cluster Conference 2020?", "and the next one?",
         "who opened Cluster Conference 2022 in Prague?"),
        ("who opened the European Cluster Conference 2020?", "and the one before?",
         "who opened Cluster Conference 2019 in Bucharest?"),
        ("what did they decide in May 2020?", "and the next time?",
         "what did they decide (Cluster Conference 2022 in Prague)?"),
        ("when did they meet in May 2020?", "and the next time?",
         "when did (Cluster Conference 2022 in Prague)?"),
        ("Quand a eu lieu le deuxième forum ?", "et la prochaine fois ?",
         "Quand a eu lieu le troisième forum ?"),
        ("Wann war das zweite Forum?", "und das nächste Mal?", "Wann war das dritte Forum?"),
        ("Când a fost al doilea forum?", "și data viitoare?", "Când a fost al treilea forum?"),
    ],
)  # fmt: skip
def test_the_meeting_beside_is_the_one_of_its_series(asked: str, message: str, read: str) -> None:
    """In the place of the one that is named, else behind; of a forum the next number."""
    beside = Context(
        asked,
        previous="Cluster Conference 2019 in Bucharest",
        following="Cluster Conference 2022 in Prague",
    )
    assert read_on(read_question(message), beside).text == read
