"""Claims are a pure function of the entries that stand and of the sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount import Amount, Ratio
from habeas.claims import Claim, accept, conflict, fold_claims, propose, reject, retract
from habeas.errors import InputError, LedgerError
from habeas.evidence import Citation, Description, Source, TextQuote
from habeas.ledger import Draft, Entry, SourceState
from habeas.when import Span

if TYPE_CHECKING:
    from tests.claims.conftest import World

SOURCE = Source(
    id="s", version=1, file="s.txt", kind="note", sha256="a" * 64, size=1, media_type="text/plain", about=Description()
)
APRIL = Span.some_day(date(2021, 4, 1), date(2021, 4, 30))
QUOTE = TextQuote(exact="x", prefix="", suffix="", start=0, end=1)


def claim(key: str, value: Amount | str = "none", **fields: object) -> Claim:
    """Return a claim that cites the source, its id as its content makes it."""
    made = Claim(
        id="", key=key, subject="cecot", predicate="population", value=value, speaker=f"the speaker of {key}",
        citations=(Citation(source="s", sha256="a" * 64, quote=QUOTE),),
    )  # fmt: skip
    made = replace(made, **fields)  # type: ignore[arg-type]
    return replace(made, id=propose(made).about)


def entries(*drafts: Draft) -> list[Entry]:
    """Return drafts as the ledger would number them."""
    return [
        Entry(seq=seq, kind=one.kind, about=one.about, body=one.body, reason=one.reason, actor="", time="", previous="", hash="")
        for seq, one in enumerate(drafts, 1)
    ]  # fmt: skip


def fold(*drafts: Draft, sources: dict[str, SourceState] | None = None) -> dict[str, Claim]:
    """Return the claims of drafts, over a source that stands unless others are given."""
    return fold_claims(entries(*drafts), sources if sources is not None else {"s": SourceState(versions=(SOURCE,))})


ONE, TWO = claim("one"), claim("two")
BOTH = (propose(ONE), propose(TWO))


def test_the_last_decision_holds_with_its_reason() -> None:
    """Proposed, accepted, set in conflict, rejected, retracted: whichever came last, with why and with whom."""
    ids = [ONE.id]
    steps = [
        ([], "proposed", "", ()),
        (accept(ids, "read"), "accepted", "read", ()),
        (conflict([ONE.id, TWO.id], "both cannot be"), "in_conflict", "both cannot be", (TWO.id,)),
        (reject(ids, "misread"), "rejected", "misread", ()),
        (retract(ids, "taken back"), "retracted", "taken back", ()),
    ]
    drafts = list(BOTH)
    for step, status, reason, conflicts in steps:
        drafts += step
        one = fold(*drafts)[ONE.id]
        assert (one.status, one.reason, one.conflicts) == (status, reason, conflicts)
    assert fold(*drafts)[TWO.id].conflicts == (ONE.id,)


def test_undo_takes_a_decision_or_a_proposal_back() -> None:
    """An undone decision has no effect; decisions about a claim whose proposal is undone have none either."""
    drafts = [*BOTH, *accept([ONE.id], "read")]
    assert fold(*drafts, Draft(kind="undo", about="3"))[ONE.id].status == "proposed"
    assert list(fold(*drafts, Draft(kind="undo", about="1"))) == [TWO.id]
    again = fold(*drafts, Draft(kind="undo", about="1"), Draft(kind="undo", about="4"))
    assert again[ONE.id].status == "accepted"


def test_claims_stand_in_the_order_in_which_they_were_proposed() -> None:
    """A claim proposed again keeps its place."""
    assert list(fold(propose(TWO), propose(ONE), propose(replace(TWO, note="again")))) == [TWO.id, ONE.id]


def test_a_withdrawn_source_flags_what_rests_on_it() -> None:
    """A claim of a withdrawn or unknown source is flagged and no longer stands, whatever was decided."""
    for sources in ({"s": SourceState(versions=(SOURCE,), withdrawn=True)}, {}):
        one = fold(*BOTH, *accept([ONE.id], "read"), sources=sources)[ONE.id]
        assert one.flags == ("source-withdrawn",)
        assert not one.stands
    assert fold(*BOTH, *accept([ONE.id], "read"))[ONE.id].stands


def test_a_newer_version_of_a_source_flags_claims_of_the_old_bytes() -> None:
    """A claim cites bytes: when the source has newer ones, the claim stands and says so."""
    newer = replace(SOURCE, version=2, sha256="b" * 64)
    one = fold(*BOTH, *accept([ONE.id], "read"), sources={"s": SourceState(versions=(SOURCE, newer))})[ONE.id]
    assert one.flags == ("source-changed",)
    assert one.stands


def test_keys_become_ids() -> None:
    """What derived_from names by key, it names by id in the fold; a key nobody has stays as it was written."""
    drafts = (*BOTH, propose(claim("sum", derived_from=("one", "two", "gone"))))
    assert list(fold(*drafts).values())[2].derived_from == (ONE.id, TWO.id, "gone")


def test_a_key_names_its_latest_claim_that_has_not_fallen() -> None:
    """A correction takes over the key; if the correction is rejected, the key is the old claim's again."""
    old, new = claim("k", "old"), claim("k", "new")
    derived = claim("d", derived_from=("k",))
    drafts = [propose(old), propose(new), propose(derived)]
    folded = fold(*drafts)
    assert (folded[old.id].flags, folded[derived.id].derived_from) == (("superseded",), (new.id,))
    folded = fold(*drafts, *reject([new.id], "wrong"))
    assert (folded[old.id].flags, folded[derived.id].derived_from) == ((), (old.id,))


