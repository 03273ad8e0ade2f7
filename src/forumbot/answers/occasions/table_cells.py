"""Questions that a table answers: the cells in the column and the rows that they name."""

from collections.abc import Iterable
from itertools import islice

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.quoting.cells import cells_asked, tells_attendance
from forumbot.answers.quoting.named_forum import of_named_forum
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.rows import named_tables
from forumbot.language.attendance import attendance

# Set by hand: tables further down are of other subjects.
_PASSAGES = 3


def is_on_the_only_list(text: str, documents: Iterable[Document]) -> bool:
    """Whether a question asks who was at a meeting, or was not, and one document alone lists it."""
    said = attendance(text)
    if said is None:
        return False
    listing = (
        one.doc_id
        for one in documents
        if any(tells_attendance(table, said[0]) for table in named_tables(one.text, one.outline))
    )
    return len(list(islice(listing, 2))) == 1


def on_table_cells(retrieved: Retrieved) -> Draft | None:
    """The cells that the question asks for, of the first table among the best passages with any.

    None where no table says most of what the question does. It is certain where one says all. The
    question is read as it was asked as well, beside the form that the passages speak for most, as
    a table may be in another language than they are.
    """
    forms = _forms(retrieved)
    hits = of_named_forum(retrieved.form.question.forums.one, retrieved.ranking.hits)
    for hit in hits[:_PASSAGES]:
        document, passage = hit.document, hit.passage
        for table in named_tables(document.text, document.outline):
            first, last = table.rows[0].line.block, table.rows[-1].line.block
            if last.end <= passage.start or passage.end <= first.start:
                continue
            answers = [cells_asked(document, table, form) for form in forms]
            some = [one for one in answers if one is not None]
            found = next((one for one in some if one.is_all), next(iter(some), None))
            if found is not None and (found.is_all or hit is hits[0]):
                return Draft(
                    found.excerpts, silent, is_certain=found.is_all, taken_from="a table's cells"
                )
    return None


def _forms(retrieved: Retrieved) -> list[QuestionTerms]:
    """The form that the passages speak for, and the question where that is another."""
    form, question = retrieved.form, retrieved.question
    if form.question.text == question.text:
        return [form]
    return [form, QuestionTerms.of(question, retrieved.generation.lexical)]
