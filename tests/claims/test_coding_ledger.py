"""What a claims file changes depends on what the ledger has: nothing twice, nothing overruled, nothing replaced unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from habeas.claims import reject

if TYPE_CHECKING:
    from tests.claims.conftest import World


def test_reading_a_file_again_changes_nothing(world: World, good: Callable[[str], str]) -> None:
    """Once its drafts are in the ledger, the same file gives no drafts and no problems: every row is unchanged."""
    rows = [good("cells"), good("held"), good("now"), f"{good('capacity')}, decision: accept, reason: checked"]
    first = world.rows(*rows)
    world.append(*first.drafts)
    again = world.rows(*rows)
    assert (again.drafts, again.problems, again.set_aside) == ((), (), ())
    assert again.unchanged == first.used
    assert again.rows == 4


def test_an_accepted_row_is_proposed_and_then_decided(world: World, good: Callable[[str], str]) -> None:
    """The decision follows its proposal, is about the same claim, and has the file's reason."""
    for word, kind in (("accept", "claim.accept"), ("reject", "claim.reject")):
        drafts = world.rows(f"{good('cells')}, decision: {word}, reason: read twice").drafts
        assert [draft.kind for draft in drafts] == ["claim.propose", kind]
        assert drafts[0].about == drafts[1].about
        assert drafts[1].reason == "read twice"


def test_a_later_decision_of_the_file_is_taken_where_nobody_decided(world: World, good: Callable[[str], str]) -> None:
    """A claim that was only proposed is accepted when the file, read again, says so; nothing is proposed twice."""
    world.append(*world.rows(good("cells")).drafts)
    coded = world.rows(f"{good('cells')}, decision: accept, reason: checked")
    assert [draft.kind for draft in coded.drafts] == ["claim.accept"]
    assert list(coded.used) == ["cells"]


def test_a_decision_in_the_ledger_stands_against_the_file(world: World, good: Callable[[str], str]) -> None:
    """What a person decided is not overruled by an old file: it is told, and nothing changes."""
    row = f"{good('cells')}, decision: accept, reason: checked"
    first = world.rows(row)
    world.append(*first.drafts, *reject([first.used["cells"]], "the note was misread"))
    coded = world.rows(row)
    assert coded.drafts == ()
    assert [problem.key for problem in coded.problems] == ["claims.decided-otherwise"]
    assert list(coded.unchanged) == ["cells"]


def test_new_content_under_a_key_is_proposed_beside_the_old(world: World, good: Callable[[str], str]) -> None:
    """A correction is a new claim: the old one stays as it was decided, and the person is told to retract it."""
    first = world.rows(f"{good('cells')}, decision: accept, reason: checked")
    world.append(*first.drafts)
    coded = world.rows(good("cells").replace("value: 32", "value: 33"))
    assert [draft.kind for draft in coded.drafts] == ["claim.propose"]
    assert coded.problems[0].key == "claims.supersedes"
    assert coded.problems[0].values["id"] == first.used["cells"]
    assert coded.sound
    world.append(*coded.drafts)
    old, new = world.known.claims[first.used["cells"]], world.known.claims[coded.used["cells"]]
    assert (old.status, old.flags) == ("accepted", ("superseded",))
    assert (new.status, new.flags) == ("proposed", ())
    third = world.rows(good("cells").replace("value: 32", "value: 34"))
    assert third.problems[0].values["id"] == new.id


def test_a_correction_of_a_rejected_claim_is_no_news(world: World, good: Callable[[str], str]) -> None:
    """Where the old claim was rejected, proposing the corrected one needs no warning."""
    first = world.rows(f"{good('cells')}, decision: reject, reason: miscoded")
    world.append(*first.drafts)
    assert world.rows(good("cells").replace("value: 32", "value: 33")).problems == ()


def test_a_mended_remark_is_the_same_claim(world: World, good: Callable[[str], str]) -> None:
    """A note or sensitivity given later replaces the remark, keeps id and decision, and is written once."""
    first = world.rows(f"{good('cells')}, decision: accept, reason: checked")
    world.append(*first.drafts)
    noted = f"{good('cells')}, decision: accept, reason: checked, note: a round figure, sensitivity: restricted"
    coded = world.rows(noted)
    assert [draft.kind for draft in coded.drafts] == ["claim.propose"]
    assert coded.used == first.used
    world.append(*coded.drafts)
    claim = world.known.claims[coded.used["cells"]]
    assert (claim.status, claim.note, claim.sensitivity) == ("accepted", "a round figure", "restricted")
    assert world.rows(noted).drafts == ()


def test_a_claim_of_the_ledger_under_another_key_is_refused(world: World, good: Callable[[str], str]) -> None:
    """The same words coded again under a new key are the same claim; the key it has is named."""
    world.append(*world.rows(good("cells")).drafts)
    coded = world.rows(good("cells").replace("key: cells", "key: other"))
    assert [(one.key, one.values["first"]) for one in coded.problems] == [("claims.claim-twice", "cells")]
    assert coded.drafts == ()


def test_keys_of_the_ledger_may_be_named(world: World, good: Callable[[str], str]) -> None:
    """A ratio or derivation may name a claim that an earlier file proposed, and a misspelling of it is answered."""
    world.append(*world.rows(good("held")).drafts)
    assert world.rows(good("now")).sound
    near = world.rows(good("now").replace("{held}", "{hold}"))
    assert [(one.key, one.values["near"]) for one in near.problems] == [("claims.unknown-key-near", "held")]
