"""Events, what is coming up, and calendars; knows no answers and no Discord."""
