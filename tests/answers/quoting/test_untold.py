"""Sentences that say that something is not known."""

import pytest

from forumbot.answers.quoting.untold import says_untold
from forumbot.asking.kinds import QuestionKind


@pytest.mark.parametrize(
    ("kind", "text", "language"),
    [
        (QuestionKind.WHERE, "The report does not say in which city the delegates met.", "en"),
        (QuestionKind.WHEN, "The date of the meeting is not known.", "en"),
        (QuestionKind.WHAT, "It gives no further details on the park.", "en"),
        (QuestionKind.WHERE, "Das Protokoll sagt nicht, wo das Treffen stattfand.", "de"),
        (QuestionKind.WHEN, "Le rapport ne précise pas quand la réunion a eu lieu.", "fr"),
        (QuestionKind.WHERE, "Raportul nu spune unde s-a ținut întâlnirea.", "ro"),
    ],
)
def test_what_is_said_to_be_unknown_is_told_by_its_kind(
    kind: QuestionKind, text: str, language: str
) -> None:
    """Of that kind, and of no other."""
    assert says_untold(kind, text, language)
    other = QuestionKind.NUMBER if kind is not QuestionKind.NUMBER else QuestionKind.WHO
    assert not says_untold(other, text, language)


def test_a_plain_statement_or_an_unknown_language_says_nothing_untold() -> None:
    """Only what is denied counts."""
    assert not says_untold(QuestionKind.WHERE, "The delegates met in Vienna.", "en")
    assert not says_untold(QuestionKind.WHERE, "It does not say where they met.", "??")
