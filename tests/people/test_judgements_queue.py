"""What is asked next: the most valuable answer, never what follows already, what was unsure last; kept up with every answer."""

from __future__ import annotations

import random
from time import perf_counter

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people.judging import at, said, table

from habeas.people.judgements import Judgement, Queue, Verdict, Weights

FOUR = table(
    [
        ("a", "b", 0.1, 0.5, "pair"),
        ("b", "c", 0.4, 0.1, "person"),
        ("a", "c", 0.2, 0.4, "pair"),
        ("d", "e", 0.0, 0.9, "pair"),
    ]
)


def asked(queue: Queue) -> list[str]:
    """Return what is left to ask, in order, as words."""
    return [f"{one.left}{one.right} {one.kind}" for one in queue]


def answered(queue: Queue, *words: str) -> None:
    """Let the queue hear judgements."""
    for one in said(*words):
        queue.take(one)


def test_hidden_persons_come_first_then_the_number_of_persons() -> None:
    """By the documented formula: ten times the hidden persons found, and once the change of their number."""
    queue = Queue(FOUR)
    assert asked(queue) == ["bc person", "ac pair", "ab pair", "de pair"]
    assert [round(one.value, 2) for one in queue] == [4.1, 2.4, 1.5, 0.9]
    assert asked(Queue(FOUR, weights=Weights(hidden=0.0)))[0] == "de pair"


def test_what_follows_is_not_asked() -> None:
    """After a = b and b = c nobody asks of a and c; after b is not c, and a = b, neither."""
    for second in ("=", "x"):
        queue = Queue(FOUR, by="ana")
        answered(queue, "ana: a=b", f"ana: b{second}c")
        assert asked(queue) == ["de pair"]


def test_of_pairs_that_are_one_question_the_most_valuable_is_asked() -> None:
    """Once a and b are one, a–c and b–c ask the same; one who is unsure of it is asked of the other."""
    queue = Queue(FOUR, by="ana")
    answered(queue, "ana: a=b")
    assert asked(queue) == ["bc person", "de pair"]
    answered(queue, "ana: b?c")
    assert asked(queue) == ["ac pair", "de pair", "bc again"]


def test_unsure_is_asked_again_last_and_once() -> None:
    """A second time unsure in one sitting, it is left; in the next it comes last again."""
    queue = Queue(FOUR, by="ana")
    answered(queue, "ana: b?c", "ana: a?c", "ana: a?b", "ana: d?e")
    assert asked(queue) == ["bc again", "ac again", "ab again", "de again"]
    answered(queue, "ana: b?c")
    assert asked(queue) == ["ac again", "ab again", "de again"]
    assert asked(Queue(FOUR, judgements=said("ana: b?c"), by="ana"))[-1] == "bc again"


def test_another_person_who_answers_what_one_was_unsure_of_settles_it() -> None:
    """The answer is of the round that settles; the person's own doubt is simply replaced."""
    before = said("ana: d?e", "ben: b?c")
    rounds = {at(one.left + one.right): one.round for one in Queue(FOUR, judgements=before, by="ana")}
    assert (rounds[at("de")], rounds[at("bc")], rounds[at("ab")]) == (1, 3, 1)


def test_a_contradiction_comes_first_with_the_pair_that_is_borne_out_least() -> None:
    """The machine gives b = c a hundredth: it is asked; answered the same way, another pair of the chain is."""
    pairs = pa.table({"left": ["a", "b", "a"], "right": ["b", "c", "c"], "probability": [0.9, 0.01, 0.2]})
    queue = Queue(FOUR, pairs, by="ana")
    answered(queue, "ana: a=b", "ana: b=c", "ana: axc")
    first = queue.next()
    assert first is not None
    assert (first.kind, first.pair, first.round) == ("contradiction", at("bc"), 3)
    assert asked(queue)[1:] == ["de pair"]
    answered(queue, "ana/3: b=c")
    assert asked(queue)[0] == "ac contradiction"
    answered(queue, "ana/3: a=c")
    assert asked(queue) == ["de pair"]


