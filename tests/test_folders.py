import os
from pathlib import Path

import pytest

from forumbot.config import Settings
from forumbot.errors import ConfigError
from forumbot.folders import check_folders


@pytest.mark.parametrize(
    ("knowledge", "index", "said"),
    [
        ("kn", "kn/index", "the index folder lies in the knowledge folder"),
        ("kn", "kn", "the index folder lies in the knowledge folder"),
        ("kn", "link/index", "the index folder lies in the knowledge folder"),
        ("kn", "kn/../kn/deep/er", "the index folder lies in the knowledge folder"),
        ("i/kn", "i", "the knowledge folder .* lies in the index folder"),
    ],
)
def test_documents_and_index_may_not_lie_in_one_another(
    tmp_path: Path, knowledge: str, index: str, said: str
) -> None:
    """By whatever path, with what to do about it; whether or not the folders are there."""
    (tmp_path / "kn").mkdir()
    (tmp_path / "link").symlink_to("kn")
    with pytest.raises(ConfigError, match=said + ".*name one beside it with --index"):
        check_folders(Settings(knowledge=tmp_path / knowledge, index=tmp_path / index))


def test_folders_side_by_side_may_be_named_alike(tmp_path: Path) -> None:
    """As they ship, and where one name begins as the other does."""
    check_folders(Settings())
    check_folders(Settings(knowledge=tmp_path / "kn", index=tmp_path / "kn-index"))


def test_the_data_folder_counts_where_it_is_named_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look at the working folder needs no other data folder; the bot does."""
    monkeypatch.chdir(tmp_path)
    here = Settings(knowledge=Path(os.curdir), index=tmp_path.parent / "index")
    check_folders(here)
    with pytest.raises(ConfigError, match="the data folder lies"):
        check_folders(here, with_data=True)
    with pytest.raises(ConfigError, match="the data folder lies in the knowledge folder"):
        check_folders(Settings(knowledge=tmp_path, index=Path("/i"), data=tmp_path / "own"))
