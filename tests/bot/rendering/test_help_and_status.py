from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import TEXTS, fits
from tests.bot.rendering.samples import BUILT, described
from tests.properties import examples

from forumbot.bot.rendering.help_and_status import help_embed, status_embed
from forumbot.search.status import Changes, IndexStatus


def status(refused: Sequence[str] = (), changes: Changes = Changes()) -> IndexStatus:  # noqa: B008
    """The status of an index of two documents."""
    return IndexStatus(
        generation="g2", created_at=BUILT, age=timedelta(days=3), knowledge=Path("k"),
        model="all-MiniLM-L6-v2", confidence="1", confidence_now="1", documents=("a", "b"),
        passages=7, refused=tuple(refused), generations=("g1", "g2"), changes=changes,
    )  # fmt: skip


def test_the_help_lists_commands_under_headings() -> None:
    """A command by its words or as Discord's own mention of it."""
    groups = {"Members": {"/ask question": "Ask.", "</outcomes:12>": "List."}, "More": {"x": "y"}}
    assert described(help_embed(groups)).split("\n") == [
        "**Members**", r"**\/ask question** – Ask.", "</outcomes:12> – List.", "",
        "**More**", "**x** – y",
    ]  # fmt: skip


def test_the_status_names_what_is_live_and_what_is_not_well() -> None:
    """Refused and changed files appear only where there are some."""
    fields = status_embed(status(refused=["c.pdf", "d.pdf"])).fields
    assert {field.name: field.value for field in fields} == {
        "Live generation": "g2", "Passages": "7", "Documents": "2", "Model": "all-MiniLM-L6-v2",
        "Built": "<t:1550404800:F> (<t:1550404800:R>)", "Refused": "2: c.pdf, d.pdf",
        "Generations": "2: g1, g2",
    }  # fmt: skip


def test_help_without_commands_asks_for_a_question() -> None:
    """Nothing is never shown as nothing at all."""
    assert help_embed({}).description == "Ask me a question."


@examples(60)
@given(
    st.dictionaries(TEXTS, st.dictionaries(TEXTS.map("/".__add__), TEXTS, max_size=3), max_size=3),
    st.lists(TEXTS, max_size=3),
)
def test_help_and_status_of_any_text_fit_and_do_nothing(
    groups: dict[str, dict[str, str]], names: list[str]
) -> None:
    """File names, and what the help is given."""
    names = names * 33
    fits(help_embed(groups))
    fits(status_embed(status(names, Changes(*[tuple(names)] * 3))))
