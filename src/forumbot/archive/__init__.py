"""From files to what is in them: documents, their blocks, dates and outcomes."""
