"""What is polite or decorative around a question does not count."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.asking.noise import greeted_in, is_mashed, is_opening, kernel, noted_in
from forumbot.asking.question import check_question, read_question

QUESTION = "When was the third forum?"


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Hi! Could you tell me when it was? Thanks a lot :)", "when it was?"),
        ("hey bot, who presented it?", "who presented it?"),
        ("Good morning all, any idea whether ESCA is one? cheers", "whether ESCA is one?"),
        ("when was it, please?", "when was it?"),
        ("who won it? Best regards, Anna", "who won it?"),
        ("Wer hat gewonnen? LG Tom", "Wer hat gewonnen?"),
        ("For how long, dear bot, is it open?", "For how long is it open?"),
        ("Hallo, könntest du mir bitte sagen, wann das war? Danke!", "wann das war?"),
        ("Salut, tu peux me dire quand c'était stp ? Merci", "quand c'était?"),
        ("¡Hola! ¿Me podrías decir cuándo fue el foro? ¡Gracias!", "cuándo fue el foro?"),
        ("ciao, mi sai dire dove si è tenuto? grazie mille", "dove si è tenuto?"),
        ("Olá, pode me dizer quem falou? Obrigado!", "quem falou?"),
        ("Buna ziua, mi-ati putea spune cand a fost forumul? Multumesc", "cand a fost forumul?"),
        ("Dag, kunt u mij zeggen wanneer de zitting is? alvast bedankt", "wanneer de zitting is?"),
        ("Cześć! Czy możesz mi powiedzieć, gdzie było forum? Dzięki", "gdzie było forum?"),
    ],
)  # fmt: skip
def test_manners_in_nine_languages_go(message: str, asked: str) -> None:
    """A greeting, a request and thanks stand around what is asked, with or without accents."""
    assert check_question(message).text == asked


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("<@123> <@!4> <@&5> <#6> when was it", "when was it"),
        ("**When** was *the* __third__ `forum`?", QUESTION),
        ("```text\nWhen was the third forum?\n```", QUESTION),
        ("## When was the [third forum](https://example.eu/3)?", "When was the third forum?"),
        ("> I think it was in May.\nWhen was the third forum?", QUESTION),
        ("> When was the third forum?", QUESTION),
        ("lol when was it", "when was it"),
        ("ok so when was it??? 😂", "when was it???"),
        ("haha ok but when was it :D", "when was it"),
        ("guys in which city was it?", "in which city was it?"),
        ("hey @forumbot who spoke", "who spoke"),
        ("Who spoke? cc <@&5>", "Who spoke?"),
        ("naja, aber wann war das?", "wann war das?"),
        ("mdr mais quand était-ce ?", "quand était-ce ?"),
        ("🎉👩‍💻 When was the third forum? <:yes:1> <a:no:2> :pray:", QUESTION),
        ("outcomes of forum 3️⃣ xD", "outcomes of forum 3"),
        ("When was the third forum? <3 ;-)", QUESTION),
    ],
)
def test_what_a_chat_adds_goes(message: str, asked: str) -> None:
    """Mentions, marks, quoted lines and pictures; a quoted line alone is the question."""
    assert check_question(message).text == asked


@pytest.mark.parametrize(
    "message",
    [
        "Who gave the vote of thanks?", "morning session of the third forum", "Best-practice guide",
        "What is a question?", "Is 3 * 4 * 5 members right?", "snake_case_name or 5:30?", "Hi",
        "Thanks!", "Please", "hello, bot", "Who said “please” to the board?", "Do you know ESCA?",
        "Hi-tech clusters", "Tell me about money", "a [3] b (c)", "under <5 members", "C# or C++?",
        "Who won? Best practices are fine",
    ],
)  # fmt: skip
def test_what_only_looks_like_noise_stays(message: str) -> None:
    """The same words where they are what is asked, or all that is said."""
    assert kernel(message) == message


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("when did it end? i see two different dates", "when did it end?"),
        ("I'm new here. When was the third forum?", QUESTION),
        ("Wann endete das? Ich sehe zwei verschiedene Daten.", "Wann endete das?"),
        ("Quand était-ce ? J'ai lu deux dates.", "Quand était-ce ?"),
        ("¿Cuándo fue? Me dijeron otra cosa", "¿Cuándo fue?"),
        ("Quando è stato? Vedo due date", "Quando è stato?"),
        ("Quando foi? Vejo duas datas", "Quando foi?"),
        ("Când a fost? Văd două date.", "Când a fost?"),
        ("Wanneer was het? Ik zie twee data.", "Wanneer was het?"),
        ("Kiedy to było? Widzę dwie daty.", "Kiedy to było?"),
        ("What do I see at the fair?", "What do I see at the fair?"),
        ("When was it? I mean the third one", "When was it? I mean the third one"),
    ],
)
def test_what_somebody_says_of_themselves_goes(message: str, asked: str) -> None:
    """Before or behind a question, in nine languages; what it corrects stays."""
    assert check_question(message).text == asked


def test_the_typed_message_is_kept_beside_the_question() -> None:
    """An answer shows what was typed, and says as what it was read only where words are new."""
    question = check_question("hey bot,\n when was it? thx")
    assert (question.text, question.typed) == ("when was it?", "hey bot, when was it? thx")
    assert not question.adds
    read = read_question("when was the forum?", instead_of=question)
    assert (read.adds, read.typed) == (True, question.typed)
    assert read_question("was it the forum?", instead_of=read).adds


_CONTENT = st.lists(
    st.sampled_from(
        ["third", "forum", "Brussels", "cluster", "2019", "labels", "of", "the", "skills", "Røn",
         "l'industrie", "€3.6", "participants", "à", "über", "w", "and", "was"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)  # fmt: skip
_BEFORE = st.sampled_from(
    ["", "Hi! ", "hey bot, ", "<@12> ", "Hallo zusammen, ", "Bonjour, ", "hola ", "please ", "🙏 ",
     "Buongiorno! ", "Olá, ", "Salut, ", "hoi ", "Cześć, ", "ok, ", "> said before\n"]
)  # fmt: skip
_BEHIND = st.sampled_from(
    ["", " please", ", thanks!", "\nMerci", " :)", " bitte", " 🎉", " por favor", " grazie mille",
     " obrigado desde já", " te rog", " alvast bedankt", " z góry dziękuję", " <:ok:7>"]
)  # fmt: skip


@examples(150)
@given(_CONTENT, st.sampled_from(["", "?", "."]))
def test_a_question_without_noise_is_unchanged(words: str, end: str) -> None:
    """Whatever it consists of."""
    assert kernel(words + end) == words + end


@examples(150)
@given(st.lists(_BEFORE, max_size=2), _CONTENT, st.lists(_BEHIND, max_size=2))
def test_whatever_stands_around_a_question_its_kernel_is_the_same(
    before: list[str], words: str, behind: list[str]
) -> None:
    """Noise of any language at either end, also of two kinds."""
    message = f"{''.join(before)}{words}?{''.join(behind)}"
    assert check_question(message).text == f"{words}?"


@examples(200)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(
    ["hi", "thanks", "please", "bot", "```", "**", "> ", "\n", "?", "<@1>", ":)", "was", "ok", ","]
), max_size=12).map(" ".join)))  # fmt: skip
@example("``` ` ``")
@example("hi, thanks, please?")
def test_no_question_is_emptied(message: str) -> None:
    """Where a message holds a word, so does what is left, and what is left has no noise."""
    left = kernel(message)
    assert bool(re.search(r"\w", left)) is bool(re.search(r"\w", message))
    assert kernel(left) == left


@pytest.mark.parametrize(
    ("message", "language"),
    [("bonjour", "fr"), ("vielen dank dir", "de"), ("good evening", "en"), ("Graz", None)],
)
def test_a_greeting_tells_the_language(message: str, language: str | None) -> None:
    """Also where it has no function word; what is no greeting tells none."""
    assert greeted_in(message) == language


@pytest.mark.parametrize(
    "message", ["good evening", "Hi there!", "Guten Abend zusammen", "bonsoir."]
)
def test_a_greeting_alone_opens_a_conversation(message: str) -> None:
    """What is said on meeting, with or without those whom it is said to, is no farewell."""
    assert is_opening(message)


@pytest.mark.parametrize("message", ["bye", "thanks", "Hi, when was the third forum?", "all", ""])
def test_what_says_anything_else_opens_none(message: str) -> None:
    """Farewells, thanks and greetings with a question behind them are left to be told apart."""
    assert not is_opening(message)


@pytest.mark.parametrize(
    ("message", "noted", "mashed"),
    [
        ("ok", "en", False), ("OK!", "en", False), ("Alles klar.", "de", False),
        ("d'accord", "fr", False), ("am înțeles", "ro", False),
        ("ok, when was it?", None, False), ("okapi", None, False),
        ("42", None, True), ("7?", None, True), ("2019", None, False),
        ("3 forums", None, False),
        ("thnks", None, False),
        ("tudo bem?", None, False),
        ("asdfgh qwerty", None, True), ("asdf", None, True), ("sdkfjhgt", None, True),
        ("lkjhg", None, True), ("Wert", None, False), ("ESCA", None, False),
        ("labels asdf", None, False), ("EUCLES", None, False), ("скажи", None, False),
    ],
)  # fmt: skip
def test_what_asks_nothing_is_told_from_short_questions(
    message: str, noted: str | None, mashed: bool
) -> None:
    """Taking note, bare numbers and keys hit at random; names and years may be looked for."""
    assert noted_in(message) == noted
    assert is_mashed(message) == mashed


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("never mind", "en"), ("Forget it.", "en"), ("vergiss es", "de"), ("laisse tomber", "fr"),
        ("olvídalo", "es"), ("lascia stare", "it"), ("lasa", "ro"), ("laat maar", "nl"),
        ("nieważne", "pl"),
    ],
)  # fmt: skip
def test_what_is_dropped_is_taken_note_of(message: str, language: str) -> None:
    """Whoever gives up a question asks nothing more by it, and is answered in that language."""
    assert noted_in(message) == language


@pytest.mark.parametrize(
    "message",
    ["forget that, new question: who spoke?", "Vergiss es. wer sprach?", "laat maar, wie sprak?"],
)
def test_what_was_dropped_does_not_belong_to_the_next_question(message: str) -> None:
    """A question that follows it stands by itself."""
    assert kernel(message) in ("who spoke?", "wer sprach?", "wie sprak?")
