"""WordPiece tokenizers of the ``tokenizers`` package, one for all models of one vocabulary."""

import json
from functools import lru_cache

from tokenizers import Encoding, Tokenizer


class WordPiece:
    """Cuts texts into tokens, whole and without special ones around them."""

    def __init__(self, file: bytes) -> None:
        """A tokenizer of a ``tokenizer.json``, whose padding and truncation are left out."""
        settings = json.loads(file)
        settings["truncation"] = settings["padding"] = None
        self.tokenizer = _made(json.dumps(settings))

    def encode(self, text: str) -> Encoding:
        """The tokens of a text."""
        return self.tokenizer.encode(text, add_special_tokens=False)


# Embedder and reader have one vocabulary, which takes 10 MB.
@lru_cache(maxsize=2)
def _made(settings: str) -> Tokenizer:
    return Tokenizer.from_str(settings)
