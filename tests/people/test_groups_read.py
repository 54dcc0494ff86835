"""Groups as they are written in TOML: good ones kept, every fault named, and never a traceback."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.amount import Amount
from habeas.errors import InputError
from habeas.people.groups import Condition, Count, check_lists, read_groups, read_groups_file
from habeas.when import Span
from habeas.words import LANGUAGES, Said

GOOD = """
[[groups]]
id = "flown"
en = "On the flights"
es = "En los vuelos"
note = { en = "Invented.", es = "Inventado." }
lists = ["flight"]
parts = ["disjoint"]
counts = [{ claim = "cnn-261" }, { persons = "238", who = "Venezuelans", source = { en = "A note.", es = "Una nota." } }]
[[groups.conditions]]
field = ["transferred_when", "event"]
when = "2025-03-15/2025-03-16"
[[groups.fixed_by]]
field = "note"
said = ["vuelo *"]

[[groups]]
id = "some"
en = "Some of them"
es = "Parte"
part_of = "flown"
"""


def test_a_group_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Every field of the table arrives, amounts and times read."""
    path = tmp_path / "groups.toml"
    path.write_text(GOOD, encoding="utf-8")
    (flown, some), problems = read_groups_file(path)
    assert problems == ()
    assert flown.counts == (
        Count(claim="cnn-261"),
        Count(amount=Amount.exact(238, unit="persons", who="Venezuelans"), source=Said("A note.", "Una nota.")),
    )
    assert flown.conditions == (
        Condition(fields=("transferred_when", "event"), when=Span.from_edtf("2025-03-15/2025-03-16")),
    )
    assert (flown.parts, some.part_of) == (frozenset({"disjoint"}), "flown")
    assert flown.note is not None
    assert flown.note.text("es") == "Inventado."


def table(**changed: Any) -> dict[str, Any]:
    """Return a good table with some fields changed."""
    return {"id": "g", "en": "G", "es": "G", **changed}


@pytest.mark.parametrize(
    ("changed", "keys"),
    [
        ({"extra": 1}, ["groups.unknown-field"]),
        ({"id": " ", "es": ""}, ["groups.missing", "groups.both-languages"]),
        ({"note": "Invented"}, ["groups.both-languages"]),
        ({"lists": "flight"}, ["groups.not-list"]),
        ({"suffice": "yes"}, ["groups.not-truth"]),
        ({"suffice": True}, ["groups.nothing-suffices"]),
        ({"parts": ["some"]}, ["groups.parts"]),
        ({"counts": [{"claim": "a", "persons": 3}]}, ["groups.claim-or-persons"]),
        ({"counts": [{"persons": 3}]}, ["groups.count-source"]),
        ({"counts": [{"claim": "a", "source": {"en": "s"}}]}, ["groups.count-source"]),
        ({"counts": [{"persons": "many", "source": "s"}]}, ["amount.*"]),
        ({"counts": 3}, ["groups.not-counts"]),
        ({"counts": [{"persons": 3, "who": 3, "source": "s"}]}, ["groups.missing"]),
        ({"conditions": [{"field": "note"}]}, ["groups.when-or-said"]),
        ({"conditions": [{"field": "seen_when", "when": "soon"}]}, ["when.*"]),
        ({"conditions": [{"field": "nationalty", "said": ["a"]}]}, ["groups.condition-field"]),
        ({"fixed_by": [{"field": ["event", "nationality"], "when": "2025"}]}, ["groups.condition-field"]),
        ({"conditions": [{"said": ["a"]}]}, ["groups.missing"]),
        ({"fixed_by": "note"}, ["groups.not-conditions"]),
        ({"part_of": "nothing"}, ["groups.no-whole"]),
        ({"part_of": "g"}, ["groups.circle"]),
    ],
)
def test_a_fault_sets_its_group_aside_and_no_other(changed: dict[str, Any], keys: list[str]) -> None:
    """Each fault has words in both languages and the place where it stands."""
    groups, problems = read_groups([table(**changed), table(id="other")])
    assert [one.id for one in groups] == ["other"]
    assert len(problems) == len(keys)
    for problem, key in zip(problems, keys, strict=True):
        assert problem.key == key or (key.endswith("*") and problem.key.startswith(key[:-1]))
        assert problem.text("en") != problem.text("es")
        assert problem.column


def test_a_list_that_a_group_names_and_that_is_not_there_is_told() -> None:
    """A slip in the name of a list would count nobody, without a word."""
    groups, _ = read_groups([
        table(lists=["flight", "fligth"]),
        table(id="other", fixed_by=[{"field": "list", "said": ["fl*", "court"]}]),
        table(id="good", lists=["flight"]),
    ])  # fmt: skip
    told = check_lists(groups, ["flight"])
    assert [one.values["found"] for one in told] == [["fligth"], ["court"]]
    assert all("flight" in one.text(lang) and one.gravity == "warning" for one in told for lang in LANGUAGES)


def test_a_part_goes_with_its_whole() -> None:
    """Where a whole is set aside, its parts cannot be counted against it."""
    groups, problems = read_groups([table(extra=1), table(id="part", part_of="g"), table(id="part", en="x")])
    assert groups == ()
    assert [one.key for one in problems] == ["groups.unknown-field", "groups.twice", "groups.no-whole"]


def test_what_is_no_groups_file_is_told(tmp_path: Path) -> None:
    """A file that is not there and one that is no TOML are input errors."""
    broken = tmp_path / "broken.toml"
    broken.write_text("[[groups", encoding="utf-8")
    for path in (broken, tmp_path / "none.toml"):
        with pytest.raises(InputError) as caught:
            read_groups_file(path)
        assert caught.value.key == "groups.unreadable"
    assert [one.key for one in read_groups("groups")[1]] == ["groups.not-tables"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["claim", "persons", "source", "field", "when", "said", "en", "es"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)
NAMES = ["id", "en", "es", "note", "counts", "lists", "fixed_by", "conditions", "suffice", "part_of", "parts"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6), max_size=3))
def test_no_table_breaks_the_reader(raw: list[dict[str, Any]]) -> None:
    """Whatever stands in the tables, each is a group or has a problem."""
    groups, problems = read_groups(raw)
    assert len(groups) == len(raw) or problems
    assert all(one.text("en") and one.text("es") for one in problems)


def test_the_example_in_the_documentation_is_read() -> None:
    """What docs/groups.md shows is what the reader reads."""
    page = (Path(__file__).parents[2] / "docs" / "groups.md").read_text(encoding="utf-8")
    shown = page.split("```toml\n")[1].split("```")[0]
    groups, problems = read_groups(tomllib.loads(shown)["groups"])
    assert problems == ()
    assert len(groups) == 3
