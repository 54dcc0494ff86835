"""The sources that the entries of a ledger make."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import LedgerError
from habeas.evidence import Description, Source, as_json
from habeas.ledger import Draft, Entry, Ledger, Sources, fold_sources
from habeas.words import LANGUAGES

FIRST = Source(
    id="report-2023", version=1, file="report.pdf", kind="original", sha256="a" * 64, size=9, media_type="application/pdf",
    about=Description(title="Report", publisher="A monitor", published="2023-02", sensitivity="public"),
)  # fmt: skip
SECOND = replace(FIRST, version=2, sha256="b" * 64, about=Description(title="Report, corrected"))


def add(source: Source) -> Draft:
    return Draft(kind="source.add", about=source.id, body=as_json(source))


def describe(body: dict[str, Any], source: str = FIRST.id) -> Draft:
    return Draft(kind="source.describe", about=source, body=body)


WITHDRAW = Draft(kind="source.withdraw", about=FIRST.id, reason="the publisher took it back")


def undo(seq: int) -> Draft:
    return Draft(kind="undo", about=str(seq), reason="wrong")


def entries(*drafts: Draft) -> list[Entry]:
    return [
        Entry(
            seq=seq, kind=d.kind, about=d.about, body=d.body, reason=d.reason, actor="a", time="t", previous="", hash=""
        )
        for seq, d in enumerate(drafts, 1)
    ]


def test_a_source_comes_back_from_the_ledger(ledger_url: str) -> None:
    """What was added is a source with its description, on either engine; entries of other kinds are passed over."""
    with Ledger(ledger_url) as ledger:
        ledger.append([add(FIRST), Draft(kind="claim.propose", about=FIRST.id)], actor="Ana")
        sources = fold_sources(ledger.entries())

    assert list(sources) == [FIRST.id]
    assert sources[FIRST.id].current == FIRST
    assert sources[FIRST.id].entries == (1,)
    assert not sources[FIRST.id].withdrawn


def test_versions_are_kept_in_order() -> None:
    """A later version is current, the earlier one stays, and each is found by its bytes."""
    sources = fold_sources(entries(add(FIRST), add(SECOND), add(replace(FIRST, id="other"))))

    assert sources[FIRST.id].versions == (FIRST, SECOND)
    assert sources[FIRST.id].current is sources[FIRST.id].versions[-1]
    assert sources.version(FIRST.id, "a" * 64) == FIRST
    assert sources.version(FIRST.id, "b" * 64) == SECOND
    assert sources.version(FIRST.id, "c" * 64) is None
    assert sources.version("unknown", "a" * 64) is None
    assert len(sources) == 2


def test_a_description_changes_only_the_fields_it_names() -> None:
    """Of the version named, the last one by default, the fields given are replaced; null makes one unknown again."""
    told = entries(
        add(FIRST),
        describe({"about": {"title": "The report", "published": None}}),
        add(SECOND),
        describe({"about": {"author": "A. Writer"}}),
        describe({"version": 1, "about": {"licence": "CC-BY-4.0"}}),
        describe({"version": 9, "about": {"licence": "none"}}),
    )
    first = replace(FIRST.about, title="The report", published=None, licence="CC-BY-4.0")
    second = replace(SECOND.about, author="A. Writer")

    assert [one.about for one in fold_sources(told)[FIRST.id].versions] == [first, second]


def test_a_withdrawal_holds_until_it_is_undone() -> None:
    """Withdrawn with its reason, a later version included; undone, it is as if nothing had been said."""
    told = entries(add(FIRST), WITHDRAW, add(SECOND), undo(2))
    withdrawn, restored = fold_sources(told[:3])[FIRST.id], fold_sources(told)[FIRST.id]

    assert withdrawn.withdrawn
    assert withdrawn.reason == WITHDRAW.reason
    assert withdrawn.entries == (1, 2, 3)
    assert not restored.withdrawn
    assert restored.reason == ""
    assert restored.entries == (1, 3)


def test_what_is_told_of_a_source_that_was_never_added_has_no_effect() -> None:
    """With its adding undone, a source is gone, its description and withdrawal with it; undone again, all is back."""
    told = entries(add(FIRST), describe({"about": {"title": "x"}}), WITHDRAW, undo(1), undo(4))

    assert dict(fold_sources(told[:4])) == {}
    assert fold_sources(told)[FIRST.id].withdrawn
    assert fold_sources(told)[FIRST.id].current.about.title == "x"


optional = st.none() | st.text(max_size=8)
descriptions = st.builds(
    Description, title=optional, author=optional, url=optional, sensitivity=st.sampled_from([None, "public", "secret"])
)


@given(st.builds(replace, st.just(FIRST), about=descriptions, size=st.integers(0, 2**40), file=st.text(max_size=9)))
def test_any_source_survives_the_ledger(source: Source) -> None:
    """A source is the same after it was a body, whatever it holds."""
    assert fold_sources(entries(add(source)))[source.id].current == source


@given(st.lists(st.sampled_from([add(FIRST), add(SECOND), WITHDRAW, describe({"about": {"title": "t"}})]), max_size=8))
def test_undoing_the_last_entry_gives_the_state_before(drafts: list[Draft]) -> None:
    """An undo takes back exactly what its entry did."""
    before, after = entries(*drafts), entries(*drafts, WITHDRAW, undo(len(drafts) + 1))

    assert dict(fold_sources(before)) == dict(fold_sources(after))


@pytest.mark.parametrize(
    "draft",
    [
        Draft(kind="source.add", about=FIRST.id, body={"id": FIRST.id}),
        Draft(kind="source.add", about="another", body=as_json(FIRST)),
        Draft(kind="source.add", about=FIRST.id, body={**as_json(FIRST), "kind": "rumour"}),
        Draft(kind="source.add", about=FIRST.id, body={**as_json(FIRST), "colour": "red"}),
        describe({}),
        describe({"about": {}, "because": "x"}),
        describe({"about": {"titel": "x"}}),
        describe({"about": {"title": 7}}),
        describe({"about": {"sensitivity": "so-so"}}),
    ],
)
def test_a_body_of_another_form_names_its_entry(draft: Draft) -> None:
    """A body that another program or version wrote is not guessed at: the entry is named, in both languages."""
    with pytest.raises(LedgerError, match="Entry 2 ") as caught:
        fold_sources(entries(add(FIRST), draft))

    assert all("{" not in caught.value.text(lang) for lang in LANGUAGES)


def test_sources_read_like_what_they_are() -> None:
    """Sources compare as a mapping and show what they hold."""
    sources = fold_sources(entries(add(FIRST)))

    assert sources == {FIRST.id: sources[FIRST.id]}
    assert sources == Sources(sources)
    assert FIRST.id in repr(sources)
