from forumbot.asking.periods import asked_role, has_role


def test_the_end_that_is_asked_for_is_told_by_its_words() -> None:
    """Questions and sentences speak of a start or an end in several words."""
    assert asked_role("When does it close?") == "end"
    assert asked_role("When did it begin?") == "start"
    assert asked_role("When was it?") is None
    assert has_role("start", "It began in May")
    assert not has_role("start", "It ended in May")