def ratio(of: str, low: int) -> Amount:
    """Return "more than low times" another claim."""
    return Amount(
        qualifier="more_than", stated=Decimal(low), unit="persons", ratio=Ratio(of=of, low=Decimal(low), low_open=True)
    )


def test_a_ratio_gets_the_bounds_of_the_claim_it_refers_to() -> None:
    """More than double the 36,000 is more than 72,000, derived from that claim; a ratio of a ratio is resolved too."""
    base = claim("base", Amount.exact(36000, unit="persons", who="all held"))
    double, more = claim("double", ratio("base", 2)), claim("more", ratio("double", 3))
    folded = fold(propose(more), propose(double), propose(base))
    assert folded[double.id].value == Amount.more_than(72000, unit="persons", who="all held")
    assert folded[more.id].value == Amount.more_than(216000, unit="persons", who="all held")
    assert folded[double.id].derived_from == (base.id,)
    assert folded[more.id].flags == ()


def test_a_ratio_of_a_fallen_claim_keeps_its_bounds_and_says_so() -> None:
    """When the base is retracted, or its source withdrawn, the multiple is flagged: what it is worth is for a person to say."""
    base, double = claim("base", Amount.exact(36000, unit="persons")), claim("double", ratio("base", 2))
    drafts = [propose(base), propose(double)]
    assert fold(*drafts, *retract([base.id], "a typing error"))[double.id].flags == ("base-fallen",)
    withdrawn = fold(*drafts, sources={"s": SourceState(versions=(SOURCE,), withdrawn=True)})
    assert withdrawn[double.id].flags == ("source-withdrawn", "base-fallen")


@pytest.mark.parametrize("bases", [("gone",), ("two", "one"), ("one",), ("word",)])
def test_a_ratio_that_leads_nowhere_stays_unknown(bases: tuple[str, ...]) -> None:
    """A base that is missing, circular or no amount gives no bounds, and a flag, not an error and not a guess."""
    made = [claim(key, ratio(base, 2)) for key, base in zip(("one", "two"), bases, strict=False)]
    folded = fold(*(propose(one) for one in made), propose(claim("word", "none")))
    for one in made:
        value = folded[one.id].value
        assert isinstance(value, Amount)
        assert (value.low, value.high) == (None, None)
        assert folded[one.id].flags == ("base-unresolved",)


