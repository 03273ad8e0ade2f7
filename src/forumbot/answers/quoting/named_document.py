"""Whether a question names a document by a word of its title, and another one is quoted."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.glossary import meanings

_BETWEEN = re.compile(r"[\W_]+")
# Set by hand: a shorter word is of many titles, and what stands in more of them names a series.
_SHORTEST, _MOST = 4, 4


class NamedDocuments:
    """The documents of an archive by the words that their titles and file names alone have.

    Such a word is a name: none that the embedding model has whole (``is_word``) or a glossary has,
    and of few titles.
    """

    def __init__(self, documents: Mapping[str, Document], is_word: Callable[[str], bool]) -> None:
        self._documents = documents
        self._is_word = is_word

    def is_another(self, question: Question, doc_ids: Sequence[str]) -> bool:
        """Whether none of these documents has any of the names that a question says."""
        named = [
            one[0]
            for one in question.located
            if one[0] in self._by_name
            and not self._is_word(one[0])
            and not meanings(question.text, one, question.spoken)
        ]
        return bool(named and doc_ids) and not any(self._holds(doc_id, named) for doc_id in doc_ids)

    def _holds(self, doc_id: str, named: Collection[str]) -> bool:
        """Whether a document has one of some names, in its title or anywhere."""
        if any(doc_id in self._by_name[one] for one in named):
            return True
        return not set(words.words(self._documents[doc_id].text)).isdisjoint(named)

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for doc_id, document in self._documents.items():
            for word in words.words(f"{document.title} {_BETWEEN.sub(' ', doc_id)}"):
                found[word].add(doc_id)
        return {
            word: ids
            for word, ids in found.items()
            if len(word) >= _SHORTEST and not word.isdigit() and len(ids) <= _MOST
        }
