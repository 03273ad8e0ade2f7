"""What a question asks for: the words that say as what, or of what."""

import pytest

from forumbot.asking.question import read_question
from forumbot.asking.sought import sought


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who was the keynote speaker?", ("keynote",)),
        ("Who gave the keynote?", ("keynote",)),
        ("Who talked about labels?", ()),
        ("Who agreed to open an issue?", ()),
        ("Qui a parlé des labels ?", ()),
        ("Qui peut donner son feu vert ?", ()),
        ("Welche Personen stellten die schwedische Region vor?", ()),
        ("Mit wem hat Ada das Buch gemacht?", ("buch",)),
        ("Who at Agate organised the dinner?", ("organised",)),
        ("Wer hat die Tagung eröffnet?", ("tagung", "eroffnet")),
        ("Wer wurde bei Xyzzyx zum Schatzmeister gewählt?", ("schatzmeister", "gewahlt")),
        ("How many French clusters took part?", ("french",)),
        ("Wie viele Cluster waren da?", ("cluster",)),
        ("Hvor mange medlemmer har gruppen?", ("medlemmer",)),
        ("How many people came?", ()),
        ("Combien de personnes sont venues ?", ()),
        ("When was the dinner?", ()),
        ("Who?", ()),
    ],
)
def test_the_words_for_what_is_sought(question: str, wanted: tuple[str, ...]) -> None:
    """Verbs that only help, names and people in general are none."""
    assert tuple(word for word, _english in sought(read_question(question)).words) == wanted


def test_people_in_general_are_counted_as_such() -> None:
    """A question for how many came asks for people without naming what they are."""
    assert sought(read_question("How many people came?")).of_people
    assert not sought(read_question("How many women came?")).of_people
