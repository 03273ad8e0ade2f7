import logging
import re

import discord
import pytest
from discord import app_commands

from forumbot.bot.errors import NotAllowedError, SaidNotAllowedError, words_for
from forumbot.errors import (
    REBUILD,
    ArchiveError,
    ArchiveIndexError,
    DamagedIndexError,
    ModelError,
    NoIndexError,
    UsageError,
)
from forumbot.language.phrases import spoken
from forumbot.language.said import SaidError, said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UsageError("the question is empty; ask"), "The question is empty; ask."),
        (NotAllowedError("Only *maintainers* can do that"), r"Only \*maintainers\* can do that."),
        (ArchiveError("k: no such folder", "name it with --knowledge"), "k: no such folder."),
        (
            NoIndexError("k: holds no index yet", REBUILD),
            r"k: holds no index yet; \/archive rebuild reads the documents anew.",
        ),
        (
            DamagedIndexError("k: is damaged", REBUILD),
            r"k: is damaged; \/archive rebuild reads the documents anew.",
        ),
        (app_commands.CheckFailure(), "You may not do that here."),
    ],
)
def test_what_is_told_names_no_command_of_the_shell(error: Exception, words: str) -> None:
    """The problem as a sentence, inert, with what can be done about it in Discord."""
    assert words_for(error) == words


def test_an_error_of_the_machine_is_logged_and_told_by_its_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Members learn nothing of it; maintainers find it in the log."""
    with caplog.at_level(logging.ERROR):
        words = words_for(ModelError("/srv/model: no such folder", "correct 'model'"))
    (reference,) = re.findall(r"`([0-9a-f]{8})`", words)
    assert "/srv" not in words
    assert reference in caplog.text


@app_commands.command(name="ask")
async def _ask(_interaction: discord.Interaction) -> None:
    """Ask."""


def test_an_error_within_a_command_is_told_as_itself() -> None:
    """What discord.py wraps is unwrapped."""
    wrapped = app_commands.CommandInvokeError(_ask, UsageError("too long"))
    assert words_for(wrapped) == "Too long."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "You ask faster than I can read; please ask again in 7 seconds."),
        ("de", "Du fragst schneller, als ich lesen kann; frag bitte in 7 Sekunden noch einmal."),
        (
            "pt-BR",
            "Perguntas mais depressa do que consigo ler; pergunta de novo daqui a 7 segundos.",
        ),
        ("ja", "You ask faster than I can read; please ask again in 7 seconds."),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_member(language: str, words: str) -> None:
    """As Discord names it; the log has it in English."""
    error = SaidError("told_too_fast", wait=7)
    assert words_for(error, language) == words
    assert str(error) == "you ask faster than I can read; please ask again in 7 seconds"


@pytest.mark.parametrize("language", spoken())
def test_what_is_wrong_with_a_value_begins_with_a_capital(language: str) -> None:
    """Also where a language has no article before what it is."""
    for key in ("about_start", "about_end", "about_title", "about_zone", "about_repetition"):
        error = SaidError("entry_about", what=said(key), why=said("entry_empty"))
        assert words_for(error, language)[0].isupper()


def test_a_refusal_in_words_of_the_member_is_one_all_the_same() -> None:
    """Whoever catches refusals catches it."""
    error = SaidNotAllowedError("told_asker_s_alone")
    assert isinstance(error, NotAllowedError)
    assert words_for(error, "pl") == "Ta odpowiedź jest tylko dla osoby, która pytała."


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("/srv/forum/index: holds no generation older", "index: holds no generation older."),
        (r"C:\forum\index: is broken", "index: is broken."),
        ("14/03/2019 or 1/2 is no date", "14/03/2019 or 1/2 is no date."),
        ("write https://example.org/a/b or /archive rebuild",
         "Write https://example.org/a/b or /archive rebuild."),
    ],
)  # fmt: skip
def test_no_error_tells_where_files_lie(problem: str, told: str) -> None:
    """Their folders are the machine's; dates, addresses and commands stay."""
    assert words_for(ArchiveIndexError(problem)).replace("\\", "") == told
