"""Things that have a form of their own: names of acronyms, numbers to ring, addresses."""

import pytest

from forumbot.answers.quoting.forms import lacks_form, writes_out
from forumbot.asking.question import read_question


@pytest.mark.parametrize(
    ("text", "is_written_out"),
    [
        ("The European Cluster Collaboration Platform (ECCP) is a tool.", True),
        ("ECCP (European Cluster Collaboration Platform) is a tool.", True),
        ("ECCP stands for a platform of clusters.", True),
        ("Das Kürzel ECCP steht für die Plattform der Cluster.", True),
        ("The European Cluster Collaboration Platform was shown.", True),
        ("The ECCP lists every cluster.", False),
        ("Every cluster can put a profile there.", False),
        ("", False),
    ],
)
def test_a_text_writes_an_acronym_out(text: str, is_written_out: bool) -> None:
    """In brackets, by what says so, or by capitals in a row; not by small letters."""
    assert writes_out("ECCP", text) is is_written_out


@pytest.mark.parametrize(
    ("question", "text", "is_lacking"),
    [
        ("What does ECCP stand for?", "The ECCP lists every cluster.", True),
        ("What does ECCP stand for?", "The European Cluster Collaboration Platform (ECCP).", False),
        ("and his phone number?", "The contact is Ada Quill, from 2019-05-16 on.", True),
        ("and his phone number?", "The contact is Ada Quill, 08/05/2019 to 09/05/2019.", True),
        ("and his phone number?", "The contact is Ada Quill (+40 721 000 111).", False),
        ("wie ist die Telefonnummer?", "Tel. 030 / 123 45 67", False),
        ("What is the e-mail address of the contact?", "The contact is Ada Quill.", True),
        ("What is the e-mail address of the contact?", "Write to ada (at) quill.example.", False),
        ("Who has the phone number?", "Ada Quill has it.", False),
        ("Which phone companies spoke?", "Two companies spoke.", False),
        ("What does the forum recommend?", "More labels.", False),
    ],
)
def test_an_answer_must_have_the_form_that_is_asked_for(
    question: str, text: str, is_lacking: bool
) -> None:
    """Days are no numbers to ring; questions that only speak of numbers may have any answer."""
    assert lacks_form(read_question(question), [text]) is is_lacking
