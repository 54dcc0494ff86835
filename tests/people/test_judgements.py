"""What judgements say taken together: what stands, what follows, what contradicts, and what holds meanwhile."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people.judging import at, can_all_be_true, contradicted, entry, groups, judged, said

from habeas.errors import InputError
from habeas.people.judgements import (
    Board,
    Judgement,
    Verdict,
    agreement,
    judge,
    judgements_of,
    said_of,
    settle,
    standing,
)
from habeas.words import LANGUAGES

# --- what stands


def test_a_judgement_is_an_entry_and_back() -> None:
    """The draft holds the pair, the round and the reason; the entry made of it gives the same judgement."""
    draft = judge("different", "a", "b", " Two documents. ", round=2)
    assert (draft.kind, draft.about, draft.body, draft.reason) == (
        "person.different", "a", {"with": "b", "round": 2}, "Two documents."
    )  # fmt: skip
    [found] = judgements_of([entry(4, draft.kind, draft.about, **draft.body)])
    assert found == Judgement("different", "a", "b", "Seen.", "ana", "2025-01-01T00:00:04Z", "4", 2)


@pytest.mark.parametrize(
    ("given_", "key"),
    [
        (("same", "a", "b", " "), "judgements.no-reason"),
        (("same", "a", "a", "Seen."), "judgements.one-twice"),
        (("same", "a", " ", "Seen."), "judgements.no-mention"),
        (("perhaps", "a", "b", "Seen."), "judgements.verdict"),
    ],
)
def test_what_is_no_judgement_is_refused(given_: tuple[str, str, str, str], key: str) -> None:
    """Each with what is wrong, in both languages."""
    with pytest.raises(InputError) as told:
        judge(*given_)  # type: ignore[arg-type]
    assert told.value.key == key
    assert all(told.value.text(lang) for lang in LANGUAGES)


def test_a_later_judgement_of_the_same_person_replaces_and_an_undo_brings_back() -> None:
    """The same pair named the other way round is the same pair; an undo of the undo takes it away again; others' stand."""
    entries = [
        entry(1, "person.same", "a", **{"with": "b"}),
        entry(2, "person.different", "b", **{"with": "a"}),
        entry(3, "person.unsure", "a", "ben", **{"with": "b"}),
    ]
    assert [one.verdict for one in judgements_of(entries)] == ["different", "unsure"]
    assert [one.verdict for one in said_of(entries)] == ["same", "different", "unsure"]
    assert [one.pair for one in standing(said("ana: a=b", "ana: c=d", "ana: axb"))] == [at("cd"), at("ab")]
    undone = [*entries, entry(4, "undo", "2")]
    assert [one.verdict for one in judgements_of(undone)] == ["same", "unsure"]
    assert [one.verdict for one in judgements_of([*undone, entry(5, "undo", "4")])] == ["different", "unsure"]


def test_entries_of_other_kinds_are_no_judgements() -> None:
    """A decision about places is left alone; a body without a second mention is kept and told, and joins nobody."""
    entries = [entry(1, "place.same", "a", **{"with": "b"}), entry(2, "person.same", "a"), entry(3, "person.same", "b")]
    found = settle(judgements_of(entries))
    assert (len(found.void), found.together) == (2, ())
    assert len(found.problems) == 2


# --- what follows


def test_sameness_goes_through_chains_and_a_denial_parts_whole_groups() -> None:
    """With a = b = c, d = e and c is not d: so a is not e."""
    found = settle(said("ana: a=b", "ben: c=b", "ana: d=e", "ana: cxd", "ana: f?a"))
    assert found.together == (("a", "b", "c"), ("d", "e"))
    assert (found.apart, found.unsure, found.held, found.contradictions) == ((at("cd"),), (at("af"),), (), ())
    asked = [("a", "c"), ("a", "e"), ("f", "a"), ("f", "b"), ("g", "h")]
    assert [found.answer(*pair) for pair in asked] == ["same", "different", "unsure", None, None]


def test_two_mentions_without_a_name_are_one_where_a_person_says_so() -> None:
    """Judgements know keys alone: nothing is asked of the names."""
    assert settle(said("ana: m=n"), {"m", "n"}).together == (("m", "n"),)


def test_a_judgement_on_a_mention_that_is_gone_is_kept_and_told() -> None:
    """What follows through it follows still, and the person is told which judgement it is."""
    found = settle(said("ana: a=b", "ana: b=c", "ana: bxd", "ana: dxe", "ana: e?g"), {"a", "c", "d", "g"})
    assert (found.together, found.apart, found.unsure) == ((("a", "c"),), (at("ad"),), ())
    assert [one.where for one in found.gone] == ["1", "2", "3", "4", "5"]
    assert all("b" in found.problems[0].text(lang) for lang in LANGUAGES)
    assert settle(said("ana: a=b"), {"a", "b"}).problems == ()


def test_a_split_stays_split_when_lists_are_read_again() -> None:
    """A denial names keys, which do not hang on rows: with other mentions beside it says the same."""
    split = said("ana: axb")
    assert settle(split, set("ab")).apart == settle(split, set("bazyx")).apart == (at("ab"),)


