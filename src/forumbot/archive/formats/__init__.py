"""One small adapter a file format: bytes or text in, pieces of text in reading order out."""
