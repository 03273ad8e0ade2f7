from dataclasses import replace

import pytest

from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.deciding.evidence import NOTHING_FOUND
from forumbot.answers.deciding.sureness import SURE, sureness_label


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "very sure"), (0.8, "very sure"), (0.7, "fairly sure"), (SURE, "fairly sure"),
        (0.59, "not very sure"), (0.0, "not very sure"),
    ],
)  # fmt: skip
def test_sureness_is_said_in_words(confidence: float, words: str) -> None:
    """A confidence of 0.8 and more is called very sure, one from SURE on fairly sure."""
    assert sureness_label(confidence) == words


def test_a_keyword_that_a_sentence_holds_is_never_called_unsure() -> None:
    """Where the words change at some confidence, so does what a lookup is given at least."""
    held = replace(NOTHING_FOUND, weakest_in_sentence=1.0)
    confidence = shipped_judge().confidence(held, None, is_lookup=True)
    assert sureness_label(confidence) != sureness_label(0.0)
