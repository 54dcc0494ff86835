"""Files that repeat each other, read by their lines: the same rows, problems and accounts as reading each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.records import Outcome, by_lines, read_records, reading

QUOTED = '"INMATEID","ADMITTED_DT","DISCHARGED_DT","CUSTODY_LEVEL","BRADH","RACE","GENDER","AGE","INMATE_STATUS_CODE","SEALED","SRG_FLG","TOP_CHARGE"'
PLAIN = "inmateid,admitted_dt,custody_level,bradh,race,gender,age,inmate_status_code,top_charge"


def line(
    person: str = "a1",
    admitted: str = "2019-12-01 10:00:00",
    age: str = "30",
    charge: str = "110-130.35",
    level: str = "MED ",
) -> str:
    """Return a line under QUOTED."""
    return f'"{person}","{admitted}","","{level}","N","O ","M ","{age}","DE","N","N","{charge}"'


def written(folder: Path, files: dict[str, str | bytes]) -> list[Path]:
    """Write files and return their paths in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return [folder / name for name in files]


def roster(*lines: str, header: str = QUOTED, end: str = "\n") -> str:
    """Return a file of lines."""
    return "".join(f"{one}{end}" for one in (header, *lines))


def both_ways(folder: Path, paths: Sequence[Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Outcome, list[str]]:
    """Read files by their lines and one by one, assert that both are the same, and return what was read and which files were read by lines."""
    named: list[str] = []
    understood = by_lines.Reader.understood

    def noted(self: by_lines.Reader) -> object:
        kept, back = understood(self)
        named.extend(one.lines.file for one in kept)
        return kept, back

    with monkeypatch.context() as patch:
        patch.setattr(by_lines.Reader, "understood", noted)
        together = read_records(paths, folder / "together")
    with monkeypatch.context() as patch:
        patch.setattr(reading, "first_lines", lambda _: {})
        apart = read_records(paths, folder / "apart")
    assert same(together, folder / "together") == same(apart, folder / "apart")
    return together, named


def same(outcome: Outcome, folder: Path) -> object:
    """Return all that was read, comparable."""
    readings = [
        (
            replace(one, table=folder, problems=folder),
            pq.read_table(one.table).to_pylist(),
            pq.read_table(one.table).schema.types,
            pq.read_table(one.problems).to_pylist(),
        )
        for one in outcome.readings
    ]
    text = repr([(*((str(x).replace(str(folder), "")) for x in one),) for one in readings])
    return text, sorted(map(repr, outcome.problems))


def test_a_series_is_read_by_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both formats at once, persons twice, charges in two letter cases, values that cannot be read: nothing differs."""
    paths = written(
        tmp_path / "in",
        {
            "r20200101.csv": roster(line(), line("b2", charge="Vop"), line("a1", age="x")),
            "r20200102.csv": roster(line("b2", charge="VOP"), line(), line("c3", admitted="(b)(6)"), end="\r\n"),
            "p20200103.csv": roster(
                "a1,2019-12-01T10:00:00.000,MED,N,O,M,30.0,DE,110-130.35", "d4,,MED,N,O,M,31.0,DE,vop", header=PLAIN
            ),
            "p20200104.csv": roster("a1,2019-12-01T10:00:00.000,MED,N,O,M,30.0,DE", header=PLAIN).rstrip("\n"),
        },
    )
    outcome, read_so = both_ways(tmp_path, paths, monkeypatch)
    assert read_so == [path.name for path in paths]
    assert outcome.readings[0].rows == 9
    assert outcome.readings[0].generation == "foil, portal"


CASES: dict[str, str | bytes] = {
    "a line break in a value": roster(line("z9\nx"), line()),
    "a quotation mark that nobody closes": roster(line(), '"z9'),
    "a line wider than the header": roster(line() + ',"more"', line("b2")),
    "an empty line": roster(line(), "", line("b2")),
    "a line of spaces and commas": roster(line(), " ,,,,", line("b2")),
    "no UTF-8": roster(line("é")).encode("cp1252"),
    "a byte order mark": b"\xef\xbb\xbf" + roster(line()).encode(),
    "old line ends": roster(line(), line("b2")).replace("\n", "\r"),
    "the header again": roster(line(), QUOTED, line("b2")),
    "the title alone again": roster(line(), "inmateid,,", line("b2")),
    "nothing below the header": roster(),
    "an admission long after the day": roster(line(admitted="2021-11-01 10:00:00"), line("b2")),
    "admissions without a time of day": roster(line(admitted="2019-12-01 00:00:00"), line("b2", admitted="12/01/2019")),
    "cut in the middle of a line": roster(line(), line("b2"))[:-30],
    "a short line": roster(line(), '"b2"'),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_odd_is_read_as_by_itself(tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong with one file, it and its neighbours come out as before."""
    plain = roster(line(), line("b2"))
    paths = written(
        tmp_path / "in",
        {"r20200101.csv": plain, "r20200102.csv": CASES[case], "r20220103.csv": plain, "r20200104.csv": plain},
    )
    _, read_so = both_ways(tmp_path, paths, monkeypatch)
    assert {"r20200101.csv", "r20220103.csv", "r20200104.csv"} <= set(read_so)


@pytest.mark.parametrize("name", ["roster.csv", "r20200101-20200102.csv"])
def test_a_file_of_no_day_is_set_aside_as_before(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one day in its name no row of a file can be used; the others are read."""
    paths = written(
        tmp_path / "in", {name: roster(line()), "r20200101.csv": roster(line()), "r20200102.csv": roster(line())}
    )
    outcome, read_so = both_ways(tmp_path, paths, monkeypatch)
    assert read_so == ["r20200101.csv", "r20200102.csv"]
    assert outcome.readings[0].set_aside == 1


def test_files_of_other_formats_are_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files alike of another kind, and files of no kind, are read one by one."""
    stints = "Anonymized Identifier,Stay Book In Date Time,Detention Book In Date And Time,Detention Facility Code\nx,2020-01-01 10:00,2020-01-01 10:00,A\n"
    paths = written(
        tmp_path / "in",
        {"a.csv": stints, "b.csv": stints, "c.csv": "colour,size\nred,3\n", "d.csv": "colour,size\nred,3\n"},
    )
    _, read_so = both_ways(tmp_path, paths, monkeypatch)
    assert read_so == []


def test_many_different_lines_are_understood_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More lines than are understood at once: each part is a batch, and the rows are in the order of their files."""
    monkeypatch.setattr(by_lines, "_MOST", 3)
    files: dict[str, str | bytes] = {
        f"r2020010{n}.csv": roster(line(f"p{n}"), line(f"q{n}"), line("a1", charge="vop" if n > 3 else "VOP"))
        for n in range(1, 7)
    }
    outcome, read_so = both_ways(tmp_path, written(tmp_path / "in", files), monkeypatch)
    assert sorted(read_so) == list(files)
    assert outcome.readings[0].used == 18


_VALUES = st.sampled_from(
    (
        "",
        " ",
        "NA",
        "x",
        "30",
        "30.0",
        '"MED"',
        '""',
        "M",
        "2019-12-01",
        "2019-12-01 10:00",
        "(b)(6)",
        "1/2/2019",
        "Vop",
        "VOP",
        "a,b",
        '"a,b"',
        '"',
    )
)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(st.lists(st.lists(_VALUES, min_size=1, max_size=9), max_size=4), min_size=2, max_size=3))
def test_any_lines_are_read_as_by_themselves(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[list[str]]]
) -> None:
    """Whatever stands in the cells, both ways give the same rows, problems and accounts."""
    folder = tmp_path_factory.mktemp("any")
    named: dict[str, str | bytes] = {
        f"r2020010{n}.csv": roster(*map(",".join, lines), header=PLAIN) for n, lines in enumerate(files, 1)
    }
    with pytest.MonkeyPatch.context() as patch:
        both_ways(folder, written(folder / "in", named), patch)
