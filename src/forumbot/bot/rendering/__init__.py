"""What Discord shows, within its every limit; pure functions.

Whatever a document holds, what comes out fits, and only our own marks do anything. Lengths are in
UTF-16 units; a ``room`` is how many of them a part may take up.
"""
