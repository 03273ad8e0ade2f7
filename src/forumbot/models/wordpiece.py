"""WordPiece tokenizers of the ``tokenizers`` package, one for all models of one vocabulary."""

import hashlib
import json
from functools import lru_cache

from tokenizers import Encoding, Tokenizer

from forumbot.kept_files import kept


class WordPiece:
    """Cuts texts into tokens, whole and without special ones around them."""

    def __init__(self, file: bytes) -> None:
        """A tokenizer of a ``tokenizer.json``, whose padding and truncation are left out."""
        found = kept("tokenizer", hashlib.sha256(file).hexdigest(), lambda: _whole(file), ".json")
        self.tokenizer = _made(found if isinstance(found, bytes) else found.read_bytes())

    def encode(self, text: str) -> Encoding:
        """The tokens of a text."""
        return self.tokenizer.encode(text, add_special_tokens=False)


def _whole(file: bytes) -> bytes:
    """Without padding and truncation, and in one order, so that equal ones are told to be so."""
    settings = json.loads(file)
    settings["truncation"] = settings["padding"] = None
    return json.dumps(settings, sort_keys=True).encode()


# Embedder and reader have one vocabulary, which takes 10 MB.
@lru_cache(maxsize=2)
def _made(settings: bytes) -> Tokenizer:
    return Tokenizer.from_buffer(settings)
