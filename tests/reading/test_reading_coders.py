"""Two coders: the second decides without seeing the first, what they differ on counts for nothing, and alpha says how far they agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reading.proposing import ARTICLE, EVERY, WHY, arrived, by_kind, finds, made, states

from habeas.case import Case

NORTH = {"subject": "north", "who": "all held"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a case in which ana accepted the population and the deaths, and rejected the ill."""
    finds(monkeypatch, *EVERY)
    place = made(tmp_path / "lake")
    with Case(place, actor="ana") as case:
        found = by_kind(case)
        case.review_accept(found["population"].id, found["deaths"].id, fields=NORTH, reason=WHY)
        case.review_reject(found["health"].id, reason=WHY)
    return place


def statuses(case: Case) -> dict[str, str]:
    """Return the status of each claim by its predicate; the last one where there are several."""
    return {claim.predicate: claim.status for claim in case.claims()}


def test_blind_shows_nothing_of_the_other(folder: Path) -> None:
    """For the second coder everything is open; without ``blind`` what the first decided is decided."""
    with Case(folder, actor="ben") as case:
        assert set(states(case, blind=True).values()) == {"open"}
        assert all(not one.decisions for one in case.readings(blind=True))
        assert states(case)["population"] == "accepted"


def test_agreeing_changes_nothing_but_the_record(folder: Path) -> None:
    """The same claim accepted twice is one claim, accepted, with two decisions behind it."""
    with Case(folder, actor="ben") as case:
        one = by_kind(case, blind=True)["population"]
        case.review_accept(one.id, fields=NORTH, reason=WHY, blind=True)
        assert [entry.kind for entry in case.log(last=1)] == ["reading.accept"]
        assert statuses(case)["population"] == "accepted"
        assert len(by_kind(case)["population"].decisions) == 2


@pytest.mark.parametrize("field", [{"value": "1,300"}, {"subject": "south"}, {"as_of": "April 2024"}])
def test_two_codings_of_one_reading_count_for_nothing(folder: Path, field: dict[str, str]) -> None:
    """Both claims are proposed; the reading is in dispute until one coder comes over to the other."""
    with Case(folder, actor="ben") as case:
        one = by_kind(case, blind=True)["population"]
        case.review_accept(one.id, fields={**NORTH, **field}, reason=WHY, blind=True)
        held = [claim for claim in case.claims() if claim.predicate == "population"]
        assert [claim.status for claim in held] == ["proposed", "proposed"]
        assert states(case)["population"] == "differ"
        assert states(case, blind=True)["population"] == "accepted"
        case.review_accept(
            one.id, fields={**NORTH, "value": "1,200", "as_of": "2024-03"}, reason="I misread.", blind=True
        )
        held = [claim for claim in case.claims() if claim.predicate == "population"]
        assert sorted(claim.status for claim in held) == ["accepted", "proposed"]
        assert states(case)["population"] == "accepted"


def test_a_rejection_of_what_another_accepted_and_its_undo(folder: Path) -> None:
    """The claim falls back to proposed; taking the rejection back restores it."""
    with Case(folder, actor="ben") as case:
        case.review_reject(by_kind(case, blind=True)["deaths"].id, why="not_said", reason=WHY, blind=True)
        assert statuses(case)["deaths"] == "proposed"
        assert states(case)["deaths"] == "differ"
        assert case.review_undo(reason="A slip.") is not None
        assert statuses(case)["deaths"] == "accepted"
        assert case.review_undo(reason="Nothing left.") is None


def test_accepting_what_another_rejected_waits(folder: Path) -> None:
    """The claim is proposed and not accepted until the two agree."""
    with Case(folder, actor="ben") as case:
        case.review_accept(
            by_kind(case, blind=True)["health"].id, fields={"subject": "south", "who": "ill"}, reason=WHY, blind=True
        )
        assert statuses(case)["sick"] == "proposed"


def waiting(case: Case) -> tuple[set[str], int]:
    """Return the kinds that wait for a person, and how many ``habeas read`` says do."""
    return {one.reading.kind for one in case.readings() if one.waiting}, case.read()[0].waiting


