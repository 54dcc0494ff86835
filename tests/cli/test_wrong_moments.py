"""Commands that are stopped in the middle, or meet another: nothing is lost, and doing it again completes the work."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.case import synthetic
from tests.cli.conftest import Run, Told, started

from habeas.case import Case
from habeas.cli import main
from habeas.words import LANGUAGES

STOPPED = Path(__file__).with_name("stopped.py")

# A command, and a point in it: before and after each thing that it writes.
MOMENTS = [
    ("add", "habeas.evidence.store", "Store.put", 1),
    ("add", "habeas.evidence.store", "Store.put", 3),
    ("add", "habeas.evidence.folder", "Folder._place", 2),
    ("add", "habeas.ledger.store", "_chained", 1),
    ("add", "habeas.case.seals", "list_originals", 1),
    ("add", "habeas.case.seals", "seal", 1),
    ("code", "habeas.case.coding", "read_claims_file", 2),
    ("code", "habeas.ledger.store", "_chained", 1),
    ("code", "habeas.ledger.store", "_chained", 2),
    ("code", "habeas.case.seals", "seal", 1),
    ("build", "habeas.findings.run", "find", 1),
    ("build", "habeas.tables.folder", "Folder._fill", 1),
    ("build", "habeas.tables.folder", "Folder._swap", 1),
    ("build", "habeas.tables.folder", "Path.replace", 1),
    ("build", "habeas.tables.folder", "Path.replace", 4),
    ("report", "habeas.publishing.write", "Folder.write", 40),
    ("report", "habeas.publishing.write", "_swap", 1),
]
ORDER = ("add", "code", "build", "report")


def arguments(command: str, folder: Path) -> list[str]:
    """Return the words of a command on a case."""
    given = {"add": ["evidence"], "code": ["claims"]}.get(command, [])
    return [command, *(str(folder / name) for name in given), *(["-c"] if given else []), str(folder)]


def stopped(sign: signal.Signals, moment: tuple[str, str, str, int], folder: Path, lang: str) -> Told:
    """Run a command that gets a signal at a moment."""
    command, module, point, turn = moment
    words = [*arguments(command, folder), "--lang", lang]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, STOPPED, module, point, str(turn), str(int(sign)), *words],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    return Told(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the case as it stands before each command, made once; no test writes there."""
    folder, found = synthetic.write(tmp_path_factory.mktemp("stages") / "north"), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HABEAS_ACTOR", "tester")
        for command in ORDER:
            found[command] = synthetic.copied(folder, folder.parent / command / "north")
            assert main(arguments(command, folder)) == 0
    return found


