import json

from forumbot.models.catalogue import MINILM, TOKENIZER
from forumbot.models.packages import file_of
from forumbot.models.wordpiece import WordPiece


def test_a_text_is_cut_whole_and_without_special_tokens() -> None:
    """However its file says that texts be padded and truncated."""
    tokenizer = WordPiece(file_of(MINILM, TOKENIZER).read_bytes())
    assert len(tokenizer.encode("forum " * 900).ids) == 900
    assert tokenizer.encode("the forum").tokens == ["the", "forum"]


def test_files_of_one_vocabulary_share_a_tokenizer() -> None:
    """Padding and truncation apart they are the same, and are kept once."""
    file = file_of(MINILM, TOKENIZER).read_bytes()
    other = json.dumps(json.loads(file) | {"truncation": None}).encode()
    assert WordPiece(file).tokenizer is WordPiece(other).tokenizer