def test_what_somebody_settles_waits_no_longer(folder: Path) -> None:
    """The claim that is accepted by hand counts: its reading is decided as it was coded. Undone, the two differ again."""
    with Case(folder, actor="ben") as case:
        before = waiting(case)
        case.review_reject(by_kind(case, blind=True)["deaths"].id, why="not_said", reason=WHY, blind=True)
        assert waiting(case) == (before[0] | {"deaths"}, before[1] + 1)
        claim = next(one.id for one in case.claims() if one.predicate == "deaths")
        seq = case.accept(claim, reason="The passage says it.")[0].seq
        assert statuses(case)["deaths"] == "accepted"
        assert states(case)["deaths"] == "accepted"
        assert waiting(case) == before
        told = case.review_agreement()
        assert (told.differences, told.settled) == ((), 1)
        assert told.alphas[0].units == 1
        case.undo(seq, reason="Too soon.")
        assert states(case)["deaths"] == "differ"
        assert (len(case.review_agreement().differences), case.review_agreement().settled) == (1, 0)


def test_of_two_codings_one_is_settled_on_or_both_fall(folder: Path) -> None:
    """Rejecting one of two leaves the other waiting; rejecting both is a rejection; accepting the other's coding settles it too."""
    with Case(folder, actor="ben") as case:
        one = by_kind(case, blind=True)["population"]
        case.review_accept(one.id, fields={**NORTH, "value": "1,300"}, reason=WHY, blind=True)
        claims = [each.id for each in case.claims() if each.predicate == "population"]
        case.reject(claims[0], reason="Misread.")
        assert states(case)["population"] == "differ"
        case.reject(claims[1], reason="Misread too.")
        assert states(case)["population"] == "rejected"
        case.accept(claims[1], reason="It is said after all.")
        assert states(case)["population"] == "accepted"
        assert "population" not in waiting(case)[0]
        case.review_reject(one.id, reason="I see it otherwise now.", blind=True)
        assert states(case)["population"] == "rejected", "of ana's coding somebody said that it was misread"


def test_alpha_over_what_both_decided(folder: Path) -> None:
    """Three readings decided by both: decisions agree on two, values on the one that both accepted alike."""
    with Case(folder, actor="ben") as case:
        found = by_kind(case, blind=True)
        case.review_accept(found["population"].id, fields=NORTH, reason=WHY, blind=True)
        case.review_accept(found["deaths"].id, fields={**NORTH, "value": "at least 20"}, reason=WHY, blind=True)
        case.review_accept(found["health"].id, fields={"subject": "south", "who": "ill"}, reason=WHY, blind=True)
        told = case.review_agreement()
    assert told.coders == {"ana": 3, "ben": 3}
    alphas = {(one.of, one.level): one for one in told.alphas}
    decision = alphas["decision", "nominal"]
    assert (decision.units, decision.pairs) == (3, 3)
    assert decision.alpha == pytest.approx(0.0)  # 2 of 3 alike, as often as chance would have it: 5 accept, 1 reject
    values = alphas["value", "interval"]
    assert values.units == 2
    assert values.alpha is not None
    assert 0.99 < values.alpha <= 1  # 1,200 twice, and 12 beside 20
    assert [one.quote for one in told.differences] == ["At least 12 people died", "40 detainees were ill"]


def test_alpha_is_undefined_where_nothing_varies(folder: Path) -> None:
    """One coder, or two who always say the same one thing: no number is made up."""
    with Case(folder, actor="ben") as case:
        alone = case.review_agreement()
        assert all(one.alpha is None and one.units == 0 for one in alone.alphas)
        case.review_accept(by_kind(case, blind=True)["population"].id, fields=NORTH, reason=WHY, blind=True)
        told = case.review_agreement("article")
        assert {(one.of, one.alpha) for one in told.alphas} == {
            ("decision", None), ("predicate", None), ("subject", None), ("value", None),
        }  # fmt: skip
        assert told.differences == ()


def test_another_coder_confirms_on_a_newer_version_as_the_first_had_coded(folder: Path) -> None:
    """What the first coder chose is prefilled; the claim on the old bytes is retracted for the one on the new."""
    arrived(folder, f"Corrected.\n\n{ARTICLE}")
    with Case(folder, actor="ben") as case:
        one = by_kind(case)["population"]
        assert one.state == "confirm"
        case.review_accept(one.id, reason=WHY)
        held = [claim for claim in case.claims() if claim.predicate == "population"]
        assert sorted(claim.status for claim in held) == ["accepted", "retracted"]
        assert {claim.subject for claim in held} == {"north"}
        assert states(case)["population"] == "accepted"


def test_an_entry_that_is_undone_by_hand_is_undone(folder: Path) -> None:
    """``habeas undo`` of the decision opens the reading again; the claim has an entry of its own."""
    with Case(folder, actor="ana") as case:
        seq = next(one.seq for one in by_kind(case)["health"].decisions)
        case.undo(seq, reason="Wrong row.")
        assert states(case)["health"] == "open"