# --- contradictions


def test_a_chain_that_contradicts_a_denial_is_shown_in_order_and_nothing_of_it_holds() -> None:
    """With a is not c, a = b, b = c: three pairs are held, in the register apart; d, said to be c, stays with c."""
    found = settle(said("ana: b=c", "ana: axc", "ben: b=a", "ana: c=d"))
    [one] = found.contradictions
    assert (one.kind, one.pair) == ("chain", at("ac"))
    assert [(each.by, each.verdict, each.pair) for each in one.chain] == [
        ("ana", "different", at("ac")), ("ben", "same", at("ab")), ("ana", "same", at("bc")),
    ]  # fmt: skip
    assert found.held == (at("ab"), at("ac"), at("bc"))
    assert (found.together, found.apart, found.kept_apart) == ((("c", "d"),), (), found.held)
    for lang in LANGUAGES:
        assert "ben" in one.text(lang)
    assert len(found.problems) == 1


def test_two_persons_who_disagree_on_a_pair_leave_it_open() -> None:
    """Neither is asserted; a third who settles it goes before both, who are told as overruled."""
    both = said("ana: a=b", "ben/2: axb")
    found = settle(both)
    assert ([one.kind for one in found.contradictions], found.together, found.apart) == (["pair"], (), ())
    assert found.kept_apart == (at("ab"),)
    for settling, together, apart in (("=", (("a", "b"),), ()), ("x", (), (at("ab"),)), ("?", (), ())):
        now = settle([*both, *said(f"eva/3: a{settling}b")])
        assert (now.together, now.apart, now.held, now.contradictions) == (together, apart, (), ())
        assert {one.by for one in now.overruled} == {"ana", "ben"}


def test_two_who_settle_a_pair_otherwise_contradict_each_other() -> None:
    """Nobody's word is the last by being later."""
    found = settle(said("ana/3: a=b", "ben/3: axb"))
    assert [one.kind for one in found.contradictions] == ["pair"]


def test_one_who_is_unsure_holds_back_what_another_says() -> None:
    """The pair is open, unless others' judgements answer it."""
    found = settle(said("ana: a=b", "ben/2: a?b"))
    assert ([one.kind for one in found.contradictions], found.together, found.held) == (["doubt"], (), (at("ab"),))
    through = settle(said("ana: a=b", "ben/2: a?b", "ana: a=c", "ana: c=b"))
    assert (through.together, through.held, through.contradictions) == ((("a", "b", "c"),), (), ())
    denied = settle(said("ana: axb", "ben/2: a?b"))
    assert (denied.apart, denied.held) == ((), (at("ab"),))


def test_judgements_on_longer_ways_are_named_with_the_shortest() -> None:
    """Where a is not b, yet a = b through c, and through d and e: all five steps are held."""
    found = settle(said("ana: axb", "ana: a=c", "ana: c=b", "ana: a=d", "ana: d=e", "ana: e=b", "ana: f=d"))
    [one] = found.contradictions
    assert [each.pair for each in one.chain] == [at("ab"), at("ac"), at("bc")]
    assert sorted(each.pair for each in one.others) == [at("ad"), at("be"), at("de")]
    assert found.together == (("d", "f"),)


def test_a_branch_that_hangs_on_a_chain_is_not_held() -> None:
    """Only what lies between the two is in doubt: a ring that hangs on the middle of the chain holds."""
    found = settle(said("ana: axb", "ana: a=c", "ana: c=b", "ana: c=d", "ana: d=e", "ana: e=c"))
    assert found.together == (("c", "d", "e"),)


@given(judged(("same", "different")))
@settings(max_examples=150)
def test_what_holds_is_in_no_smallest_contradiction(ones: list[Judgement]) -> None:
    """Against every set of judgements tried one by one: held is what some smallest contradictory set contains; the rest follows."""
    wrong = contradicted(ones)
    found = settle(ones)
    facts = {(one.verdict, one.pair) for one in ones}
    assert set(found.held) == {pair for _, pair in wrong}
    assert set(found.apart) == {pair for verdict, pair in facts - wrong if verdict == "different"}
    name = groups(pair for verdict, pair in facts - wrong if verdict == "same")
    for a in "abcde":
        for b in "abcde":
            assert (found.answer(a, b) == "same") == (name[a] == name[b])


@given(judged())
@settings(max_examples=150)
def test_what_holds_can_all_be_true_and_every_contradiction_is_real(ones: list[Judgement]) -> None:
    """No pair kept apart is in one group; each chain is contradictory, and no more so without any one pair of it."""
    found = settle(ones)
    name = {mention: number for number, group in enumerate(found.together) for mention in group}
    assert all(name.get(a, a) != name.get(b, b) for a, b in found.kept_apart)
    shown: set[tuple[str, str]] = set()
    for one in found.contradictions:
        shown |= {each.pair for each in (*one.chain, *one.others)}
        if one.kind != "doubt":
            assert not can_all_be_true(one.chain)
            if one.kind == "chain":
                assert all(can_all_be_true([each for each in one.chain if each.pair != pair]) for pair in one.pairs)
    assert set(found.held) <= shown


