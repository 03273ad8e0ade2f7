"""In which language a few words are that tell none by themselves: the archive's, if they may be."""

from dataclasses import replace

from forumbot.asking.question import Question, read_question
from forumbot.language.glossary import english_stems, has_word
from forumbot.language.words import stem
from forumbot.search.generation import Generation

# Set by hand: a message of more words mostly has some that tell its language.
_FEW = 5


def in_language_of(question: Question, generation: Generation) -> Question:
    """A short message in the language of most documents, unless its words tell that it is not.

    "Geld" or "salaires 2025" have no word that tells a language; one that the documents or the
    glossary of their language have, and English has not, is of theirs.
    """
    main = generation.main_language
    if question.spoken == main or len(question.words) > _FEW:
        return question
    read = read_question(question.text, question.typed, spoken=main)
    named = [word for word in read.content_words if word.isalpha()]
    if read.spoken != main or not any(_is_own(word, main, generation) for word in named):
        return question
    return replace(read, read_in=question.read_in)


def _is_own(word: str, main: str, generation: Generation) -> bool:
    if stem(word, "en") in english_stems():
        return False
    return has_word(word, main) or not generation.lexical.is_unknown(word)