@pytest.fixture
def before(stages: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """Return a copy of the case as it stands before a command."""
    return lambda command: synthetic.copied(stages[command], tmp_path / "north")


def state(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """Return what a case holds and finds, whatever it took to get there."""
    with Case(folder) as case:
        claims = sorted(f"{one.id} {one.status}" for one in case.claims())
        return sorted(case.sources()), claims, [one.id for one in case.findings()]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize("moment", MOMENTS, ids=[f"{one[0]}-{one[2]}-{one[3]}" for one in MOMENTS])
def test_a_command_that_is_stopped_loses_nothing_and_can_be_run_again(
    run: Run, built: Path, before: Callable[[str], Path], moment: tuple[str, str, str, int], sign: signal.Signals
) -> None:
    """Ctrl-C is one message and status 130, in either language; a kill says nothing. The case verifies, and the same again succeeds."""
    command = moment[0]
    prepared = before(command)
    lang = LANGUAGES[moment[3] % 2]
    told = stopped(sign, moment, prepared, lang)
    if sign is signal.SIGKILL:
        assert told.status == -signal.SIGKILL
    else:
        assert told.status == 130, told
        assert told.err.strip().splitlines() == [f"habeas: {said_of(lang)}"]
        assert not [path for path in prepared.rglob(".*") if path.is_file() or path.is_dir()]
    if (prepared / "ledger.sqlite").exists():
        assert run("verify", prepared).status == 0
    assert run(*arguments(command, prepared)).status == 0
    if command == "add":
        assert run(*arguments("code", prepared)).status == 0
    assert state(prepared) == state(built)


def said_of(lang: str) -> str:
    """Return the message of an interruption."""
    from habeas import words

    return words.text("cli.interrupted", "es" if lang == "es" else "en")


def test_two_that_add_and_two_that_code_at_once_lose_nothing(run: Run, tmp_path: Path) -> None:
    """Files and claims in two halves, written by processes that run side by side, give what one process gives."""
    folder = synthetic.write(tmp_path / "north")
    many = tmp_path / "many"
    for half in ("a", "b"):
        (many / half).mkdir(parents=True)
        for number in range(15):
            (many / half / f"{half}-{number}.md").write_text(
                synthetic.front(f"{half} {number}") + f"There were {number} flights.\n"
            )
        rows = [
            f"- {{key: {half}-{number}, source: {half}-{number}, quote: {number} flights, subject: transfer, predicate: flights,"
            f" value: {number}, decision: accept, reason: Checked.}}\n"
            for number in range(15)
        ]
        (many / f"{half}.yaml").write_text("claims:\n" + "".join(rows))
    both(*(["add", many / half, "-c", folder] for half in ("a", "b")))
    both(*(["code", many / f"{half}.yaml", "-c", folder] for half in ("a", "b")))
    with Case(folder) as case:
        assert len(case.sources()) == 30
        assert sorted(one.key for one in case.claims(status="accepted")) == sorted(
            f"{half}-{number}" for half in "ab" for number in range(15)
        )
        assert len(case.log()) == 30 + 60
    assert run("verify", folder).status == 0


def test_two_that_add_the_same_at_once_add_it_once(run: Run, tmp_path: Path) -> None:
    """Whoever comes second finds it there."""
    folder = synthetic.write(tmp_path / "north")
    both(*(["add", folder / "evidence", "-c", folder] for _ in range(2)))
    both(*(["code", folder / "claims", "-c", folder] for _ in range(2)))
    with Case(folder) as case:
        assert sorted(case.sources()) == sorted([*synthetic.NOTES, "series"])
        assert all(len(one.versions) == 1 for one in case.sources().values())
        assert len({one.about for one in case.log() if one.kind == "claim.accept"}) == 15
        assert len([one for one in case.log() if one.kind == "claim.accept"]) == 15
    assert run("verify", folder).status == 0


def test_two_that_build_at_once_agree(run: Run, folder: Path, built: Path) -> None:
    """Builds side by side leave the tables that one leaves, and nothing else."""
    shutil.rmtree(folder / "tables")
    both(*(["build", folder] for _ in range(3)))
    assert synthetic.contents(folder / "tables", "text/") == synthetic.contents(built / "tables", "text/")
    assert not list(folder.glob(".tables-*"))


def both(*commands: list[object]) -> None:
    """Run commands side by side; each succeeds."""
    processes = [started(*command) for command in commands]
    for process in processes:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()


def test_a_reader_who_has_read_enough_is_no_failure(folder: Path) -> None:
    """``habeas log | head -1``: no message, no traceback, status 0 of habeas itself."""
    for command in (
        ["log", folder],
        ["claims", folder],
        ["why", "capacity", "-c", folder],
        ["log", folder, "--json"],
        ["--help"],
    ):
        reader, writer = os.pipe()
        process = started(*command, stdout=writer)
        os.close(writer)
        os.close(reader)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b""), command


def test_output_that_fits_nowhere_is_said(folder: Path) -> None:
    """A full disk behind ``>`` is one message and status 3."""
    for lang in LANGUAGES:
        with Path("/dev/full").open("wb") as full:
            process = started("log", folder, "--lang", lang, stdout=full)
            _, err = process.communicate(timeout=60)
        assert process.returncode == 3
        assert err.decode().startswith("habeas: ")
        assert len(err.decode().splitlines()) == 1


def test_a_message_that_fits_nowhere_changes_no_status(folder: Path) -> None:
    """With ``--json`` the message goes where the output goes: nowhere. The status still says it."""
    with Path("/dev/full").open("wb") as full:
        process = started("log", folder, "--json", stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert err.decode() == ""


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1"}, {"LANG": "xx_YY"}]
)
def test_a_locale_without_utf8_stops_nothing(program: Run, folder: Path, locale: dict[str, str]) -> None:
    """Every command prints all it has; what no encoding holds is written as an escape."""
    environment = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **locale}
    (folder / "evidence" / "señal.txt").write_text("Señal de 12 años.", encoding="utf-8")
    commands: list[list[object]] = [
        ["findings", folder, "--lang", "es"], ["why", "visits", "-c", folder], ["text", "conditions", "-c", folder],
        ["add", folder / "evidence", "-c", folder], ["verify", folder], ["--help", "--lang", "es"],
    ]  # fmt: skip
    for command in [*commands, ["report", folder]] if locale == {"LC_ALL": "C"} else commands:
        process = started(*command, env=environment)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b""), (command, err)
        assert out
    with Case(folder) as case:
        assert case.text("senal").strip() == "Señal de 12 años."
