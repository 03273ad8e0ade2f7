"""What an answer is to quote, before it is decided on."""

from typing import Any, cast

import pytest

from forumbot.answers.drafts import Retrieved
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wie viele Leute waren da?", QuestionKind.NUMBER),
        ("Wer hat sie eröffnet?", QuestionKind.WHO),
        ("Darf man dort schlafen?", QuestionKind.WHAT),
    ],
)
def test_a_form_wants_what_the_question_wants(question: str, kind: QuestionKind) -> None:
    """Words put into another language ask nothing; but yes or no is left to the passages."""
    lexical = LexicalIndex.build([LexicalText("People met there.", "en")])
    form = QuestionTerms.of(read_question("people there"), lexical)
    nothing = cast("Any", None)
    retrieved = Retrieved(read_question(question), form, nothing, nothing, nothing, 700, None)
    assert form.kind is QuestionKind.WHAT
    assert retrieved.wanted.kind is kind
