from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import TEXTS, fits
from tests.bot.rendering.samples import BUILT, described
from tests.properties import examples

from forumbot.bot.rendering.help_and_status import help_embed, status_embed
from forumbot.language.phrases import DEFAULT, spoken
from forumbot.search.status import Changes, IndexStatus

EARLIER, LIVE, LATER = (
    "20190216T120000.000000Z-ca38ed", "20190217T120000.000000Z-23f1d5",
    "20190218T120000.000000Z-7e1a8a",
)  # fmt: skip


def status(refused: Sequence[str] = (), changes: Changes = Changes()) -> IndexStatus:  # noqa: B008
    """The status of an index of two documents."""
    return IndexStatus(
        generation=LIVE, created_at=BUILT, age=timedelta(days=3), knowledge=Path("k"),
        model="all-MiniLM-L6-v2", confidence="1", confidence_now="1", documents=("a", "b"),
        passages=7, refused=tuple(refused), generations=(EARLIER, LIVE, LATER), changes=changes,
    )  # fmt: skip


def described_fields(embed_of: IndexStatus) -> str:
    """The fields of a status as one text."""
    return "\n".join(f"{one.name}: {one.value}" for one in status_embed(embed_of).fields)


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
        "Last read": "<t:1550404800:F> (<t:1550404800:R>)", "Documents": "2", "Passages": "7",
        "Model": "all-MiniLM-L6-v2", "Refused": "2: c.pdf, d.pdf",
        "Earlier builds, for /archive rollback": "<t:1550318400:F>",
    }  # fmt: skip


def test_the_status_tells_builds_by_their_time() -> None:
    """Ids of generations are for the shell; those that were taken back from are not earlier."""
    text = described_fields(status())
    assert "-ca38ed" not in text
    assert text.count(":F>") == 2


@pytest.mark.parametrize("language", [one for one in spoken() if one != DEFAULT])
def test_the_status_is_said_in_every_language(language: str) -> None:
    """All of it that is ours; a model and files have their names."""
    changes = Changes(("a.md",), ("b.md",), ("c.md",))
    english = status_embed(status(["d.md"], changes))
    other = status_embed(status(["d.md"], changes), language)
    pairs = zip(english.fields, other.fields, strict=True)
    same = {one.name for one, there in pairs if one.name == there.name}
    assert same <= {"Documents", "Passages", "Model"}


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
