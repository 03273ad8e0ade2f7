"""forumbot: answers from forum reports, with verified quotes, and reminders of what comes next."""

__version__ = "0.2.0.dev0"
