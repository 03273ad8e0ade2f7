from importlib.resources import files

from forumbot.models.catalogue import MINILM, TOKENIZER
from forumbot.models.packages import file_of
from forumbot.models.wordpiece import WordPiece


def test_a_text_is_cut_whole_and_without_special_tokens() -> None:
    """However its file says that texts be padded and truncated."""
    tokenizer = WordPiece(file_of(MINILM, TOKENIZER).read_bytes())
    assert len(tokenizer.encode("forum " * 900).ids) == 900
    assert tokenizer.encode("the forum").tokens == ["the", "forum"]


def test_files_of_one_vocabulary_share_a_tokenizer() -> None:
    """Those of embedder and reader do, whose files are written in another order."""
    weights = files("forumbot.models") / "weights" / "reader-en-tokenizer.json"
    own, other = file_of(MINILM, TOKENIZER).read_bytes(), weights.read_bytes()
    assert own != other
    assert WordPiece(own).tokenizer is WordPiece(other).tokenizer
