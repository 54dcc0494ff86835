"""The small parts of the report: addresses, folders, figures, words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing import report_case

import habeas.publishing
from habeas import words
from habeas.amount import Amount
from habeas.errors import InputError, StorageError
from habeas.publishing import labels, links
from habeas.publishing.charts import Figure
from habeas.publishing.figures import Row, fewer, merged, settled, spread, told_apart
from habeas.publishing.notes import Notes
from habeas.publishing.write import MARKER, replacing

ROOM = resources.files("habeas.publishing")
MESSAGES = tomllib.loads((ROOM / "messages.toml").read_text(encoding="utf-8"))


def row(
    low: int | None, high: int | None, *, label: str = "a", mode: str = "said", counted: str = "", when: str = ""
) -> Row:
    """Return a row of figures."""
    ends = [None if one is None else Decimal(one) for one in (low, high)]
    short = f"{low}" if low == high else f"{low}–{high}"
    figure = Figure(label=label, who="w", low=ends[0], high=ends[1], short=short, mode=mode)  # type: ignore[arg-type]
    return Row(figure=figure, text=short, when=when, counted=counted, claims=())


@given(st.text(max_size=120), st.text(max_size=120))
def test_two_ids_never_share_a_name(one: str, two: str) -> None:
    """Different ids have different file names, also where capitals and small letters are one."""
    if one != two:
        assert links.slug(one).lower() != links.slug(two).lower()


@given(st.text(max_size=300))
def test_names_are_safe(name: str) -> None:
    """A name is short, has only letters, digits, dash and underscore, and an id that is one already stays itself."""
    made = links.slug(name)
    assert re.fullmatch(r"[a-z0-9_-]{1,90}", made)
    assert links.slug("vrt-2023-02-25") == "vrt-2023-02-25"


@given(st.integers(0, 5000), st.integers(1, 500))
def test_pages_hold_the_whole_list(n: int, size: int) -> None:
    """A list has as many pages as it needs, at least one, and none is empty but the only one."""
    found = links.pages_of("x", n, size)
    assert len(found) == len(set(found)) >= 1
    assert (len(found) - 1) * size < max(n, 1) <= len(found) * size


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder with files that no report wrote is refused by name, and nothing in it changes."""
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match="no report wrote"), replacing(tmp_path):
        pass
    assert (tmp_path / "thesis.docx").read_text() == "years of work"
    with pytest.raises(InputError, match="is a file"), replacing(tmp_path / "thesis.docx"):
        pass


def _broken_off(place: Path) -> None:
    with replacing(place) as made:
        made.write(MARKER, "two")
        raise KeyboardInterrupt


def test_a_report_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    """When writing breaks off, what was there before is as it was and nothing is left beside it."""
    place = tmp_path / "site"
    with replacing(place) as made:
        made.write(MARKER, "one")
        made.write("old.txt", "old")
    with pytest.raises(KeyboardInterrupt):
        _broken_off(place)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert sorted(path.name for path in place.iterdir()) == sorted([MARKER, "old.txt"])
    with replacing(place) as made:
        made.write(MARKER, "three")
    assert [path.name for path in place.iterdir()] == [MARKER]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """An error of the disk is one message with the folder, what was found and the way out, in both languages."""
    with pytest.raises(StorageError) as caught, replacing(tmp_path / "site"):
        raise OSError(28, "No space left on device")
    assert "No space left on device" in caught.value.text("en")
    assert "Libere espacio" in caught.value.text("es")


def test_unwritable_characters_are_replaced(tmp_path: Path) -> None:
    """Characters that no page may hold are shown as the replacement character; others are kept as they are."""
    with replacing(tmp_path / "site") as made:
        made.write(MARKER, "")
        made.write("page.html", "a\x00b\ud800c\té\u202e🚨")
    assert (tmp_path / "site" / "page.html").read_text(encoding="utf-8") == "a\ufffdb\ufffdc\té\u202e🚨"


@given(st.lists(st.integers(0, 1000), max_size=80), st.integers(4, 20))
def test_fewer_keeps_the_ends_and_the_extremes(values: list[int], most: int) -> None:
    """A shortened list keeps its first, last, lowest and highest figure, its order, and never exceeds its measure."""
    rows = [row(value, value) for value in values]
    kept = fewer(rows, most)
    assert len(kept) <= max(most, 0) or len(rows) <= most
    found = [one.figure.low for one in kept]
    if values:
        assert [found[0], found[-1]] == [Decimal(values[0]), Decimal(values[-1])]
        assert {Decimal(min(values)), Decimal(max(values))} <= set(found)


def test_equal_figures_become_one_row() -> None:
    """Rows that say the same, by the same voice, are one row with all their days; a different bound keeps them apart."""
    rows = [row(5, 5, when="2023"), row(5, 5, when="2024"), row(5, 6), row(5, 5, when="2023")]
    found = merged(rows, timeless=True)
    assert [one.when for one in found] == ["2023; 2024", ""]


def test_figures_of_other_persons_say_so() -> None:
    """Where most figures count all held, one that counts women names them in its label."""
    found = told_apart([row(1, 1, counted="all"), row(2, 2, counted="all"), row(3, 3, counted="women")])
    assert [one.figure.apart for one in found] == ["", "", "women"]


def test_spread_tells_the_outer_figures() -> None:
    """The lowest and highest figures are told; a figure with an open end only where there is no other."""
    assert spread([row(65, 70), row(80, 80)]) == ("65", "80")
    assert spread([row(10, 10), row(5, None)]) == ("10", "10")


