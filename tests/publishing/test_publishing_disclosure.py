"""Nothing but what is marked public leaves (Invariant 8)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.publishing import report_case

from habeas.amount import Amount
from habeas.evidence import Sensitivity
from habeas.publishing import View, publish
from habeas.publishing.disclosure import disclose

HIDDEN = "Zanahoria-cuarenta-y-siete"


def _view(source: Sensitivity | None, **claim: Any) -> View:
    case = report_case.written()
    case.source(
        "hidden", sensitivity=source, publisher=f"{HIDDEN} press", title=f"{HIDDEN} title", url=f"https://{HIDDEN}"
    )
    case.abouts["hidden"] = replace(case.abouts["hidden"], obtained_by=HIDDEN, obtained_how=HIDDEN)
    figure = Amount.exact(987654, unit="persons", who=HIDDEN, measure="stock")
    claim.setdefault("speaker", HIDDEN)
    more = {"span": report_case.day("2024"), "note": HIDDEN, "reason": HIDDEN, **claim}
    name = case.says("hidden", f"{HIDDEN} words", "sv-prisons", "population", figure, key="kept-back", **more)
    view = report_case.view(case)
    finding = report_case.finding("change", "error", "sv-prisons", "population", [name], predicate=HIDDEN)
    return replace(view, findings=[*view.findings, finding])


def _bytes(view: View, folder: Path) -> bytes:
    publish(view, folder)
    names = "\n".join(str(path.relative_to(folder)) for path in folder.rglob("*"))
    return names.encode() + b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("sensitivity", ["restricted", "secret", None])
def test_a_source_that_is_not_public_leaves_no_byte(sensitivity: Sensitivity | None, tmp_path: Path) -> None:
    """Of a restricted or secret source, or one of unknown sensitivity, only the id and the hash are in the report."""
    view = _view(sensitivity)
    written = _bytes(view, tmp_path / "site")
    assert HIDDEN.encode() not in written
    assert b"987,654" not in written
    assert b"987654" not in written
    page = (tmp_path / "site" / "en" / "sources" / "hidden.html").read_text()
    assert view.sources["hidden"][0].sha256 in page
    assert "withheld" in page


@pytest.mark.parametrize("sensitivity", ["restricted", "secret"])
def test_a_claim_that_is_not_public_is_not_shown(sensitivity: Sensitivity, tmp_path: Path) -> None:
    """A claim marked as anything but public is in no table, chart, note or data file, though its source is shown."""
    written = _bytes(_view("public", sensitivity=sensitivity), tmp_path / "site")
    assert b"987,654" not in written
    assert b"987654" not in written
    assert b"kept-back" not in written


def test_a_claim_without_a_mark_has_that_of_its_source() -> None:
    """A claim that names no sensitivity leaves with a public source, and only with one."""
    assert "id-kept-back" in disclose(_view("public")).claims
    assert "id-kept-back" not in disclose(_view(None)).claims


def test_a_withdrawn_source_is_withheld(tmp_path: Path) -> None:
    """A source that was withdrawn is named by id and hash alone, whatever its mark."""
    view = _view("public", flags=("source-withdrawn",))
    written = _bytes(replace(view, withdrawn=frozenset({"hidden"})), tmp_path / "site")
    assert HIDDEN.encode() not in written
    assert b"was withdrawn" in written


@pytest.mark.parametrize("status", ["proposed", "rejected", "retracted"])
def test_what_nobody_accepted_is_not_published(status: str, tmp_path: Path) -> None:
    """A claim that no person accepted, or that one rejected or retracted, is counted and not shown."""
    view = _view("public", status=status)
    assert b"987,654" not in _bytes(view, tmp_path / "site")
    held = disclose(view).held_back
    assert held["not_decided"] + held["set_aside"] == 1


def test_findings_and_assessments_that_rest_on_it_stay(tmp_path: Path) -> None:
    """A finding or assessment with one withheld claim under it is not shown, and is counted."""
    view = _view("secret")
    one = replace(view.assessments[0], claims_against=("id-kept-back",))
    shown = disclose(replace(view, assessments=[one, *view.assessments[1:]]))
    assert shown.held_back["findings"] == 1
    assert shown.held_back["assessments"] == 1
    assert all("id-kept-back" not in finding.claims for finding in shown.findings)


def test_how_and_by_whom_it_was_obtained_stays(tmp_path: Path) -> None:
    """Who obtained a source and how, and the reasons of decisions, are not published even of a public source."""
    case = report_case.written()
    case.abouts["list"] = replace(case.abouts["list"], obtained_by=HIDDEN, obtained_how=HIDDEN)
    view = report_case.view(case)
    reasoned = {name: replace(claim, reason=HIDDEN) for name, claim in view.claims.items()}
    assert HIDDEN.encode() not in _bytes(replace(view, claims=reasoned), tmp_path / "site")


def test_an_older_version_that_is_restricted_stays(tmp_path: Path) -> None:
    """The text of a restricted version is withheld although the current version is public."""
    view = report_case.view()
    (now,) = view.sources["list"]
    old = replace(now, version=1, file=f"{HIDDEN}.md", sha256="a" * 64, about=replace(now.about, sensitivity="secret"))
    both = {**view.sources, "list": (old, replace(now, version=2))}
    written = _bytes(replace(view, sources=both), tmp_path / "site")
    assert HIDDEN.encode() not in written
    assert ("a" * 64).encode() in written
