import re
from types import SimpleNamespace
from typing import Any, cast

from forumbot.answers.drafts import Draft, Retrieved
from forumbot.answers.occasions.table_cells import is_on_the_only_list, on_table_cells
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import parse_document
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.search.hits import Hit, Ranking
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context, cut

MINUTES = """\
# Minutes of the Agate round

| Name | Excused |
|---|---|
| Ada Quill | x |
| Bo Reed | |

## Weather

It rained on both days.
"""


def drafted(question: str, best: int, form: str = "") -> Draft | None:
    """What is drafted where the passage of that place is the only one found.

    ``form`` is that of the question which the passages speak for most.
    """
    document = parse_document("minutes.md", MINUTES.encode())
    passages = cut(
        document,
        lambda text: [found.start() for found in re.finditer(r"\S+", text)],
        PassagesConfig(30, 0),
    )
    texts = [LexicalText(context(document, passage), "en") for passage in passages]
    asked, lexical = read_question(question), LexicalIndex.build(texts)
    terms = QuestionTerms.of(read_question(form or question), lexical)
    hits = [Hit(document, passages[best], 1.0, 0.0, 0.0, 0.0)]
    nothing = cast("Any", None)
    ranking = Ranking(hits, nothing)
    generation = cast("Any", SimpleNamespace(lexical=lexical))
    return on_table_cells(Retrieved(asked, terms, generation, ranking, nothing, 700, None))


def test_a_table_of_the_passages_found_answers_by_its_cells() -> None:
    """What the table says outright is certain; one that no passage is of is not asked."""
    found = drafted("Who was excused?", 0)
    assert found is not None
    assert found.is_certain
    assert [(one.label, one.header) for one in found.excerpts] == [("Excused", "Name")]
    assert drafted("Who was excused?", 1) is None


def test_what_the_table_does_not_say_is_left_to_the_reader() -> None:
    """A word beside what the table says makes its cell less than certain."""
    found = drafted("Who asked to be excused?", 0)
    assert found is not None
    assert not found.is_certain


def test_one_list_alone_says_who_attended() -> None:
    """A bare question is on it; with two lists, or none of the kind, it is not."""
    listed = "# Agate round\n\n| Name | Present |\n|---|---|\n| Bo Reed | x |\n| Cy Fenn |  |\n"
    first, second = (parse_document(f"{name}.md", listed.encode()) for name in "ab")
    assert is_on_the_only_list("Who attended?", [first])
    assert not is_on_the_only_list("Who attended?", [first, second])
    assert not is_on_the_only_list("Who was excused?", [first])
    assert not is_on_the_only_list("What is it about?", [first])


def test_a_table_in_the_language_of_the_question_answers_whatever_the_passages_are_in() -> None:
    """The form that most passages speak for may be a translation, in which its words are others."""
    found = drafted("Who was excused at the round?", 0, "wie verontschuldigd ronde afwezig")
    assert found is not None
    assert found.is_certain
