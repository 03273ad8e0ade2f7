"""Buttons, which outlive a restart; ``registry`` names them all, those under answers in order."""
