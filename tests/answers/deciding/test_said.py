import pytest

from forumbot.answers.deciding.said import share_said
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText

ARCHIVE = LexicalIndex.build(
    [
        LexicalText("Le budget de la formation est de 40 000 euros.", "fr"),
        LexicalText("The members meet in the hall in May.", "en"),
    ]
)


@pytest.mark.parametrize(
    ("asked", "share"),
    [
        ("Quel est le budget de la formation ?", 1.0),
        ("Gibt es ein Budget für die Ausbildung?", 1.0),
        ("Hvornår mødes medlemmerne?", 1.0),
        ("poterie budget", 0.5),
        ("zwemles poterie", 0.0),
    ],
)
def test_a_word_is_said_in_any_language_of_the_archive(asked: str, share: float) -> None:
    """As it stands or by the glossaries; what no passage holds in either is not."""
    question = read_question(asked)
    assert share_said(question, ARCHIVE, "fr") == share


def test_what_no_glossary_could_tell_counts_as_said() -> None:
    """Of a language without one, of the question or of the document, nothing is known."""
    assert share_said(read_question("zwemles poterie"), ARCHIVE, "tr") == 1.0
    assert share_said(read_question("2031"), ARCHIVE, "fr") == 1.0
