"""The ground floor: what words, numbers, dates and forum names are, in each language.

What is to be known of a language stands in its table, ``tables/<code>.yaml``, and nowhere else;
``tables/README.md`` says what each key means and which module reads it. ``table`` reads the tables
and is what adding a language goes through, ``patterns`` makes expressions of their words.
"""
