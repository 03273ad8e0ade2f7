import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import FACTS, TEXTS, fits
from tests.bot.rendering.samples import FIRST, described, document, hit, outcome
from tests.properties import examples

from forumbot.answers.outcomes import DocumentOutcome
from forumbot.archive.documents import Document
from forumbot.bot.rendering.pages import hits_embed, outcomes_embed, page_count
from forumbot.search.hits import Hit


@examples(60)
@given(
    st.lists(st.builds(hit, TEXTS, TEXTS, doc_id=st.sampled_from(["a.md", "b"])), max_size=14),
    st.builds(document, **FACTS),
    st.lists(st.builds(outcome, TEXTS, st.integers(1, 999), **FACTS), max_size=14),
    st.integers(-3, 9),
    st.integers(-3, 99),
    TEXTS,
)
def test_passages_and_outcomes_of_any_text_fit_and_do_nothing(
    hits: list[Hit], of: Document, entries: list[DocumentOutcome], page: int, per: int, topic: str
) -> None:
    """Whatever they hold and however many a page is asked to show."""
    fits(hits_embed(hits, {"a.md": of}, 1, 2))
    fits(outcomes_embed(entries, page, per_page=per, topic=topic))


def test_passages_are_paged_each_over_its_source() -> None:
    """A blank line between them, and the footer says which page it is."""
    embed = hits_embed([hit("One"), hit("Two", doc_id="b.md")], {"a.md": document()}, 2, 4)
    assert described(embed).split("\n") == ["> One", "Report", "", "> Two", "b"]
    assert embed.footer.text == "Page 2 of 4"


def test_outcomes_are_paged_each_with_its_source() -> None:
    """Five a page unless asked otherwise; a page beyond the last is the last."""
    entries = [outcome(f"Outcome text {n}", n, held_on=FIRST) for n in range(1, 8)]
    embed = outcomes_embed(entries, 99, topic="skills")
    assert described(embed).split("\n\n") == [
        "> Outcome text 6\nOutcome 6 · Report · held 15 November 2018",
        "> Outcome text 7\nOutcome 7 · Report · held 15 November 2018",
    ]
    assert embed.title == "Outcomes on skills"
    assert embed.footer.text == "Page 2 of 2, 7 outcomes"
    assert described(outcomes_embed(entries, 0)).startswith("> Outcome text 1\n")


@pytest.mark.parametrize(
    ("entries", "per_page", "pages"),
    [(0, 5, 1), (5, 5, 1), (6, 5, 2), (25, 99, 3), (3, 0, 3)],
)
def test_pages_hold_one_to_ten(entries: int, per_page: int, pages: int) -> None:
    """There is always a page, if only an empty one."""
    assert page_count(entries, per_page) == pages


def test_no_passage_and_no_outcome_are_said_to_be_none() -> None:
    """Nothing is never shown as nothing at all; what is withheld is no lack."""
    assert hits_embed([], {}, 1, 1).description == "No passage fits."
    assert outcomes_embed([], 1).description == "No outcome on this in the archive."
    assert described(outcomes_embed([], 1, withheld=2)).startswith("All withheld: ")


def test_members_are_told_who_can_bring_withheld_outcomes_back() -> None:
    """The footer counts what is withheld and names a maintainer, not a command."""
    footer = outcomes_embed([outcome("Labels stay.")], 1, withheld=2).footer.text
    withheld = "2 withheld (changed since the index was built)"
    assert footer == f"1 outcome, {withheld}. A maintainer has to rebuild the index."


def test_passages_are_headed_in_the_language_of_the_member() -> None:
    """Also where there are none."""
    embed = hits_embed([], {}, 1, 2, "de")
    assert (embed.title, embed.description) == ("Weitere Stellen", "Keine Stelle passt.")
    assert embed.footer.text == "Seite 1 von 2"


def test_outcomes_are_counted_in_the_language_of_the_member() -> None:
    """One by its own word."""
    embed = outcomes_embed([outcome("Labels stay.")], 1, topic="labels", language="es")
    assert embed.title == "Conclusiones sobre labels"
    assert embed.footer.text == "1 conclusión"
    assert "Conclusión 1 · " in described(embed)