def test_one_number_is_shown_as_one() -> None:
    """What rounding alone made a range is one number; a real range is rounded outward; zero left out is an open end."""
    third = Amount.between(Decimal("62.98220"), Decimal("62.98220000000001"), unit="USD/person/day")
    assert settled(third).low == settled(third).high == Decimal("62.98")
    wide = settled(Amount.between(Decimal("1.42857"), Decimal("1.53846"), unit="m2/person"))
    assert (wide.low, wide.high) == (Decimal("1.42"), Decimal("1.54"))
    assert settled(Amount.between(0, 5, low_open=True, unit="m2/person")).low is None


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        (Amount.exact(40000), "40,000"),
        (Amount.at_least(261), "≥ 261"),
        (Amount.more_than(200), "> 200"),
        (Amount.at_most(40000), "≤ 40,000"),
        (Amount.about(12500), "≈ 12,500"),
        (Amount.range(65, 70), "65–70"),
        (Amount(qualifier="range"), "?"),
    ],
)
def test_amounts_in_signs(amount: Amount, short: str) -> None:
    """An amount in signs keeps what it is: exact, open, about, a range, unknown."""
    assert labels.short(amount) == short


def test_a_date_is_said_or_shown_as_it_stands() -> None:
    """An EDTF date is said in the language; what cannot be read is shown as it stands; an unknown one is empty."""
    assert labels.date("2025-03-16", "es") == "16 de marzo de 2025"
    assert labels.date("some day", "en") == "some day"
    assert labels.date(None, "en") == ""


def test_ill_treatment_is_shown_as_alleged() -> None:
    """A claim of ill-treatment carries the mark also where its source words it as a fact, unless a body found it."""
    view = report_case.view()
    claim = view.claims["id-beaten"]
    assert labels.alleged(view, replace(claim, modality="fact"))
    assert not labels.alleged(view, view.claims["id-visits"])


def test_notes_are_one_a_claim() -> None:
    """A claim cited twice has one note; only its first reference carries the anchor to come back to."""
    claim = report_case.view().claims["id-visits"]
    notes = Notes("note")
    first, again = notes.claim(claim), notes.claim(claim)
    assert 'id="r-1"' in first
    assert 'id="r-1"' not in again
    assert [note.number for note in notes.all()] == [1]


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(MESSAGES))
def test_messages_say_the_same_in_both_languages(key: str) -> None:
    """Both languages have words for every message, with the same places to fill."""
    message = MESSAGES[key]
    assert message["en"].strip()
    assert message["es"].strip()
    assert _places(message["en"]) == _places(message["es"])
    assert ("en_one" in message) == ("es_one" in message)


def test_every_message_asked_for_is_there() -> None:
    """No template or module asks for a message that the room does not have, and none is never asked for."""
    asked: set[str] = set()
    # The pages on persons and on estimates have messages of their own: t() of their modules, p() of their templates.
    own: dict[str, set[str]] = {"persons": set(), "estimates": set()}
    root = Path(str(ROOM))
    for path in [*root.rglob("*.py"), *root.rglob("*.html")]:
        found = set(re.findall(r"""\bt\(\s*["']([a-z0-9_-]+)["'],?""", path.read_text(encoding="utf-8")))
        room = next((name for name in own if path.name.startswith(name)), None)
        if path.suffix == ".py" and room is not None:
            own[room] |= found
        else:
            asked |= found
        if room is not None:
            own[room] |= set(re.findall(r"""\bp\(\s*["']([a-z0-9_-]+)["']""", path.read_text(encoding="utf-8")))
        asked |= set(re.findall(r'"publishing\.([a-z0-9_-]+)"', path.read_text(encoding="utf-8")))
    from habeas.publishing.pages.claims import _TAGS

    asked |= {key for _, key in _TAGS}
    built = re.compile(
        r"^(menu|gravity|finding-kind|verdict|passed|mode|col|filter|moment|kind|meta|methods|held|verify|population|deaths"
        r"|chart|this|other|also|figures|one|n|letter|silent|records|audit-count|audit-line|vanished-state|register|official)\b"
    )
    whole = {name for name in asked if not name.endswith("-")}
    assert whole <= set(MESSAGES)
    for room, names in own.items():
        assert {name for name in names if not name.endswith("-")} <= set(words._catalogue(f"{room}_pages")), room
    assert sorted(name for name in MESSAGES if name not in whole and not built.match(name)) == []


def test_the_room_offers_what_it_says() -> None:
    """``__all__`` is exactly what the room is for."""
    assert sorted(habeas.publishing.__all__) == [
        "AccountLine",
        "AuditedFinding",
        "AuditedSeries",
        "EstimateView",
        "Head",
        "Interval",
        "Issue",
        "Official",
        "PersonsView",
        "Picture",
        "PictureRow",
        "Records",
        "Revision",
        "RuleCount",
        "Shown",
        "Site",
        "View",
        "load_records",
        "persons_view",
        "picture",
        "publish",
    ]


def test_every_kind_of_thing_has_words() -> None:
    """Every kind, gravity and verdict that the other rooms define has words here."""
    from typing import get_args

    from habeas.findings.model import Gravity, Kind
    from habeas.standards import Verdict

    for stem, kinds in (("finding-kind", Kind), ("gravity", Gravity), ("verdict", Verdict), ("passed", Verdict)):
        for kind in get_args(kinds):
            assert words.text(f"publishing.{stem}-{kind}", "es")
