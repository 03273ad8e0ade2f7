"""Messages about what is kept of whoever writes them."""

import pytest

from forumbot.language.own_data import own_data_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("delete my data", "en"),
        ("What do you know about me?", "en"),
        ("do you store my questions?", "en"),
        ("Was speicherst du über mich?", "de"),
        ("lösche bitte meine Daten", "de"),
        ("borra mis datos", "es"),
        ("supprimez mes données", "fr"),
        ("che cosa sai di me?", "it"),
        ("verwijder mijn gegevens", "nl"),
        ("co o mnie wiesz?", "pl"),
        ("apaga os meus dados", "pt"),
        ("ce știi despre mine?", "ro"),
    ],
)
def test_who_asks_what_is_kept_of_them_is_understood(text: str, language: str) -> None:
    """In nine languages."""
    assert own_data_in(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "What data do clusters collect?",
        "Tell me more about the third forum",
        "Who keeps the data on regional innovation?",
        "delete",
        "",
        "my cluster wants to know how data on firms is shared among the regions of Europe about me",
    ],
)
def test_other_questions_on_data_are_for_the_documents(text: str) -> None:
    """Data of others, and long questions."""
    assert own_data_in(text) is None
