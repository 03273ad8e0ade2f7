"""How much of a question a text covers, weighed by how rare the question's words are."""

from collections.abc import Iterable

from forumbot.answers.asking.kinds import KIND_WORDS
from forumbot.language import words
from forumbot.search.lexical import LexicalIndex

_COUNTING = frozenset({"many", "much", "viele", "viel", "combien"})


class QuestionTerms:
    """The words of one question with their rarity in the archive.

    ``unknown`` is how many of them no passage holds, in any form; ``said`` are all words that the
    question says.
    """

    def __init__(self, question: str, lexical: LexicalIndex) -> None:
        self.question = question
        self.said = frozenset(words.words(question))
        self._languages = lexical.languages
        self._weights = [
            (stemmed, set(words.character_ngrams(word, 3, 4)), rarity)
            for word, stemmed, rarity in _terms(question, lexical)
        ]
        self.unknown = sum(lexical.is_unknown(word) for word in _telling_words(question))
        self._total = sum(rarity for _stems, _ngrams, rarity in self._weights)

    def coverage(self, text: str) -> float:
        """The share of the question's rarity that occurs in the text, 0 to 1, by exact stem."""
        if not self._total:
            return 0.0
        found = self._stems_of(text)
        hit = sum(rarity for stems, _ngrams, rarity in self._weights if stems & found)
        return hit / self._total

    def held(self, text: str) -> frozenset[int]:
        """The places of the question's words that occur in the text, by exact stem."""
        found = self._stems_of(text)
        return frozenset(
            place for place, (stems, _, _) in enumerate(self._weights) if stems & found
        )

    def fuzzy_coverage(self, text: str) -> float:
        """As :meth:`coverage`, a word counting by how many of its 3- and 4-grams occur."""
        if not self._total:
            return 0.0
        found = set(words.character_ngrams(text, 3, 4))
        return (
            sum(
                rarity * len(ngrams & found) / len(ngrams)
                for _stems, ngrams, rarity in self._weights
            )
            / self._total
        )

    def _stems_of(self, text: str) -> set[str]:
        return {stem for language in self._languages for stem in words.stems(text, language)}


def _telling_words(question: str) -> list[str]:
    """The content words that tell what is asked about, all of them where they only name a kind."""
    asked = list(dict.fromkeys(words.content_words(question)))
    return [word for word in asked if word not in KIND_WORDS | _COUNTING] or asked


def _terms(question: str, lexical: LexicalIndex) -> Iterable[tuple[str, set[str], float]]:
    for word in _telling_words(question):
        stems = {words.stem(word, language) for language in lexical.languages}
        yield word, stems, min(lexical.rarity(stem) for stem in stems)
