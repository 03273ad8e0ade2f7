import pytest

from forumbot.language.counting import counted


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1500, "1,500 entries")],
)
def test_one_is_singular_and_all_else_plural(number: int, said: str) -> None:
    """Thousands are set apart, and nought is plural."""
    assert counted(number, "entry", "entries") == said


def test_a_plural_that_is_not_given_ends_in_s() -> None:
    """As nearly all English ones do."""
    assert counted(2, "document") == "2 documents"
