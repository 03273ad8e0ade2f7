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


@examples(25)
@given(st.lists(TEXTS, max_size=30))
def test_whatever_was_searched_for_fits(forms: list[str]) -> None:
    """Discord refuses an embed that is too long."""
    told = Explanation(answer(Finding.NOTHING), told=("".join(forms), 0.5), forms=tuple(forms))
    fits(explanation_embed(told))
