"""Meetings side by side."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.compare import compare, compared_outright
from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.room import MOST_CHARS, quoted

Ask = Callable[..., Asked]


def test_which_of_two_has_more_is_told_by_both_figures(ask: Ask) -> None:
    """The sentence of each forum, under its name, and no sum of ours."""
    asked = ask("Which forum had more participants, the second or the third?")
    found = compare(asked)
    assert found is not None
    excerpts = [one.excerpt for one in found.entries if one.excerpt]
    said = [asked.generation.documents[it.doc_id].text[it.start : it.end] for it in excerpts]
    assert len(said) == len(found.entries) == 2
    assert "19 countries" in said[0]
    assert "18 representatives from 15 EU countries" in said[1]
    assert "Second" in found.entries[0].heading


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("how do the third and the fourth forum compare", ("Third", "Fourth")),
        (
            "compare the EU Industry Days 2019 and the Prague conference",
            ("EU Industry Days 2019", "European Cluster Conference 2022"),
        ),
    ],
)
def test_two_are_set_side_by_side_in_short(ask: Ask, text: str, titles: tuple[str, str]) -> None:
    """Each under its own heading, with quotes of its own, within what may be quoted."""
    found = compare(ask(text))
    assert found is not None
    headings = list(dict.fromkeys(one.heading for one in found.entries))
    assert len(headings) == 2
    assert all(title in heading for title, heading in zip(titles, headings, strict=True))
    assert quoted(found.entries) <= MOST_CHARS


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("compare the European Cluster Conferences 2019 and 2020", ("2019", "2020")),
        ("compare the 2019 and 2022 European Cluster Conferences", ("2019", "2022")),
        ("European Cluster Conference 2020 vs 2022", ("2020", "2022")),
    ],
)
def test_years_are_members_of_a_series(ask: Ask, text: str, years: tuple[str, str]) -> None:
    """The name stands once, beside either of them."""
    found = compare(ask(text))
    assert found is not None
    headings = list(dict.fromkeys(one.heading for one in found.entries))
    assert len(headings) == 2
    for heading, year in zip(headings, years, strict=True):
        assert f"European Cluster Conference {year}" in heading


def quotes_of(asked: Asked) -> list[str]:
    """What each line of a comparison quotes; every line quotes something."""
    found = compare(asked)
    assert found is not None
    excerpts = [one.excerpt for one in found.entries if one.excerpt]
    assert len(excerpts) == len(found.entries)
    return [asked.generation.documents[it.doc_id].text[it.start : it.end] for it in excerpts]


def test_forums_are_compared_by_who_took_part_and_not_by_themes(ask: Ask) -> None:
    """Each line is a sentence of a report, and none only leads in what is not shown."""
    said = quotes_of(ask("compare the second and the third forum"))
    assert any("19 countries" in one for one in said)
    assert any("18 representatives from 15 EU countries" in one for one in said)
    assert not any(one.endswith(":") for one in said)


def test_a_year_is_no_number_of_participants(ask: Ask) -> None:
    """Nothing gives one for the conference of 2019, so none is shown."""
    said = quotes_of(ask("compare the European Cluster Conferences 2019 and 2022"))
    assert not any("with much participation" in one for one in said)


def test_one_thing_is_compared_by_what_each_says_on_it(ask: Ask) -> None:
    """The sentence on the topic that has a figure, with its whole list."""
    asked = ask("compare the first and the second forum's participants")
    found = compare(asked)
    assert found is not None
    excerpts = [one.excerpt for one in found.entries if one.excerpt]
    said = [asked.generation.documents[it.doc_id].text[it.start : it.end] for it in excerpts]
    assert "25 EU countries" in said[0]
    assert "between 35 and 50 people" in said[0]
    assert "19 countries" in said[1]


@pytest.mark.parametrize(
    "text",
    [
        "compare the budgets of the first and the third forum",
        "compare the conclusions of the first and the third forum",
        "what did the first and the fourth forum say about critical mass?",
        "which forum had more whales, the second or the third?",
        "compare the third forum and the ninth forum",
        "compare apples and pears",
    ],
)
def test_anything_else_is_left_to_the_passages(ask: Ask, text: str) -> None:
    """A topic beside, a figure that is not there, a forum or a thing that the archive lacks."""
    assert compare(ask(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "quale dei due ha avuto più partecipanti (terzo forum e secondo forum)?",
        "¿cuál de los dos tuvo más participantes (tercer foro y segundo foro)?",
        "welches der beiden hatte mehr (das 3. Forum und das 2. Forum)?",
        "które z nich miało więcej uczestników (trzecie forum i drugie forum)?",
    ],
)
def test_numbered_forums_are_compared_outright_in_other_languages(ask: Ask, text: str) -> None:
    """Which had more is asked of those who took part, where it is asked of nothing else."""
    asked = ask(text)
    found = compared_outright(asked)
    assert found is not None
    excerpts = [one.excerpt for one in found.entries if one.excerpt]
    said = [asked.generation.documents[it.doc_id].text[it.start : it.end] for it in excerpts]
    assert ["18 rep" in said[0], "19 countries" in said[1]] == [True, True]


def test_a_forum_without_the_figure_is_said_to_have_none(ask: Ask) -> None:
    """The other's is shown all the same."""
    found = compared_outright(ask("Which had more participants, the third or the fourth forum?"))
    assert found is not None
    third, fourth = found.entries
    assert third.excerpt is not None
    assert (fourth.excerpt, fourth.text) == (None, "The archive has no answer to this part.")


@pytest.mark.parametrize(
    "text",
    [
        "What did the second and the third forum conclude?",
        "Which had more sessions on skills, the third or the fourth forum?",
        "Compare the third forum",
    ],
)
def test_what_asks_for_more_than_that_is_not_compared_outright(ask: Ask, text: str) -> None:
    """Nor is one forum alone."""
    assert compared_outright(ask(text)) is None
