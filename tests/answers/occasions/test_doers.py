"""Who did something, told by the section that is headed by those who did."""

from pathlib import Path

import pytest
from tests.documents import read_document

from forumbot.answers.occasions.doers import doers_in
from forumbot.asking.question import read_question

TEXT = """---
title: "Vienna Declaration of keepers"
language: en
---

# Vienna Declaration of keepers

## Aim

The Vienna Declaration was signed as a step towards an alliance.

## Signatories and date

Three zoos issued it:

- the zoo of Vienna
- the zoo of Prague

Source: a newspaper

## Organisers

The zoo of Vienna arranged it.

## Presentation

Ada spoke of cages.
"""


def quoted(folder: Path, question: str) -> str:
    """What is quoted of the declaration for a question; empty where nothing is."""
    (folder / "declaration.md").write_text(TEXT, encoding="utf-8")
    document = read_document(folder, "declaration.md")
    excerpt = doers_in(read_question(question), document, 400)
    return document.text[excerpt.start : excerpt.end] if excerpt else ""


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the Vienna Declaration?",
        "Who were the signatories of the Vienna Declaration?",
        "Wer hat die Wiener Deklaration von Vienna unterzeichnet?",
        "Qui a signé la déclaration de Vienna ?",
        "Did Prague sign the Vienna Declaration?",
        "Hat Linz die Wiener Deklaration von Vienna unterzeichnet?",
    ],
)
def test_those_who_did_it_are_quoted_with_their_list(tmp_path: Path, question: str) -> None:
    """Not the sentence that only says that it was signed, in whatever language it is asked."""
    said = quoted(tmp_path, question)
    assert said.startswith("Three zoos issued it:")
    assert said.endswith("the zoo of Prague")


def test_each_verb_has_its_own_heading(tmp_path: Path) -> None:
    """Who organised it stands under another heading than who signed it."""
    asked = "Who organised the Vienna Declaration?"
    assert quoted(tmp_path, asked) == "The zoo of Vienna arranged it."


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the Vienna Declaration for Germany?",
        "Who signed the Paris agreement?",
        "Who signed the declaration?",
        "Who presented the Vienna Declaration?",
        "Who opposed the Vienna Declaration?",
    ],
)
def test_what_more_is_asked_or_is_not_headed_is_left_to_the_passages(
    tmp_path: Path, question: str
) -> None:
    """A country beside it, another document, and a heading for what was done name no doers."""
    assert quoted(tmp_path, question) == ""
