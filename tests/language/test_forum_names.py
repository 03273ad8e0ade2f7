"""Questions that name several forums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.language.forum_names import (
    Mention,
    forum_names,
    forums_in,
    named_edition,
)

EDITIONS = [1, 2, 3, 4]


def _told(mention: Mention | None) -> tuple[tuple[int, ...] | None, str] | None:
    """The numbers of a mention, and the question without them."""
    return (mention.numbers, mention.bare) if mention else None


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What did the second and the third forum say about skills?", (2, 3)),
        ("What did the 1st, 2nd and 4th forums conclude?", (1, 2, 4)),
        ("Compare the second forum with the third on labelling", (2, 3)),
        ("How do the first European Cluster Policy Forum and the fourth one differ?", (1, 4)),
        ("What was said from the first to the fourth forum?", (1, 2, 3, 4)),
        ("Outcomes of forums 2, 3 and 4", (2, 3, 4)),
        ("What did forums 1-3 say?", (1, 2, 3)),
        ("What did the last two forums say about skills?", (3, 4)),
        ("What did the first three European Cluster Policy Forums say?", (1, 2, 3)),
        ("What did the third and the seventh forum say?", (3, 7)),
        ("What were the outcomes of each forum?", None),
        ("What did both forums say about skills?", None),
        ("Compare the forums on skills", None),
    ],
)
def test_several_forums_are_read_from_a_question(
    question: str, numbers: tuple[int, ...] | None
) -> None:
    """Lists, ranges, counts and all of them, and "the forum" stands in their place."""
    mention = forum_names(question).several(EDITIONS)
    assert mention is not None
    assert mention.numbers == numbers
    assert "forum" in mention.bare


@pytest.mark.parametrize(
    "question",
    [
        "What did the third forum say about skills?",
        "What was the first question of the third forum?",
        "When did the second session of the fourth forum begin?",
        "What happened in 2018 and 2019 at the forum?",
        "Who spoke at the forum?",
        "Which forum was held first?",
    ],
)
def test_one_forum_is_not_several(question: str) -> None:
    """Other ordinals and years do not make a question one on several forums."""
    assert forum_names(question).several(EDITIONS) is None


@given(st.text(max_size=200), st.lists(st.integers(1, 20), max_size=5))
def test_any_text_can_be_read(text: str, editions: list[int]) -> None:
    """Whatever is asked, forums are named twice over at least, or none is."""
    mention = forum_names(text).several(editions)
    assert mention is None or mention.numbers is None or len(mention.numbers) > 1


@pytest.mark.parametrize(
    ("question", "mention"),
    [
        ("When was the third wombat forum held?", ((3,), "When was the forum held?")),
        ("When was the third session?", None),
        ("When were the third and the fourth forum?", None),
        ("When were the first two forums?", None),
        ("When is the next forum?", None),
    ],
)
def test_one_forum_is_read_where_there_is_but_one(
    question: str, mention: tuple[tuple[int, ...], str] | None
) -> None:
    """Its number, and the question with the forum in its place."""
    assert _told(forum_names(question).one) == mention


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Relacja z V Forum Miast Rowerowych", 5),
        ("Kto otworzył I Forum Klastrów?", 1),
        ("Program X Europejskiego Forum", 10),
        ("Who presented in the fifth session of the third forum?", 3),
        ("In the third forum, who presented in the fifth session?", 3),
        ("What was the second question at the fourth forum?", 4),
        ("Who was the first speaker of the 2nd European Cluster Policy Forum?", 2),
        ("What happened in the second half of the first day of the third forum?", 3),
        ("Which panel came second on the first day of forum 4?", 4),
        ("the tenth item on the agenda of the twenty-first annual forum", 21),
        ("What was said on the first and the second day of the third forum?", 3),
        ("Who opened the third cluster forum's first session?", 3),
        ("Wer sprach in der fünften Sitzung des dritten Forums?", 3),
        ("dritte Sitzung des vierten Forums", 4),
        ("Was wurde am ersten Tag des 3. Forums beschlossen?", 3),
        ("Qui a parlé à la cinquième session du troisième forum ?", 3),
        ("Que s'est-il passé le premier jour du 3e forum ?", 3),
        ("Wie sprak er in de vijfde sessie van het derde forum?", 3),
        ("¿Quién habló en la quinta sesión del tercer foro?", 3),
        ("Chi ha parlato nella quinta sessione del terzo forum?", 3),
        ("Quem falou na quinta sessão do terceiro fórum?", 3),
        ("Kto wystąpił w piątej sesji trzeciego forum?", 3),
        ("Kdo vystoupil v páté sekci třetího fóra?", 3),
        ("Vem talade på det tredje forumets femte session?", 3),
        ("Ki beszélt a harmadik fórum ötödik ülésén?", 3),
        ("Hvem talte i femte session på det tredje forum?", 3),
        ("Kuka puhui kolmannen foorumin viidennessä istunnossa?", 3),
        ("Кой говори на петата сесия на третия форум?", 3),
    ],
)
def test_an_ordinal_that_governs_another_noun_names_no_forum(question: str, number: int) -> None:
    """Of two ordinals the one before "forum" names it, in whatever order and language they come."""
    mention = forum_names(question).one
    assert mention is not None
    assert mention.numbers == (number,)
    assert named_edition(question) == number
    assert forums_in(question) <= {number}


@pytest.mark.parametrize(
    "question",
    [
        "Who opened the first day of the forum?",
        "What was the first question at the cluster forum?",
        "Who was the third speaker at the forum on skills?",
        "What did the second half of the forum treat?",
        "Who spoke on the second forum day?",
        "What was said in the first session: forum or workshop?",
        "What was the fourth edition of the Cluster Weeks forum like?",
        "Who spoke in the fifth session?",
        "What did the 3rd panel and the 5th speaker of the forum say?",
        "Wer eröffnete den ersten Tag des Forums?",
        "Was war die zweite Frage an das Forum?",
        "Qui a ouvert la première journée du forum ?",
        "Quelle fut la deuxième question au forum ?",
        "Wie opende de eerste dag van het forum?",
        "¿Quién abrió la primera sesión del foro?",
        "Chi ha aperto il primo giorno del forum?",
        "When is the forum 15 November 2018 over?",
        "What can I do at the forum?",
        "V Praze se konalo fórum",
        "when can I forum with you",
    ],
)
def test_no_forum_is_named_by_what_is_within_one(question: str) -> None:
    """The first day, question, session or speaker of the forum leaves open which forum it is."""
    assert forum_names(question).one is None
    assert forum_names(question).several(EDITIONS) is None
    assert named_edition(question) is None
    assert forums_in(question) == frozenset()


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Was sagten das zweite und das dritte Forum zu Kompetenzen?", (2, 3)),
        ("Qu'ont dit le deuxième et le troisième forum ?", (2, 3)),
        ("¿Qué dijeron el segundo y el tercer foro?", (2, 3)),
        ("Wat zeiden het eerste en het vierde forum?", (1, 4)),
        ("vom ersten bis zum vierten Forum", (1, 2, 3, 4)),
        ("Ergebnisse der Foren 2, 3 und 4", (2, 3, 4)),
    ],
)
def test_several_forums_are_read_in_other_languages(
    question: str, numbers: tuple[int, ...]
) -> None:
    """What joins ordinals and numbers comes from the tables as the ordinals do."""
    mention = forum_names(question).several(EDITIONS)
    assert mention is not None
    assert mention.numbers == numbers


def test_a_forum_is_also_named_by_a_number_behind_it() -> None:
    """As a title does, so a question may."""
    assert _told(forum_names("When was forum no. 3?").one) == ((3,), "When was forum ?")
    assert named_edition("Forum 2019") is None


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("What did the forums say about funding?", "What did forum say about funding?"),
        ("What do the cluster policy forums say on it?", "What do forum say on it?"),
        (
            "Was haben die Foren zur Finanzierung gesagt?",
            "Was haben forum zur Finanzierung gesagt?",
        ),
        ("Que disent les forums sur le sujet ?", "Que disent forum sur le sujet ?"),
        ("Ce au spus forumurile despre ea?", "Ce au spus forum despre ea?"),
    ],
)
def test_what_the_forums_said_is_asked_of_all(question: str, bare: str) -> None:
    """The plural with its article behind the verb names every forum."""
    mention = forum_names(question).several([1, 2])
    assert mention is not None
    assert (mention.numbers, mention.bare) == (None, bare)


@pytest.mark.parametrize(
    "question",
    [
        "What is the purpose of the forums?",
        "What did the forum say?",
        "Has France joined the forums?",
    ],
)
def test_other_questions_with_forums_are_of_none(question: str) -> None:
    """Of one forum, or of forums that did nothing, each is not asked for itself."""
    assert forum_names(question).several([1, 2]) is None
