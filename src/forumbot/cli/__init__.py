"""The command line: words in, results on stdout, everything else on stderr, and exit codes.

0 done; 1 it failed, and one line says what, where and what to do; 2 the call's words are off;
3 done, but some input was refused and is listed.
"""

from forumbot.cli.entry import cli as cli
from forumbot.cli.entry import main as main
from forumbot.cli.entry import run as run
