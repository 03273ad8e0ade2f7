"""How questions and texts speak of what somebody may do, by language."""

import pytest

from forumbot.language.permitted import asks_permission, tells_permission


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Who may vote?", "en", "Members are entitled to vote."),
        ("Wer darf abstimmen?", "de", "Stimmberechtigt ist jedes Mitglied."),
        ("Qui peut voter ?", "fr", "Les membres ont le droit de vote."),
        ("Wie mag stemmen?", "nl", "Elk lid is stemgerechtigd."),
        ("Cine poate vota?", "ro", "Membrii au dreptul de a vota."),
        ("Kto może głosować?", "pl", "Członkowie mają prawo głosu."),
    ],
)
def test_a_question_asks_who_may_and_a_text_tells_it(text: str, language: str, told: str) -> None:
    """With or without accents; one on its asker asks for somebody."""
    assert asks_permission(text, language)
    assert tells_permission(told, language)
    assert not tells_permission("Ada 12.", language)
    assert not asks_permission("Ada 12?", language)


def test_who_can_help_its_asker_is_somebody() -> None:
    """So is whom a language without such words asks for."""
    assert not asks_permission("Who can I ask?", "en")
    assert not asks_permission("Qui peut-on appeler ?", "fr")
    assert not asks_permission("Kuka saa äänestää?", "fi")
    assert not tells_permission("Jäsen saa äänestää.", "fi")
