"""How much of a question a text covers, weighed by how rare the question's words are."""

from dataclasses import dataclass, replace

from forumbot.asking.kinds import KIND_WORDS, QuestionKind
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.search.lexical import LexicalIndex

_COUNTING = frozenset({"many", "much", "viele", "viel", "combien"})


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question, where it first stands there, and how the archive knows it.

    ``is_unknown`` where no passage holds it, in any form.
    """

    word: str
    start: int
    end: int
    stems: frozenset[str]
    ngrams: frozenset[str]
    rarity: float
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """The words of one question with their rarity in the archive.

    ``known`` are all its content words, each once; ``telling`` those that tell what is asked about,
    all of them where they only name a kind; ``said`` are all words that it says.
    """

    question: Question
    known: tuple[Term, ...]
    telling: tuple[Term, ...]
    said: frozenset[str]
    languages: tuple[str, ...]

    @classmethod
    def of(cls, question: Question, lexical: LexicalIndex) -> "QuestionTerms":
        """The terms of a question; made once for each generation of the index."""
        found: dict[str, Term] = {}
        for word, start, end in question.located:
            if word not in found and word not in words.stop_words():
                found[word] = _term(word, start, end, lexical)
        known = tuple(found.values())
        telling = tuple(term for term in known if term.word not in KIND_WORDS | _COUNTING)
        return cls(question, known, telling or known, frozenset(question.words), lexical.languages)

    def wanting(self, kind: QuestionKind) -> "QuestionTerms":
        """The same words where another kind of answer is wanted."""
        return replace(self, question=replace(self.question, kind=kind))

    @property
    def kind(self) -> QuestionKind:
        """The kind of answer that is wanted."""
        return self.question.kind

    @property
    def role(self) -> str | None:
        """``start`` or ``end`` where the question asks when a period starts or ends."""
        return self.question.role if self.kind is QuestionKind.WHEN else None

    def coverage(self, text: str) -> float:
        """The share of the question's rarity that occurs in the text, 0 to 1, by exact stem."""
        total = self._total
        if not total:
            return 0.0
        found = self._stems_of(text)
        return sum(term.rarity for term in self.telling if term.stems & found) / total

    def held(self, text: str) -> frozenset[int]:
        """The places of the question's words that occur in the text, by exact stem."""
        found = self._stems_of(text)
        return frozenset(place for place, term in enumerate(self.telling) if term.stems & found)

    def fuzzy_coverage(self, text: str) -> float:
        """As :meth:`coverage`, a word counting by how many of its 3- and 4-grams occur."""
        total = self._total
        if not total:
            return 0.0
        found = set(words.character_ngrams(text, 3, 4))
        shares = (
            term.rarity * len(term.ngrams & found) / len(term.ngrams) for term in self.telling
        )
        return sum(shares) / total

    @property
    def _total(self) -> float:
        return sum(term.rarity for term in self.telling)

    def _stems_of(self, text: str) -> set[str]:
        return {stem for language in self.languages for stem in words.stems(text, language)}


def _term(word: str, start: int, end: int, lexical: LexicalIndex) -> Term:
    stems = frozenset(words.stem(word, language) for language in lexical.languages)
    return Term(
        word=word,
        start=start,
        end=end,
        stems=stems,
        ngrams=frozenset(words.ngrams_of([word], 3, 4)),
        rarity=min(lexical.rarity(stem) for stem in stems),
        is_unknown=lexical.is_unknown(word),
    )
