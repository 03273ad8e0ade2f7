"""In which language a few words are that tell none by themselves: the archive's, else the bot's."""

from dataclasses import replace

from forumbot.asking.question import Question, read_question
from forumbot.language.english_words import english_stems
from forumbot.language.glossary import has_word, writes_word
from forumbot.language.phrases import spoken
from forumbot.language.questions import function_words
from forumbot.language.words import stem
from forumbot.search.generation import Generation

# Set by hand: a message of more words mostly has some that tell its language.
_FEW = 5


def in_language_of(question: Question, generation: Generation) -> Question:
    """A short message in the language of most documents, unless its words tell that it is not.

    "Geld" or "salaires 2025" have no word that tells a language; one that the documents or the
    glossary of their language have, and English has not, is of theirs. One that neither they nor
    English have is of the language of the bot's whose glossary has it.
    """
    main = generation.main_language
    if len(question.words) > _FEW:
        return question
    if question.spoken == main:
        return _in_another_language(question, generation)
    read = read_question(question.text, question.typed, spoken=main)
    named = [word for word in read.content_words if word.isalpha()]
    if read.spoken != main or not any(_is_own(word, main, generation) for word in named):
        return question
    return replace(read, read_in=question.read_in)


def _is_own(word: str, main: str, generation: Generation) -> bool:
    if stem(word, "en") in english_stems():
        return False
    return has_word(word, main) or not generation.lexical.is_unknown(word)


def _in_another_language(question: Question, generation: Generation) -> Question:
    """A message without a word that tells its language in the one that alone has all its words.

    Of several the one that writes them just so, the first of the bot's.
    """
    named = [word for word in question.content_words if word.isalpha()]
    tells = not function_words(question.spoken).isdisjoint(question.words)
    is_known = any(stem(one, "en") in english_stems() for one in named)
    if not named or tells or is_known or not all(map(generation.lexical.is_unknown, named)):
        return question
    others = [code for code in spoken() if code != question.spoken]
    ways = (
        [code for code in others if all(knows(word, code) for word in named)]
        for knows in (writes_word, has_word)
    )
    code = next((found[0] for found in ways if found), "")
    read = read_question(question.text, question.typed, spoken=code) if code else question
    return replace(read, read_in=question.read_in)
