import numpy as np

from forumbot.evaluation.floor import LEAST, floor_scores

NOUNS = ["forum", "budget", "label", "speaker", "venue", "outcome", "deadline", "partner"]


def asked(words: list[str], count: int, seed: int) -> list[str]:
    """Questions that open with some words and go on at random."""
    draw = np.random.default_rng(seed)
    return [f"{draw.choice(words)} {' '.join(draw.permutation(NOUNS)[:3])}?" for _ in range(count)]


def test_a_habit_of_the_question_set_is_found() -> None:
    """Where unanswerable questions open otherwise, the words alone part them."""
    from sklearn.metrics import roc_auc_score

    questions = asked(["When was the"], 30, 1) + asked(["How many had the"], 30, 2)
    labels = [True] * 30 + [False] * 30
    scores = floor_scores(questions, labels, [None] * 60)
    assert scores is not None
    assert scores.shape == (60,)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert roc_auc_score(labels, scores) > 0.95


def test_without_a_habit_the_words_tell_nothing() -> None:
    """Labels given at random lie about chance over several sets, though one sort is commoner."""
    from sklearn.metrics import roc_auc_score

    areas = []
    for seed in range(4):
        draw = np.random.default_rng(seed)
        questions = asked(["When was the", "How many had the"], 150, seed)
        labels = [bool(draw.random() < 0.7) for _ in questions]
        documents = [f"d{draw.integers(30)}" for _ in questions]
        scores = floor_scores(questions, labels, documents)
        assert scores is not None
        areas.append(roc_auc_score(labels, scores))
    assert abs(np.mean(areas) - 0.5) < 0.08


def test_questions_on_one_document_are_never_learned_from_to_judge_it() -> None:
    """A word that only one document's questions share tells nothing of them."""
    from sklearn.metrics import roc_auc_score

    names = [f"name{number}" for number in range(20)]
    questions = [f"What of {name}, number {n}?" for name in names for n in range(4)]
    labels = [place % 2 == 0 for place in range(20) for _ in range(4)]
    documents = [name for name in names for _ in range(4)]
    apart = floor_scores(questions, labels, documents)
    mixed = floor_scores(questions, labels, [None] * len(questions))
    assert apart is not None
    assert mixed is not None
    assert roc_auc_score(labels, mixed) > 0.9
    assert roc_auc_score(labels, apart) < 0.7


def test_questions_of_a_single_document_are_split_all_the_same() -> None:
    """They are then judged by the others on it."""
    questions = asked(["When was the"], 20, 1) + asked(["How many had the"], 20, 2)
    scores = floor_scores(questions, [True] * 20 + [False] * 20, ["a.md"] * 40)
    assert scores is not None
    assert scores[:20].mean() > scores[20:].mean()


def test_too_few_questions_have_no_floor() -> None:
    """Ten of each sort are the least."""
    questions = asked(["When was the"], 2 * LEAST, 1)
    few = [True] * (LEAST + 1) + [False] * (LEAST - 1)
    assert floor_scores(questions, few, [None] * len(questions)) is None
    enough = [True] * LEAST + [False] * LEAST
    assert floor_scores(questions, enough, [None] * len(questions)) is not None
    assert floor_scores([], [], []) is None


def test_the_floor_is_the_same_each_time() -> None:
    """Nothing in it is left to chance."""
    questions = asked(["When", "How many"], 40, 5)
    labels = [place % 3 == 0 for place in range(40)]
    first, again = (floor_scores(questions, labels, [None] * 40) for _ in range(2))
    assert first is not None
    assert again is not None
    assert np.array_equal(first, again)
