"""forumbot: answers from forum reports, with verified quotes, and reminders of what comes next."""

__version__ = "0.1.0"