def test_persons_who_disagree_on_a_pair_bring_it_back() -> None:
    """It is asked first; who settles it goes before both."""
    queue = Queue(FOUR, judgements=said("ana: a=b", "ben/2: axb"), by="eva")
    assert asked(queue)[0] == "ab contradiction"
    answered(queue, "eva/3: axb")
    assert "ab contradiction" not in asked(queue)


def test_a_second_reviewer_is_asked_of_what_others_judged_and_sees_nothing_of_it() -> None:
    """The pairs that others judged, in order of value, whatever was said; what follows from one's own answers is not asked."""
    before = said("ana: a=b", "ana: b=c", "ana: axc", "ana: g?h", "ben/2: d?e")
    queue = Queue(FOUR, judgements=before, by="ben", second=True)
    assert asked(queue) == ["bc pair", "ac pair", "ab pair", "gh pair"]
    assert {one.round for one in queue} == {2}
    assert all(one.contradiction is None for one in queue)
    answered(queue, "ben/2: b=c", "ben/2: a=c")
    assert asked(queue) == ["gh pair"]


def test_an_answer_taken_back_is_asked_again() -> None:
    """And what had followed from it; the same person's earlier judgement stands again."""
    queue = Queue(FOUR, by="ana")
    first, second = said("ana: a=b", "ana: b=c")
    queue.take(first)
    queue.take(second)
    queue.withdraw(second)
    assert asked(queue) == ["bc person", "de pair"]
    changed = said("ana: axb")[0]
    queue.take(changed)
    queue.withdraw(changed, first)
    assert queue.board.answer("a", "b") == "same"


def test_what_is_left_for_another_sitting_is_not_asked_until_one_goes_back() -> None:
    """Skipped questions stay out; going back to one asks it again."""
    queue = Queue(FOUR, by="ana")
    one = queue.next()
    assert one is not None
    queue.skip(one)
    assert "bc person" not in asked(queue)
    assert queue.about("c", "b").pair == at("bc")
    assert asked(queue)[0] == "bc person"


def test_nothing_to_ask() -> None:
    """An empty table asks nothing."""
    queue = Queue(table([]))
    assert (queue.next(), len(queue)) == (None, 0)


PAIRS = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d"), ("d", "e")]
VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")


@given(st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from(VERDICTS)), max_size=8), st.permutations(PAIRS))
@settings(max_examples=100)
def test_a_queue_kept_up_asks_what_one_made_anew_asks(
    answers: list[tuple[tuple[str, str], Verdict]], order: list[tuple[str, str]]
) -> None:
    """But for what the sitting itself set aside: contradictions that were asked, and who was unsure twice."""
    doubts = table([(a, b, n / 10, 0.0, "pair") for n, (a, b) in enumerate(order)])
    queue = Queue(doubts, by="ana")
    stand: list[Judgement] = []
    for (a, b), verdict in answers:
        one = Judgement(verdict, a, b, "Seen.", "ana", "", str(len(stand)))
        queue.take(one)
        stand.append(one)
    anew = Queue(doubts, judgements=stand, by="ana")
    plain = [word for word in asked(queue) if word.endswith("pair")]
    passed = set(asked(anew)) - set(asked(queue))
    assert [word for word in asked(anew) if word.endswith("pair") and word not in passed] == plain
    assert all(queue.board.answer(*one.pair) in (None, "unsure") for one in queue if one.kind != "contradiction")


def test_an_answer_takes_ten_milliseconds_at_most_on_a_queue_of_five_thousand() -> None:
    """The next question included; the median of all of them, so that a busy machine does not decide."""
    chance = random.Random(2)  # noqa: S311 - made-up doubts
    names = [f"m{n:05}" for n in range(4000)]
    rows = []
    for _ in range(5000):
        person = chance.randrange(1000) * 4
        left, right = chance.sample(range(4), 2)
        rows.append((names[person + left], names[person + right], chance.random(), chance.random(), "pair"))
    queue = Queue(table(rows), by="ana")
    taken = []
    for number in range(1500):
        one = queue.next()
        assert one is not None
        verdict = chance.choices(VERDICTS, (5, 4, 1))[0]
        begin = perf_counter()
        queue.take(Judgement(verdict, one.left, one.right, "Seen.", "ana", "", str(number), one.round))
        queue.next()
        taken.append(perf_counter() - begin)
    assert sorted(taken)[750] < 0.010
