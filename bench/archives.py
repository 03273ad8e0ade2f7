"""The archive that a benchmark asks: that which ships, or the one that its command line names."""

import argparse
from dataclasses import replace
from pathlib import Path

from forumbot.config import Settings
from forumbot.config_file import load_settings


def add_archive(ask: argparse.ArgumentParser) -> None:
    """Let a command line name a folder of documents and its index."""
    ask.add_argument("--knowledge", type=Path)
    ask.add_argument("--index", type=Path)


def settings_for(given: argparse.Namespace) -> Settings:
    """The settings of the working folder, with what was named in their place."""
    settings = load_settings()
    if given.knowledge is not None:
        settings = replace(settings, knowledge=given.knowledge, knowledge_named=True)
    return settings if given.index is None else replace(settings, index=given.index)
