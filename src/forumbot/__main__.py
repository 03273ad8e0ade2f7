"""``python -m forumbot`` is the command ``forumbot``."""

from forumbot.cli import main

if __name__ == "__main__":
    main()
