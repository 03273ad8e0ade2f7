"""Names of files, which programs leave as titles of what they wrote."""

ENDINGS = (
    r"docx?|dotx?|pptx?|potx?|xlsx?|od[tps]|ot[tps]|pdf|tex|dvi|indd|rtf|epub|x?html?|mht(?:ml)?"
    r"|md|markdown|txt|text|csv|tsv|eml"
)
"""Alternatives of a pattern: what such a name ends in behind its dot."""
