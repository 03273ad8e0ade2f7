"""As ``forumbot``, with a whole answer to each question: read, judged, quoted and checked."""

from bench.rivals.sides.forumbot import main

if __name__ == "__main__":
    main(answers=True)