@given(judged(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_of_the_entries_does_not_matter(ones: list[Judgement], chance: st.DataObject) -> None:
    """Where nobody replaces their own judgement, any order says the same, contradictions and their chains included."""
    mixed = list(ones)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    before, after = settle(ones), settle(mixed)
    for part in ("together", "apart", "held", "unsure", "contradictions", "overruled", "gone"):
        assert getattr(before, part) == getattr(after, part)


@given(judged(), st.data())
@settings(max_examples=150)
def test_a_board_kept_up_says_what_one_made_anew_says(ones: list[Judgement], data: st.DataObject) -> None:
    """After every judgement heard, replaced or taken off: a withdrawn judgement changes exactly what it should."""
    board = Board()
    stand: list[Judgement] = []
    for one in ones:
        board.take(one)
        stand.append(one)
        if data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(stand))
            stand.remove(gone)
            board.withdraw(gone)
        anew = Board(stand)
        assert list(board.pairs_held()) == list(anew.pairs_held())
        assert [board.answer(a, b) for a in "abcde" for b in "abcde"] == [
            anew.answer(a, b) for a in "abcde" for b in "abcde"
        ]


def test_undoing_a_judgement_frees_only_what_hung_on_it() -> None:
    """The denial withdrawn, the chain holds again; another group does not change."""
    ones = said("ana: a=b", "ana: b=c", "ana: axc", "ana: d=e")
    before, after = settle(ones), settle([one for one in ones if one.verdict == "same"])
    assert before.together == (("d", "e"),)
    assert after.together == (("a", "b", "c"), ("d", "e"))


def test_a_person_of_a_thousand_records_in_contradiction_is_settled_at_once() -> None:
    """Long chains are walked, not recursed into."""
    names = [f"m{n:04}" for n in range(2000)]
    ones = [Judgement("same", a, b, "Seen.", "ana") for a, b in pairwise(names)]
    found = settle([*ones, Judgement("different", names[0], names[-1], "Seen.", "ben")])
    assert len(found.held) == 2000


# --- agreement


def test_kappa_of_a_published_table() -> None:
    """The commonest worked example: 20 both same, 15 both different, 5 and 10 apart: kappa is 0.4."""
    same: Verdict = "same"
    different: Verdict = "different"
    first = [same] * 25 + [different] * 25
    second = [same] * 20 + [different] * 5 + [same] * 10 + [different] * 15
    ones = []
    for n, (of_ana, of_ben) in enumerate(zip(first, second, strict=True)):
        ones.append(Judgement(of_ana, f"a{n:02}", f"b{n:02}", "Seen.", "ana"))
        ones.append(Judgement(of_ben, f"b{n:02}", f"a{n:02}", "Seen.", "ben", round=2))
    found = agreement(ones)
    [one] = found.kappas
    assert (one.first, one.second, one.pairs, one.agreed, one.kappa) == ("ana", "ben", 50, 35, 0.4)
    assert one.low is not None
    assert one.high is not None
    assert 0.1 < one.low < 0.2
    assert 0.6 < one.high < 0.7
    assert found.alpha == pytest.approx(0.4, abs=0.02)
    assert (len(found.open), found.units, found.seen) == (15, 50, 0)


def test_agreement_where_nothing_varies_or_nobody_is_second_is_not_defined() -> None:
    """Two who only ever say the same agree on ten pairs, and no coefficient says how much of it is chance."""
    for ones, pairs in (
        ([f"{by}: {a}={a}{a}" for a in "abcdefghij" for by in ("ana", "ben/2")], 10),
        (["ana: a=b", "ben: c=d"], 0),
    ):
        found = agreement(said(*ones))
        [one] = found.kappas
        assert (one.kappa, one.low, one.high, one.pairs, found.alpha) == (None, None, None, pairs, None)


def test_full_agreement_on_few_pairs_has_a_wide_interval() -> None:
    """Kappa is 1 and its interval is not a point: ten pairs do not prove it."""
    ones = said(*[f"{by}: {a}{'=' if a < 'f' else 'x'}{a}{a}" for a in "abcdefghij" for by in ("ana", "ben/2")])
    [one] = agreement(ones).kappas
    assert (one.kappa, one.high) == (1.0, 1.0)
    assert one.low is not None
    assert one.low < 0.85


def test_agreement_is_of_what_was_said_first_and_blind() -> None:
    """Who changes a judgement after the fact agrees no more; who saw the other is left out, and counted as seen."""
    ones = said(
        "ana: a=b", "ben/2: axb", "ana: c=d", "ben/2: c=d", "ana: exf", "ben/2: exf", "ben: a=b", "ana: g=h", "ben: gxh"
    )
    found = agreement(ones)
    [one] = found.kappas
    assert (one.pairs, one.agreed, found.seen) == (3, 2, 1)
    assert [(each.pair, each.settled) for each in found.differences] == [(at("ab"), True), (at("gh"), False)]
    assert standing(ones)[-1].verdict == "different"