def test_a_chain_of_ratios_without_end_is_cut() -> None:
    """Hundreds of ratios one on the other neither overflow nor guess."""
    made = [
        claim("k0", Amount.exact(1, unit="persons")),
        *(claim(f"k{n}", ratio(f"k{n - 1}", 2)) for n in range(1, 500)),
    ]
    folded = fold(*(propose(one) for one in reversed(made)))
    assert folded[made[-1].id].flags == ("base-unresolved",)
    assert folded[made[1].id].flags == ()


def test_an_entry_that_is_no_claim_is_named() -> None:
    """A body of a newer form stops the fold with the number of its entry, in both languages."""
    with pytest.raises(LedgerError) as caught:
        fold(*BOTH, Draft(kind="claim.propose", about="c-1", body={"key": "k", "mood": "blue"}))
    assert caught.value.values["seq"] == "3"
    assert caught.value.text("en") != caught.value.text("es")


def test_decisions_need_reasons_and_claims() -> None:
    """No decision without a reason in words and a claim to decide on; a conflict takes two."""
    for make in (accept, reject, retract, conflict):
        with pytest.raises(InputError):
            make(["a", "b"], "  ")
        with pytest.raises(InputError):
            make([], "why")
    with pytest.raises(InputError) as caught:
        conflict(["a", "a"], "why")
    assert caught.value.key == "claims.conflict-alone"


DECISIONS = st.lists(
    st.tuples(st.sampled_from([accept, reject, retract]), st.sampled_from([ONE.id, TWO.id])), max_size=6
)


@given(DECISIONS)
def test_only_the_last_decision_of_each_claim_matters(
    taken: list[tuple[Callable[[list[str], str], list[Draft]], str]],
) -> None:
    """Leaving out every decision but the last of each claim folds to the same claims."""
    all_of_them = [draft for make, name in taken for draft in make([name], "why")]
    last = {draft.about: draft for draft in all_of_them}
    assert fold(*BOTH, *all_of_them) == fold(*BOTH, *last.values())


def test_coded_and_folded_is_what_the_file_said(world: World, good: Callable[[str], str]) -> None:
    """From file to ledger to fold: the value, words, time, speaker and citation of the file come out."""
    coded = world.rows(good("held"), good("now"))
    world.append(*coded.drafts)
    held, now = (world.known.claims[coded.used[key]] for key in ("held", "now"))
    assert (held.words, held.speaker, held.language) == ("about 36,000 people", "government", "en")
    assert isinstance(held.value, Amount)
    assert (held.value.stated, held.value.unit, held.value.who, held.value.measure) == (
        Decimal(36000),
        "persons",
        "all held",
        "stock",
    )
    assert held.citations[0].source == "vrt"
    assert now.derived_from == (held.id,)


def test_tens_of_thousands_of_claims_fold() -> None:
    """20,000 proposals and as many decisions fold to 20,000 claims that stand."""
    body = propose(claim("k", Amount.exact(1, unit="persons", who="all held", measure="stock"), span=APRIL)).body
    amount = body["value"]["amount"]
    drafts: list[Draft] = []
    for n in range(20_000):
        value = {"amount": {**amount, "low": str(n), "high": str(n), "stated": str(n)}}
        drafts.append(Draft(kind="claim.propose", about=f"c-{n:012x}", body={**body, "key": f"k{n}", "value": value}))
        drafts.append(Draft(kind="claim.accept", about=f"c-{n:012x}", reason="read"))
    numbered = entries(*drafts)
    folded = fold_claims(numbered, {"s": SourceState(versions=(SOURCE,))})
    assert len(folded) == 20_000
    assert all(one.stands for one in folded.values())
