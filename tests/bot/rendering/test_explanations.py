"""How an answer came about, as an embed."""

from hypothesis import given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import TEXTS, fits
from tests.bot.rendering.samples import answer, described
from tests.properties import examples

from forumbot.answers.answer import Finding
from forumbot.answers.explaining import Explanation
from forumbot.bot.rendering.explanations import explanation_embed


def test_stages_stand_under_their_names() -> None:
    """With the generation, where the answer was given from another."""
    told = Explanation(answer(Finding.OVERVIEW), told=("documents", 0.87))
    embed = explanation_embed(told, another_generation="g2")
    assert "**kind of message**\n• documents \\(0.87\\)" in described(embed)
    assert "Explained from g2" in str(embed.footer.text)
    assert explanation_embed(told).footer.text is None


def test_what_decided_and_the_headings_are_in_the_language_of_the_maintainer() -> None:
    """With a word on what stays in English; none for who reads that anyway."""
    told = Explanation(answer(Finding.OVERVIEW), told=("documents", 0.87))
    embed = explanation_embed(told, another_generation="g2", language="de")
    assert described(embed).startswith("Es wurde keine Textstelle gesucht")
    assert "**Art der Nachricht**\n• documents \\(0.87\\)" in described(embed)
    assert "Erklärt aus g2" in str(embed.footer.text)
    assert "ist englisch" in str(embed.footer.text)
    assert "english" not in str(explanation_embed(told, language="en-GB").footer.text).lower()


@examples(25)
@given(st.lists(TEXTS, max_size=30))
def test_whatever_was_searched_for_fits(forms: list[str]) -> None:
    """Discord refuses an embed that is too long."""
    told = Explanation(answer(Finding.NOTHING), told=("".join(forms), 0.5), forms=tuple(forms))
    fits(explanation_embed(told))
