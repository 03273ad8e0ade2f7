"""Messages that lean on what was said before them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.asking.context import Context
from forumbot.asking.followups import hangs, is_whole, read_on
from forumbot.asking.question import MAX_QUESTION_CHARS, check_question, read_question

TITLE = ("Third European Cluster Policy Forum",)
CALL_TWO = Context("When does the second call close?", (3,), TITLE)
FORUM = Context("When was the third forum?", (3,), TITLE)
THEME = Context("What was decided on internationalisation?", (3,), TITLE)
SPEAKER = Context("What did Søren Røn say about scaling up in Denmark?", (3,), TITLE)
MEETING = Context("When and where was the 2022 conference?", (), ("Cluster Conference 2022",))
CALL = Context("When does the call for partners close?", (), ("Call",))


@pytest.mark.parametrize(
    ("message", "context", "meant"),
    [
        ("and where was it held?", FORUM, "where was the third forum held?"),
        ("in which city was that?", FORUM, "in which city was the third forum?"),
        ("who presented it?", FORUM, "who presented the third forum?"),
        ("why?", FORUM, "why (the third forum)?"),
        ("and where was it held?", THEME, "where was the third forum held?"),
        ("why was it there", MEETING, "why was the 2022 conference there?"),
        ("and who can apply?", CALL, "who can apply (the call for partners)?"),
        ("who is he?", SPEAKER, "who is Søren Røn?"),
    ],
)
def test_what_points_to_the_subject_gets_it(message: str, context: Context, meant: str) -> None:
    """The forum that was named, else that of the documents cited, else what was asked about."""
    assert read_on(check_question(message), context).text == meant


WEEKS = Context("What did Denmark do during the cluster weeks?", (3,), TITLE)
STAY = Context("How long is a clusterxchange stay?", (), ("ClusterXchange",))
SIGNED = Context("Did Germany sign the Bucharest Declaration?", (), ("Declaration",))
GRUPO = Context("¿Qué es el Grupo de Expertos?", (), ("Expert group",), spoken="es")
MONEY = Context("how much money do the Euroclusters get?")
WORKSHOP = Context("how many people came to the web games workshop?")
LABEL = Context("how many clusters got the label?")
PARTNERS = Context("how many partners are in the Euroclusters?")
ELECTED = Context("Wer wurde zum Vorsitzenden gewählt?", spoken="de")
WOCHEN = Context("Wer eröffnete die Clusterwochen?", (3,), TITLE, spoken="de")


@pytest.mark.parametrize(
    ("message", "context", "told", "meant"),
    [
        ("when was that?", WEEKS, "", "when was that (Denmark, the cluster weeks)?"),
        ("wann war das?", WOCHEN, "", "wann war das (die Clusterwochen)?"),
        ("how many clusters took part in it?", WEEKS, "fact",
         "how many clusters took part in the cluster weeks?"),
        ("can i go twice?", STAY, "fact", "can i go twice (a clusterxchange stay)?"),
        ("and how many partners are in it?", MONEY, "follow_up",
         "how many partners are in the Euroclusters?"),
        ("and to the smart cities one?", WORKSHOP, "follow_up",
         "how many people came to the smart cities workshop?"),
        ("and the 2018 one?", WORKSHOP, "follow_up", "how many people came to the 2018 workshop?"),
        ("for how long?", LABEL, "follow_up", "for how long (the label)?"),
        ("since when?", PARTNERS, "follow_up", "since when (the Euroclusters)?"),
        ("und zum Stellvertreter?", ELECTED, "follow_up",
         "Wer wurde zum Stellvertreter gewählt?"),
        ("¿cuántos miembros tiene?", GRUPO, "fact",
         "¿cuántos miembros tiene (el Grupo de Expertos)?"),
        ("and Poland?", SIGNED, "follow_up", "Did Poland sign the Bucharest Declaration?"),
        ("and the Vienna Charter?", SIGNED, "follow_up", "Did Germany sign the Vienna Charter?"),
        ("which labels are there for clusters?", STAY, "fact", ""),
        ("who signed the Bucharest Declaration?", STAY, "fact", ""),
    ],
)  # fmt: skip
def test_what_is_left_unsaid_is_what_was_spoken_of(
    message: str, context: Context, told: str, meant: str
) -> None:
    """An occasion before the forum that is cited; a name for the one that stands as it does."""
    read = read_on(read_question(message, spoken=context.spoken), context, told)
    assert read.text == (meant or message)


@pytest.mark.parametrize("asked", ["How much is paid for 4 days?", "What happened two weeks ago?"])
def test_a_count_of_days_is_no_occasion(asked: str) -> None:
    """The forum that was cited is spoken of."""
    read = read_on(check_question("when was that?"), Context(asked, (3,), TITLE))
    assert read.text == "when was the third forum?"


@pytest.mark.parametrize(
    ("message", "context", "meant"),
    [
        ("and where?", FORUM, "Where was the third forum?"),
        ("and the fourth?", FORUM, "When was the fourth forum?"),
        ("forum 4?", FORUM, "When was the fourth forum?"),
        ("when was the fourth?", FORUM, "when was the fourth forum?"),
        ("and the one before?", FORUM, "When was the second forum?"),
        ("the next one?", FORUM, "When was the fourth forum?"),
        ("and in the one before?", FORUM, "When was the second forum?"),
        ("when was it before?", FORUM, "When was the second forum?"),
        ("and before that?", FORUM, "When was the second forum?"),
        ("et le quatrième ?", FORUM, "When was the fourth forum?"),
        ("und auf dem letzten?", FORUM, "When was the last forum?"),
        ("and the one before?", CALL_TWO, "When does the first call close?"),
        ("and the fourth?", THEME, "What was decided on internationalisation (the fourth forum)?"),
        ("and on skills?", THEME, "What was decided on skills?"),
        ("same for 2021", MEETING, "When and where was the 2021 conference?"),
        ("and in 2023?", MEETING, "When and where was the 2023 conference?"),
        ("and Lindqvist?", SPEAKER, "What did Lindqvist say about scaling up in Denmark?"),
        ("and in Sweden?", SPEAKER, "What did Søren Røn say about scaling up in Sweden?"),
    ],
)
def test_the_last_question_is_asked_of_something_else(
    message: str, context: Context, meant: str
) -> None:
    """Another forum, time, name or theme takes the place of the one of its kind."""
    assert read_on(check_question(message), context).text == meant


@pytest.mark.parametrize(
    ("message", "context", "meant"),
    [
        ("no, I meant the 6th", FORUM, "When was the 6th forum?"),
        ("not that one, the second", FORUM, "When was the second forum?"),
        ("wrong, the fourth", FORUM, "When was the fourth forum?"),
        ("no, 2023", MEETING, "When and where was the 2023 conference?"),
        ("not Denmark, Sweden", SPEAKER, "What did Søren Røn say about scaling up in Sweden?"),
        ("Sweden, not Denmark", SPEAKER, "What did Søren Røn say about scaling up in Sweden?"),
    ],
)
def test_a_correction_is_the_last_question_with_that_replaced(
    message: str, context: Context, meant: str
) -> None:
    """What was meant takes the place of what was read."""
    assert read_on(check_question(message), context).text == meant


@pytest.mark.parametrize(
    ("message", "asked", "meant"),
    [
        ("sorry, I meant skills", "what about hydrogen?", "what about skills?"),
        (
            "no, I meant Berlin 2017",
            "When and where was the HOW2019 workshop?",
            "When and where was the Berlin 2017?",
        ),
        ("no, the fourth", "who attended (the second forum)?", "who attended (the fourth forum)?"),
        (
            "and in Bucharest?",
            "How many people were at the cluster conference 2018?",
            "How many people were in Bucharest?",
        ),
        (
            "and at the fair in Lyon?",
            "what did Søren Røn present?",
            "what did Søren Røn present at the fair in Lyon?",
        ),
        (
            "and in October?",
            "what did the board meeting of September 2020 decide?",
            "what did the board meeting of October 2020 decide?",
        ),
        (
            "und im Oktober?",
            "Was wurde im September 2020 beschlossen?",
            "Was wurde im Oktober 2020 beschlossen?",
        ),
        ("and the year before?", "Who won the prize in 2020?", "Who won the prize in 2019?"),
        ("and the forum before?", FORUM.asked, "When was the second forum?"),
        (
            "and the first forum, what did it conclude?",
            FORUM.asked,
            "and the first forum, what did it conclude?",
        ),
        (
            "when was it published?",
            "what did the meeting recommend?",
            "when was the meeting published?",
        ),
        ("im Jahr davor?", "Wer gewann 2020 den Preis?", "Wer gewann 2019 den Preis?"),
        ("qui l'a ouverte ?", "Parle-moi de la foire de Lyon", None),
        ("how many people came?", FORUM.asked, "how many participants were at the third forum?"),
    ],
)
def test_what_is_named_anew_takes_the_place_of_its_kind(
    message: str, asked: str, meant: str | None
) -> None:
    """A subject, a place, an event or a year; brackets never stand behind brackets."""
    read = read_on(check_question(message), Context(asked)).text
    assert read == meant or meant is None
    assert ") (" not in read


@pytest.mark.parametrize(
    ("message", "context", "meant"),
    [
        ("who spoke there?", Context("what about money?", topic="the 2022 conference"),
         "who spoke there (the 2022 conference)?"),
        ("Was wurde dort beschlossen?", Context("und wo?", topic="das dritte Forum"),
         "Was wurde dort beschlossen (das dritte Forum)?"),
        ("what did he say?", Context("who opened it?", person="Ann Lee"), "what did Ann Lee say?"),
        ("who gave it?", Context("number 3", about="Clusters at work"),
         "who gave “Clusters at work”?"),
        (
            "who wrote it?",
            Context("Which rules govern shared budgets across regions?", (), ("The rules",)),
            "who wrote The rules?",
        ),
    ],
)  # fmt: skip
def test_what_was_spoken_of_lasts(message: str, context: Context, meant: str) -> None:
    """A meeting, a person or a line that was chosen; a row of words is not put for it."""
    assert read_on(check_question(message), context, "follow_up").text == meant


def test_nobody_is_put_for_somebody() -> None:
    """A question for "him" is left as it stands where nobody was named."""
    asked = Context("When was the third forum?")
    assert read_on(check_question("where does he work?"), asked).text == "where does he work?"


LANGUAGES = {
    "Wann war das dritte Forum?": {
        "und wo war das?": "wo war das (das dritte Forum)?",
        "und das vierte?": "Wann war das vierte Forum?",
        "und das davor?": "Wann war das zweite Forum?",
        "und bei dem davor?": "Wann war das zweite Forum?",
        "und auf dem vierten?": "Wann war das vierte Forum?",
        "wann war es davor?": "Wann war das zweite Forum?",
        "nein, ich meinte das sechste": "Wann war das sechste Forum?",
    },
    "Quand a eu lieu le troisième forum ?": {
        "et où a-t-il eu lieu ?": "où a-t-il eu lieu (le troisième forum)?",
        "et celui d'avant ?": "Quand a eu lieu le deuxième forum ?",
        "et à celui d'avant ?": "Quand a eu lieu le deuxième forum ?",
        "quand était-ce avant ?": "Quand a eu lieu le deuxième forum ?",
        "même question pour le quatrième": "Quand a eu lieu le quatrième forum ?",
        "qui l'a présenté ?": "qui l'a présenté (le troisième forum)?",
    },
    "¿Cuándo fue el tercer foro?": {
        "¿y dónde se celebró?": "dónde se celebró (el tercer foro)?",
        "¿y el anterior?": "¿Cuándo fue el segundo foro?",
        "¿y en el anterior?": "¿Cuándo fue el segundo foro?",
        "no, me refería al sexto": "¿Cuándo fue el sexto foro?",
    },
    "Quando si è tenuto il terzo forum?": {
        "e dove si è tenuto?": "dove si è tenuto (il terzo forum)?",
        "e quello prima?": "Quando si è tenuto il secondo forum?",
        "e in quello precedente?": "Quando si è tenuto il secondo forum?",
        "no, intendevo il sesto": "Quando si è tenuto il sesto forum?",
    },
    "Quando foi o terceiro fórum?": {
        "e onde foi?": "onde foi (o terceiro fórum)?",
        "e o anterior?": "Quando foi o segundo fórum?",
        "e no anterior?": "Quando foi o segundo fórum?",
        "o mesmo para o quarto": "Quando foi o quarto fórum?",
    },
    "Când a fost al treilea forum?": {
        "și unde s-a ținut?": "unde s-a ținut (al treilea forum)?",
        "dar cel dinainte?": "Când a fost al doilea forum?",
        "dar la cel dinainte?": "Când a fost al doilea forum?",
        "nu, mă refeream la al șaselea": "Când a fost al șaselea forum?",
    },
    "Wanneer was het derde forum?": {
        "en waar was dat?": "waar was het derde forum?",
        "en die daarvoor?": "Wanneer was het tweede forum?",
        "en bij die daarvoor?": "Wanneer was het tweede forum?",
        "nee, ik bedoelde het zesde": "Wanneer was het zesde forum?",
    },
    "Kiedy było trzecie forum?": {
        "a gdzie to było?": "gdzie to było (trzecie forum)?",
        "a na poprzednim?": "Kiedy było drugie forum?",
        "a na czwartym?": "Kiedy było czwarte forum?",
        "a czwarte?": "Kiedy było czwarte forum?",
        "nie, chodziło mi o szóste": "Kiedy było szóste forum?",
    },
}


@pytest.mark.parametrize(
    ("asked", "message", "meant"),
    [(asked, *one) for asked, turns in LANGUAGES.items() for one in turns.items()],
)
def test_it_is_so_in_nine_languages(asked: str, message: str, meant: str) -> None:
    """The words that lean are those of the message's language or of the last question's."""
    assert read_on(check_question(message), Context(asked, (3,), TITLE)).text == meant


@pytest.mark.parametrize(
    ("message", "asked"),
    [("and the year before?", "When was the third forum?"),
     ("et l'année d'avant ?", "Où a eu lieu le troisième forum ?"),
     ("and the one before?", "When does the first call close?")],
)  # fmt: skip
def test_what_cannot_be_counted_is_not(message: str, asked: str) -> None:
    """A year where none was named, and what is before the first."""
    read = read_on(check_question(message), Context(asked, (3,), TITLE))
    assert "second" not in read.text
    assert "deuxième" not in read.text


@pytest.mark.parametrize(
    "message",
    [
        "What is ESCA?", "Who spoke on cluster labels?", "When is the next forum?",
        "what can you do?",
        "Was a decision taken on the label?", "and who chaired the group on skills in Ghent?",
        "Does it cost anything to join the cluster network?", "No one spoke on the label?",
        "Not all members of the board voted, why so few of them in 2021?",
        "Welche Herausforderungen haben Cluster gemeinsam?", "A list of all speakers of the panel",
    ],
)  # fmt: skip
def test_a_question_with_a_subject_of_its_own_stands_as_it_is(message: str) -> None:
    """In a chat every question follows on another, and most lean on none."""
    question = check_question(message)
    assert read_on(question, FORUM) == question


@pytest.mark.parametrize(
    "message",
    [
        "when is the next forum?", "Wann ist das nächste Forum?", "Quand est le prochain forum ?",
        "¿Cuándo es el próximo foro?", "Kiedy jest następne forum?", "Când este următorul forum?",
        "Wanneer is het volgende forum?", "Wo war das letzte Treffen?", "where was the last forum?",
    ],
)  # fmt: skip
def test_the_next_meeting_counts_from_today(message: str) -> None:
    """Whatever was spoken of, and also where it is told to be a follow-up."""
    question = check_question(message)
    assert read_on(question, FORUM, "follow_up") == question


def test_a_reply_leans_with_few_words() -> None:
    """What answers to a message by its place needs no word that points to it."""
    reply = Context(FORUM.asked, is_reply=True)
    assert read_on(check_question("budget"), reply).text == "budget (the third forum)?"
    assert read_on(check_question("budget"), FORUM).text == "budget"


@pytest.mark.parametrize(
    ("told", "leans"),
    [("follow_up", True), ("", True), ("vague", False), ("fact", False)],
)
def test_with_a_subject_of_its_own_it_leans_where_it_is_told_to(told: str, leans: bool) -> None:
    """ "What about money?" may be either; what the message is told to be decides."""
    read = read_on(check_question("what about money?"), FORUM, told)
    assert (read.text != "what about money?") is leans
    assert read_on(check_question("and where?"), FORUM, told).text != "and where?"


@pytest.mark.parametrize(
    "message",
    [
        "who chaired the fourth meeting", "why was the second reading skipped",
        "Chi ha presieduto la quarta riunione?", "Um wie viel Uhr begann die Sitzung am 4. Mai?",
        "verso quale via viene deviata la linea secondo il verbale",
        "kto zwołał czwarte spotkanie?",
    ],
)  # fmt: skip
def test_an_ordinal_of_something_else_counts_no_forums(message: str) -> None:
    """What it counts stands behind it."""
    assert read_on(check_question(message), FORUM).text == message


@pytest.mark.parametrize(
    "message",
    ["and where was it held?", "why?", "the one before?", "no, I meant the 6th", "and the fourth?",
     "same for the third", "und wo war das?", "et pourquoi ?", "¿y dónde se celebró?",
     "e quello prima?",
     "în ce oraș a fost?", "en die daarvoor?", "a gdzie to było?", "onde foi isso?"],
)  # fmt: skip
def test_without_anything_before_it_hangs(message: str) -> None:
    """There is nothing to look for, so that the bot may say what is missing."""
    assert hangs(check_question(message))


@pytest.mark.parametrize(
    "message",
    ["When was the third forum?", "What is ESCA?", "labels", "Brussels?", "what happened in 2019",
     "Who are you?", "When is the next forum?", "Where was the debrief held?", "Søren Røn"],
)  # fmt: skip
def test_a_question_that_names_something_does_not_hang(message: str) -> None:
    """One word to look for is enough."""
    assert not hangs(check_question(message))


def test_what_is_read_keeps_what_was_typed_and_its_bounds() -> None:
    """A long subject may not make a question too long."""
    question = check_question("hey, and where was it held?")
    read = read_on(question, Context("word " * 190 + "?"))
    assert read.typed == "hey, and where was it held?"
    assert len(read.text) <= MAX_QUESTION_CHARS


_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["and", "no,", "not", "it", "the", "third", "forum", "2019", "in", "Ghent", "?",
             "same for",
             "the one before", "when", "I meant", "\\1", "e", "und", "1st", "l'", "İ", "why"]
        ),
        max_size=8,
    ).map(" ".join),
)  # fmt: skip


@examples(200)
@given(message=_TEXTS, asked=_TEXTS, edition=st.sampled_from([(), (1,), (3, 4)]))
@example(message="not \ud800, it", asked="\udcff forum", edition=())
@example(message="the one before", asked="the first forum", edition=(1,))
def test_any_message_is_read_after_any_other_without_fail(
    message: str, asked: str, edition: tuple[int, ...]
) -> None:
    """Nothing raises, what is read is no longer than may be asked, and what was typed is kept."""
    question = read_question(message)
    read = read_on(question, Context(asked, edition))
    assert read.typed == message
    assert read == question or len(read.text) <= MAX_QUESTION_CHARS
    hangs(question)


@pytest.mark.parametrize(
    "message", ["Tell me when the second forum met", "Who is the director of ESCA?"]
)
def test_a_reply_that_names_its_subject_leans_on_nothing(message: str) -> None:
    """It is short, but a question of its own."""
    context = Context("What did Xavier Merlin present?", (3,), TITLE, is_reply=True)
    question = check_question(message)
    assert read_on(question, context).text == question.text


@pytest.mark.parametrize(
    ("asked", "message", "meant"),
    [
        ("When was the first forum?", "and the last?", "When was the last forum?"),
        ("When was the first forum?", "and the last one?", "When was the last forum?"),
        ("Wann war das erste Forum?", "und das letzte?", "Wann war das letzte Forum?"),
        (
            "Quand a eu lieu le premier forum ?",
            "et le dernier ?",
            "Quand a eu lieu le dernier forum ?",
        ),
        ("¿Cuándo fue el primer foro?", "¿y el último?", "¿Cuándo fue el último foro?"),
    ],
)
def test_the_last_is_the_last_forum(asked: str, message: str, meant: str) -> None:
    """In the place of the one that was asked about."""
    assert read_on(check_question(message), Context(asked, (1,))).text == meant


@pytest.mark.parametrize(
    "message", ["this is wrong", "that's not true", "das ist falsch", "c'est faux", "wrong year"]
)
def test_what_only_denies_hangs(message: str) -> None:
    """A verb behind its subject asks nothing, so that there is nothing to look for."""
    assert hangs(check_question(message), "correction")


def test_a_correction_that_asks_is_looked_for() -> None:
    """A question word opens one."""
    assert not hangs(check_question("sorry, who opened the exhibition?"), "correction")


@pytest.mark.parametrize(
    ("asked", "message", "meant"),
    [
        (
            "How many pages has the input paper of the first forum?", "what is its title?",
            "what is the input paper of the first forum title?",
        ),
        (
            "How many pages has the input paper of the first forum?", "where was it held?",
            "where was the first forum held?",
        ),
        (
            "What were the outcomes of the third forum?", "what was said about it?",
            "what was said about the third forum?",
        ),
        (
            "What did Denmark do during the cluster weeks?", "when was that?",
            "when was that (Denmark, the cluster weeks)?",
        ),
        (
            "What did Denmark do during the cluster weeks?", "when was it held?",
            "when was the cluster weeks held?",
        ),
        ("When was the 2019 workshop at Port Blue?", "who opened it?",
         "who opened the 2019 workshop at Port Blue?"),
        ("Who opened the EU Harbour Days 2019?", "where were they?",
         "where were the EU Harbour Days 2019?"),
        ("What was agreed at the river kick-off meeting of July 2020?", "when was it?",
         "when was the river kick-off meeting of July 2020?"),
        (
            "How many people attended the Harbour Conference 2022?",
            "sorry I meant the forum of March 2019",
            "How many people attended the forum of March 2019?",
        ),
    ],
)  # fmt: skip
def test_what_was_spoken_of_is_taken_whole(asked: str, message: str, meant: str) -> None:
    """A part of a meeting, who did something at it, its place, and a meeting for a meeting."""
    assert read_on(check_question(message), Context(asked)).text == meant


CHAIR = Context("who is the chair?", spoken="en")
TREES = Context("hoe hoog mogen bomen worden?", (), ("Tuinreglement",), spoken="nl")


@pytest.mark.parametrize(
    ("message", "context"),
    [
        ("Wie viele Beisitzer gibt es?", CHAIR),
        ("quand aura lieu la bourse aux semences ?", TREES),
        ("combien de membres y a-t-il au conseil ?", TREES),
        ("quanto costa la cisterna?", TREES),
        ("ci sono decisioni sulla cisterna?", CHAIR),
        ("is er een verbod op walnoten?", CHAIR),
        ("mogen honden loslopen?", CHAIR),
        ("is it true that barbecues are banned?", CHAIR),
        ("is there an excess for each claim?", TREES),
        ("how many chickens may I keep?", CHAIR),
        ("when is the next work day?", TREES),
    ],
)
@pytest.mark.parametrize("told", ["follow_up", "fact", ""])
def test_a_whole_question_is_asked_as_it_stands(message: str, context: Context, told: str) -> None:
    """Nothing of what was spoken of is put into it, whatever it is told to be."""
    asked = check_question(message)
    assert is_whole(asked, context)
    assert read_on(asked, context, told, is_asked_first=True).text == message


@pytest.mark.parametrize(
    "message",
    [
        "and how many chickens?",
        "who pays for it?",
        "gibt es sie noch?",
        "à quelle heure part-il ?",
        "what came out of the third?",
        "why?",
        "smart cities?",
        "labels",
        "¿cuántos miembros tiene?",
    ],
)
def test_what_points_back_or_names_nothing_is_no_whole_question(message: str) -> None:
    """An opener, a pronoun, a lone ordinal, a bare question word, keywords, an unsaid subject."""
    assert not is_whole(check_question(message))


def test_few_words_in_a_reply_are_no_whole_question() -> None:
    """They are of what they answer to."""
    asked = check_question("when were offers opened?")
    assert is_whole(asked, CHAIR)
    assert not is_whole(asked, Context("who is the chair?", is_reply=True))


@pytest.mark.parametrize(
    ("asked", "message", "meant"),
    [
        ("when will the street lamp be repaired?", "who pays for it?",
         "who pays for the street lamp?"),
        ("within how many days must a claim be reported?", "to whom?", "to whom (a claim)?"),
        ("how many chickens may I keep?", "where can I buy them?", "where can I buy chickens?"),
        ("wann gibt es Kaffee?", "gibt es ihn umsonst?", "gibt es Kaffee umsonst?"),
    ],
)  # fmt: skip
def test_what_is_put_in_is_a_short_name(asked: str, message: str, meant: str) -> None:
    """No verb and no brackets of the question before; "es" of "gibt es" stands for nothing."""
    assert read_on(check_question(message), Context(asked), "follow_up").text == meant


def test_brackets_stand_in_no_others() -> None:
    """What is put behind a question loses its own."""
    context = Context("when was it (a fair (in May))?", (), ("Minutes (draft)",))
    for message in ("why?", "and in Brussels?", "who came?"):
        text = read_on(check_question(message), context).text
        assert text.count("(") <= 1, text


@pytest.mark.parametrize(
    ("message", "context", "meant"),
    [
        ("since when has he rented his plot?", Context("who rents plot 15?", person="Jean Roux"),
         "since when has Jean Roux rented his plot?"),
        ("since when has she rented it?", Context("which plot does Birgit Aas rent?"),
         "since when has Birgit Aas rented it?"),
        ("since when?", Context("who's the treasurer?", (3,), TITLE, person="Rosa Lindqvist"),
         "since when (the treasurer)?"),
        ("depuis quand ?", Context("Qui est trésorier ?", (3,), TITLE, spoken="fr"),
         "depuis quand (trésorier)?"),
        ("since when has he rented his plot?", Context("what is a plot?"),
         "since when has he rented his plot?"),
    ],
)  # fmt: skip
def test_he_and_since_when_are_of_somebody(message: str, context: Context, meant: str) -> None:
    """Of the one who was named or answered, whatever else is said; never of a meeting."""
    read = read_on(check_question(message), context, "fact", is_asked_first=True)
    assert read.text == meant
