"""What the archive has on a theme, where a message asks just for that."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.asked_for import asked_for_on, documents_asked_for
from forumbot.answers.overviews.overview import Asked

Ask = Callable[..., Asked]


@pytest.mark.parametrize(
    "text",
    ["which documents do you have about budget", "is there a report on the budget?",
     "habt ihr Unterlagen über Budget?", "avez-vous des documents sur le budget ?",
     "tienen documentos sobre el presupuesto?", "avete documenti sul bilancio?",
     "têm documentos sobre o orçamento?", "hebben jullie documenten over het budget?",
     "czy macie dokumenty o budżecie?", "aveți documente despre buget?"],
)  # fmt: skip
def test_who_asks_for_documents_on_a_theme_is_given_documents(ask: Ask, text: str) -> None:
    """In nine languages, those that speak of it."""
    found = asked_for_on(ask(text))
    assert found is not None
    assert any("reports/third-forum.md" in one.text for one in found.entries)


@pytest.mark.parametrize(
    ("text", "theme"),
    [("do you have anything on budgets?", "budgets"),
     ("habt ihr etwas zum Thema Budget?", "Budget"),
     ("avez-vous quelque chose sur le budget ?", "budget"),
     ("tienen algo sobre el presupuesto?", "presupuesto"),
     ("avete qualcosa sul bilancio?", "bilancio"), ("têm algo sobre o orçamento?", "orçamento"),
     ("hebben jullie iets over het budget?", "budget"), ("macie coś o budżecie?", "budżecie"),
     ("aveți ceva despre buget?", "buget")],
)  # fmt: skip
def test_who_asks_for_anything_on_a_theme_is_given_its_subjects(
    ask: Ask, text: str, theme: str
) -> None:
    """In nine languages; the theme is named without the words that ask for it."""
    found = asked_for_on(ask(text))
    assert found is not None
    assert found.said.startswith(f"On {theme} the archive has")
    assert "€3.6 million" in " ".join(one.text for one in found.entries)


@pytest.mark.parametrize(
    "text",
    ["Which documents are needed for the application?", "who has a report on labelling?",
     "Which members have documents on labels?", "do you have anything?", "anything on budgets",
     "Is there anything on how many members the expert group has?",
     "Do you have a report on whether the clusters of the third forum were labelled in time?",
     "what does the report on the third forum say?", "is there anything on at the weekend?",
     "Kannst du den Bericht zum dritten Forum kurz zusammenfassen?",
     "is there a report on budgets and who wrote it?",
     "was the report on the third forum published?", "do you have anything on broadband?"],
)  # fmt: skip
def test_what_asks_for_more_is_asked_of_others(ask: Ask, text: str) -> None:
    """A fact is none of it, nor is what says another word, names no theme, or one that is not."""
    assert asked_for_on(ask(text)) is None


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("do you have anything in German?", "pages/eu-cluster-weeks-de.md"),
        ("avez-vous un document en français ?", "pages/poles-de-competitivite-phase-4.md"),
        ("which documents are about labelling", "pages/cluster-excellence-labelling.md"),
        ("which documents mention EUCLES?", "pages/cluster-excellence-labelling.md"),
        ("quels documents parlent de la Roumanie ?", "pages/romanian-hungarian-conference-2018.md"),
    ],
)
def test_who_asks_which_documents_treat_something_is_given_them(
    ask: Ask, text: str, file: str
) -> None:
    """Those of a language, and those that do nothing but treat a theme."""
    found = documents_asked_for(ask(text))
    assert found is not None
    assert any(file in one.text for one in found.entries)


@pytest.mark.parametrize(
    "text",
    [
        "can you answer in German?",
        "do you have anything in Finnish?",
        "which documents are about labelling and when were they published by ESCA?",
        "which clusters are about labelling?",
        "when were the documents about labelling published?",
        "which documents are about wombats?",
    ],
)
def test_who_asks_anything_else_of_documents_is_not(ask: Ask, text: str) -> None:
    """What the bot can do, another thing, a day, and what no document treats."""
    assert documents_asked_for(ask(text)) is None
