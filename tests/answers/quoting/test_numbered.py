import pytest

from forumbot.answers.quoting.numbered import names_another_number
from forumbot.answers.quoting.told import Told
from forumbot.asking.question import check_question


@pytest.mark.parametrize(
    ("asked", "text", "language", "is_other"),
    [
        ("How many clusters were labelled in phase V?", "Phase IV labelled 48.", "en", True),
        ("How many clusters were labelled in phase 4?", "Phase IV labelled 48.", "en", False),
        ("combien de pôles en phase V ?", "Phase IV labelled 48 clusters.", "en", True),
        ("Wer sprach in Sitzung 3?", "In session 2 Ada Quill spoke.", "en", True),
        ("Who leads task 3?", "Tasks 2 and 3 have leaders: task 3, Ada Quill.", "en", False),
        ("How many clusters were labelled in phase V?", "It labelled 48 clusters.", "en", False),
        ("Who spoke in session 3?", "She spoke at the 2nd webinar.", "en", False),
        ("Which step 2 is it?", "Step 2.1 is the first.", "en", False),
        ("What was the second webinar on?", "The third webinar was on labels.", "en", True),
    ],
)
def test_another_number_is_another_thing(
    asked: str, text: str, language: str, is_other: bool
) -> None:
    """Parts, stages and meetings are told by their number; what names none may be of any."""
    told = [Told(text, "", language)]
    assert names_another_number(check_question(asked), told) is is_other
