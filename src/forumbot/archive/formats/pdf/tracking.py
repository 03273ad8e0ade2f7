"""Words that were set letter by letter ("I N T R O D U C T I O N"), drawn together again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from forumbot.archive.formats.pdf.page import Word

# Set by hand: in shorter runs single letters are names of variables or the parts of a list.
_FEWEST_LETTERS, _SINGLE_SHARE = 5, 0.6
# Of the type size: a space between words is a quarter or more, what sets letters apart less; where
# it is more, spaces between words are so much wider.
_LETTER_GAP, _WIDEST_LETTER_GAP, _WIDER = 0.2, 0.6, 1.8
# Letters of one word are set apart evenly; those of columns stand evenly, whatever their widths.
_EVEN = 1.05


def without_tracking(words: Sequence[Word]) -> list[Word]:
    """The words of a page in the order of the file, those that were parted into letters whole."""
    if sum(len(word.text) == 1 for word in words) < _FEWEST_LETTERS:
        return list(words)
    done: list[Word] = []
    for run in _runs(words):
        limit = _limit(run)
        done += _joined(run, limit) if limit else run
    return done


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that follow one another on one line, in one size."""
    run: list[Word] = []
    for word in words:
        if run and not _follows(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _follows(word: Word, following: Word) -> bool:
    alike = word.size == following.size and word.baseline == following.baseline
    return alike and not word.symbol and -0.1 * word.size < following.x0 - word.x1 < 3 * word.size


def _limit(run: Sequence[Word]) -> float:
    """The widest gap between two letters of a word, 0 where the words of a run are whole."""
    letters = sum(len(word.text) == 1 and word.text.isalpha() for word in run)
    if letters < _FEWEST_LETTERS or letters < _SINGLE_SHARE * len(run):
        return 0.0
    gaps = sorted(two.x0 - one.x1 for one, two in pairwise(run))
    size = run[0].size
    if gaps[len(gaps) // 2] <= _LETTER_GAP * size:
        return max(_WIDER * gaps[len(gaps) // 2], _LETTER_GAP * size)
    if not run[0].text.isupper() or gaps[0] > _WIDEST_LETTER_GAP * size:
        return 0.0
    is_one_word = gaps[-1] <= min(_WIDEST_LETTER_GAP * size, _EVEN * gaps[0])
    if is_one_word and letters == len(run):
        return gaps[-1]
    steps = [(two / one, one) for one, two in pairwise(gaps) if one > 0]
    widening, limit = max(steps, default=(0.0, 0.0))
    return limit if widening >= _WIDER and limit <= _WIDEST_LETTER_GAP * size else 0.0


def _joined(run: Sequence[Word], limit: float) -> Iterator[Word]:
    whole = run[0]
    for word in run[1:]:
        if word.x0 - whole.x1 <= limit:
            whole = replace(whole, text=whole.text + word.text, x1=word.x1, spaced=word.spaced)
        else:
            yield whole
            whole = word
    yield whole
