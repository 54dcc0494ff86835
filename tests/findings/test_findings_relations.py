"""The relations file: sound as shipped, and every fault of a faulty one reported together."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
import yaml
from tests.findings import claims_made as made

from habeas.errors import Faults
from habeas.findings.relations import faults, load, rules
from habeas.standards import requirements


def raw() -> Any:
    """Return the shipped file as YAML gives it."""
    return yaml.safe_load((resources.files("habeas.findings") / "relations.yaml").read_text(encoding="utf-8"))


def test_the_shipped_relations_have_no_fault_and_name_predicates_of_the_vocabulary() -> None:
    """Every predicate that a relation takes is in the vocabulary."""
    assert list(faults(raw(), made.VOCABULARY)) == []


def test_the_relations_of_the_design_are_there() -> None:
    """Structure, space, money, occupancy, flows, parts, rates, documented counts and growing totals are declared."""
    equations = {(one.equation.left.name, tuple(sorted(one.equation.names[1:]))) for one in load().relations.values()}
    assert equations >= {
        ("capacity", ("buildings", "cells_per_building", "persons_per_cell")),
        ("cells", ("buildings", "cells_per_building")),
        ("area_per_person", ("cell_area", "persons_per_cell")),
        ("occupancy", ("capacity", "population")),
        ("cost_per_person_day", ("duration_days", "persons_covered", "sum_usd")),
        ("cost_per_person_day", ("duration_days", "sum_usd", "transferred")),
        ("population_rate", ("population", "residents")),
        ("deaths", ("deaths_documented",)),
        ("later", ("arrests", "deaths", "earlier", "releases")),
        ("later", ("admissions", "deaths", "earlier", "releases")),
        ("later", ("earlier",)),
        ("whole", ("part",)),
    }


def test_every_relation_is_said_in_both_languages() -> None:
    """No relation is said in one language only."""
    assert all(
        one.text("en") and one.text("es") and one.text("en") != one.text("es") for one in load().relations.values()
    )


def test_what_is_told_names_requirements_and_predicates_that_exist() -> None:
    """Each field of a register is in one question at most, and every name in the table "told" is known."""
    asked = [name for group in load().questions for name in group]
    fields = {name for name, one in requirements().items() if one.kind == "field"}
    assert len(asked) == len(set(asked))
    assert set(asked) == fields
    assert {group[0] for group in load().questions} >= {f"icpped-17-3-{letter}" for letter in "abcdefgh"}
    assert set(load().gravest) <= set(made.VOCABULARY)


def test_every_indicator_of_a_requirement_has_words_of_its_own() -> None:
    """What a requirement is about is said in words made for it in both languages, never by the label of a predicate alone."""
    about = {name for one in requirements().values() for name in one.indicators if one.kind != "field"}
    assert about <= set(load().gravest)


def test_all_faults_are_reported_together_and_none_hides_another() -> None:
    """A file with a fault of each kind yields one problem for each, at its place, in words of both languages."""
    found = raw()
    found["same"] = {"agree": ["colour"]}
    broken = found["relations"]
    broken["places-by-structure"].update(equation="capacity == buildings ** 2", colour="red", time="later")
    broken["occupancy"].update(en="", agree=["capacity"], states=["capacity"], solves=["prisoners"])
    broken["area-per-person"].update(
        of=["planet"], uses=["guess"], variables={"cell_area": {"predicate": "hue", "to": 1}}
    )
    broken["transferred-by-law"].update(derives="transferred == nobody")
    broken["cells-by-structure"] = "cells"
    broken["occupancy"]["says"] = {"occupant": {"en": "{nobody}", "es": ""}, "contradiction": "no"}
    found["told"] = {"change": ["hue"], "gravest": {"food": ["food"]}, "questions": [[]], "unasked": "all"}
    problems = list(faults(found, made.VOCABULARY))
    places = {(problem.column, problem.key.removeprefix("findings.")) for problem in problems}
    assert places >= {
        ("same", "relation-same"),
        ("places-by-structure.equation", "equation-part"),
        ("places-by-structure.colour", "relation-unknown"),
        ("places-by-structure.time", "relation-choice"),
        ("occupancy.en", "relation-missing"),
        ("occupancy.agree", "relation-both"),
        ("occupancy.solves.prisoners", "relation-name"),
        ("area-per-person.of", "relation-choice"),
        ("area-per-person.uses", "relation-choice"),
        ("area-per-person.variables.cell_area", "relation-predicate"),
        ("area-per-person.variables.cell_area.to", "relation-unknown"),
        ("transferred-by-law.derives", "relation-derives"),
        ("cells-by-structure", "relation-shape"),
        ("occupancy.says.occupant", "relation-name"),
        ("occupancy.says.occupant.en.nobody", "relation-name"),
        ("occupancy.says.occupant.es", "relation-missing"),
        ("occupancy.says.contradiction.en", "relation-missing"),
        ("told.change", "relation-predicate"),
        ("told.gravest.food", "relation-missing"),
        ("told.questions", "relation-missing"),
        ("told.unasked", "relation-missing"),
    }
    with pytest.raises(Faults) as caught:
        rules(found)
    assert len(caught.value.problems) >= 12
    assert all(problem.text("en") != problem.text("es") for problem in problems)


@pytest.mark.parametrize("found", [None, [], {"relations": 3}, {}])
def test_what_is_no_relations_file_at_all_is_a_fault(found: Any) -> None:
    """Nothing that YAML can give makes the reader fail without a message."""
    with pytest.raises(Faults):
        rules(found)
