"""Questions for what has a form of its own."""

from importlib.resources import files

import pytest

from forumbot.language.forms import AskedForm, Form, asked_form, writing_out
from forumbot.language.spoken import spoken_in
from forumbot.language.table import parsed

TABLE = parsed(files("forumbot.language") / "forms.yaml")


@pytest.mark.parametrize(
    ("question", "form", "acronym"),
    [
        ("What does ESCA stand for?", Form.WRITTEN_OUT, "ESCA"),
        ("what is “R&D” short for", Form.WRITTEN_OUT, "R&D"),
        ("Wofür steht EUCLES?", Form.WRITTEN_OUT, "EUCLES"),
        ("Que signifie le sigle ESCA ?", Form.WRITTEN_OUT, "ESCA"),
        ("que signifie l’acronyme ESCA ?", Form.WRITTEN_OUT, "ESCA"),
        ("Ce inseamna acronimul IMM?", Form.WRITTEN_OUT, "IMM"),
        ("And her phone number?", Form.PHONE, ""),
        ("Quel est le numéro de téléphone du contact ?", Form.PHONE, ""),
        ("what's the email of the secretariat", Form.EMAIL, ""),
        ("Which phone companies spoke?", None, ""),
        ("What do I mail to the organisers?", None, ""),
        ("What does the forum stand for?", None, ""),
        ("What does ESCA stand for in the new scheme of labels?", None, ""),
    ],
)
def test_a_question_asks_for_a_form(question: str, form: Form | None, acronym: str) -> None:
    """As typed, with other quotation marks, apostrophes or without accents; not by the way."""
    asked = asked_form(question, spoken_in(question))
    assert (asked.form if asked else None) is form
    assert (asked.acronym if asked else "") == acronym


@pytest.mark.parametrize("code", sorted(TABLE))
def test_each_language_asks_for_every_form(code: str) -> None:
    """Every wording of the file is understood, and what writes an acronym out is found."""
    for wording in TABLE[code]["stands_for"]:
        asked = asked_form(wording.replace("_", "ESCA") + "?", code)
        assert asked == AskedForm(Form.WRITTEN_OUT, "ESCA"), wording
    for form in (Form.PHONE, Form.EMAIL):
        for word in TABLE[code][form]:
            assert asked_form(f"{word}?", code) == AskedForm(form), word
    assert all(writing_out().match(words) for words in TABLE[code]["writes"])
