"""The command that reads articles and reports: the sources of a case, or files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_option, command, option
from habeas.cli.passage import confidence
from habeas.cli.show import Screen, screen
from habeas.errors import CaseError, HabeasError, InputError, Problem
from habeas.words import LANGUAGES

if TYPE_CHECKING:
    from habeas.case import SourceRead
    from habeas.case.proposals import Asked, Listed, ReadFile, Repeated
    from habeas.cli.show import Progress
    from habeas.reading import Reading
    from habeas.reading.models import Model
    from habeas.words import Said

_KINDS: Final = ("original", "note")
_MOST_KINDS: Final = 6
_NOT_IN_CASE: Final = {"--list": "cli.read-list-not-in-case", "--ocr": "cli.read-ocr-not-in-case"}


@command("read")
@argument("paths", nargs=-1, key="read")
@case_option
@option("--kind", "kind", key="read-kind", type=click.Choice(_KINDS))
@option("--list", "list_file", key="read-list", type=click.Path(), metavar="file")
@option("--published", key="read-published")
@option("--language", key="read-language", type=click.Choice(LANGUAGES))
@option("--ocr", key="ocr", is_flag=True)
@option("--repeated", "repeats", key="read-repeated", is_flag=True)
@option("--model", "model", key="read-model", is_flag=True)
def read(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    folder: str,
    kind: str | None,
    list_file: str | None,
    published: str | None,
    language: str | None,
    ocr: bool,
    repeats: bool,
    model: bool,
) -> int:
    """Propose claims from texts."""
    out = screen(context)
    if not all(path.strip() for path in paths):
        raise InputError("case.read-no-name")
    named = context.get_parameter_source("folder") is ParameterSource.COMMANDLINE
    if not named and (list_file is not None or _are_files(paths, folder)):
        for name, given in (("--repeated", repeats), ("--kind", kind)):
            if given:
                raise InputError("cli.read-only-in-case", name=name)
        return _files(out, paths, list_file, published, language, ocr=ocr, model=model)
    for name, given in (
        ("--list", list_file is not None),
        ("--published", published is not None),
        ("--language", language),
        ("--ocr", ocr),
    ):
        if given:
            raise InputError(_NOT_IN_CASE.get(name, "cli.read-not-in-case"), name=name)
    if not named and len(paths) == 1 and (Path(paths[0]) / "case.toml").exists():
        folder, paths = paths[0], ()
    return _case(out, folder, paths, kind, repeats=repeats, model=model)


def _are_files(paths: Sequence[str], folder: str) -> bool:
    """Whether the arguments are files or folders of them. Raises :class:`InputError` where they are neither that nor sources of the case."""
    there = [path for path in paths if Path(path).exists()]
    if not there or (len(paths) == 1 and (Path(paths[0]) / "case.toml").exists()):
        if paths and not there:
            _sources_or_nothing(paths, folder)
        return False
    missing = [path for path in paths if path not in there]
    if missing:
        raise _neither(missing[0], folder)
    return True


def _sources_or_nothing(paths: Sequence[str], folder: str) -> None:
    from habeas.case import Case

    try:
        with Case(Path(folder)) as case:
            sources = case.sources()
    except CaseError:
        raise _neither(paths[0], folder) from None
    for path in paths:
        if path not in sources:
            raise _neither(path, folder)


def _neither(found: str, folder: str) -> InputError:
    """Return what is said of a name that is no file and no source, with names close to it."""
    from habeas.case import Case, close

    try:
        with Case(Path(folder)) as case:
            return InputError("case.read-neither", found=found, folder=folder, known=close(found, case.sources()))
    except HabeasError:
        place = Path(found).parent
        names = sorted(path.name for path in place.iterdir() if path.is_file()) if place.is_dir() else []
        return InputError("case.read-neither-no-case", found=found, folder=folder, known=close(found, names) or "–")


# --- a case


def _case(out: Screen, folder: str, names: Sequence[str], kind: str | None, *, repeats: bool, model: bool) -> int:
    from habeas.case import Case

    asked: tuple[Asked, ...] | None = None
    with Case(Path(folder)) as case, out.progress("reading-texts") as progress:
        if model:
            asked = case.ask_model(*names, kind=kind, announce=_announced(out), progress=progress)
        found = case.read(*names, kind=kind, progress=progress)
        waiting = sum(one.waiting for one in found)
        again = case.repeated(*names) if repeats else None
    problems = [problem for each in (found, asked or ()) for one in each for problem in one.problems]
    if out.json:
        rows = [_row(out, one) for one in found]
        said = None if again is None else [one.as_json() for one in again]
        answers = None if asked is None else [one.as_json() for one in asked if one.source]
        out.emit("read/1", texts=rows, repeated=said, asked=answers, problems=out.problem_rows(problems))
    else:
        _tell(out, found)
        out.problems(problems)
        _tell_repeated(out, again or ())
        _tell_asked(out, asked or ())
        counts = out.counted(
            proposals=("count-proposals", sum(one.proposed for one in found)),
            texts=("count-texts", len(found)),
            waiting=("count-waiting", waiting),
        )
        out.say("read-done", None, **counts)
    return NEEDS_A_PERSON if any(one.gravity == "error" for one in problems) else DONE


def _row(out: Screen, one: SourceRead) -> dict[str, Any]:
    return {
        "source": one.source, "file": one.file, "language": one.language, "words": one.words, "pages": one.pages,
        "fresh": one.fresh, "proposed": one.proposed, "decided": one.decided, "waiting": one.waiting, "new": one.new,
        "changed": one.changed, "gone": one.gone, "kinds": dict(one.kinds), "problems": out.problem_rows(one.problems),
    }  # fmt: skip


def _tell(out: Screen, found: Sequence[SourceRead]) -> None:
    rows = (
        (
            one.source,
            one.language or "?",
            f"{one.words:,}",
            str(one.proposed),
            str(one.decided),
            str(one.waiting),
            str(one.new),
            str(one.changed),
            str(one.gone),
            _kinds(one),
        )
        for one in found
    )
    out.table(
        ("source", "language", "words", "proposed", "decided", "waiting", "new", "changed", "gone", "kinds"), rows
    )


def _tell_repeated(out: Screen, found: Sequence[Repeated]) -> None:
    for one in found:
        reading = one.cited.said
        copied = [out.text("read-copied", source=source, of=of) for source, of in one.copied.items()]
        cells = (reading.kind, *told(out, reading), f"“{' '.join(reading.quote.split())}”")
        out.record(cells, " ".join([one.cited.text(out.lang), *copied]), style="cyan")


def _announced(out: Screen) -> Callable[[Said], None]:
    """Return what says on stderr where texts go, before they do."""
    return lambda said: click.echo(said.text(out.lang), err=True)


def _tell_asked(out: Screen, asked: Sequence[Asked]) -> None:
    """Say what a model answered: how many answers the rule let pass, and how many it refused."""
    before = [one.source for one in asked if one.before]
    if before:
        out.say("read-asked-before", n=len(before), texts=before, host=asked[0].host, model=asked[0].model)
    sent = sum(one.sent for one in asked)
    if sent:
        out.say(
            "read-asked",
            n=sent,
            host=asked[0].host,
            model=asked[0].model,
            **out.counted(
                passed=("count-passed", sum(one.readings for one in asked)),
                refused=("count-refused", sum(one.refused for one in asked)),
            ),
        )
    kept = [one.seq for one in asked if one.seq is not None and not one.before]
    if kept:
        out.plain("read-asked-entries", n=len(kept), entries=[str(seq) for seq in kept], first=str(kept[0]))


def _kinds(one: SourceRead) -> str:
    said = [f"{name} {n}" for name, n in list(one.kinds.items())[:_MOST_KINDS]]
    return ", ".join([*said, *(["…"] if len(one.kinds) > _MOST_KINDS else [])])


# --- files


def _files(
    out: Screen,
    paths: Sequence[str],
    list_file: str | None,
    published: str | None,
    language: str | None,
    *,
    ocr: bool,
    model: bool,
) -> int:
    """Read files: with ``--json`` one line a document, else a listing for people."""
    from habeas.case.proposals import model_of, read_files

    named = model_of(None) if model else None
    wanted, problems = _wanted(paths, list_file, published, language)
    wrong = list(problems)
    asked: list[Asked] = []
    with out.progress("reading-texts") as progress:
        found: Iterable[ReadFile | Problem] = read_files(wanted, ocr=ocr, progress=progress)
        if named is not None:
            found, asked = _with_answers(out, named, list(found), progress)
        for one in found:
            if isinstance(one, Problem):
                wrong.append(one)
                if out.json:
                    click.echo(json.dumps(_failed(out, one), ensure_ascii=False))
                continue
            wrong += [problem for problem in one.problems if problem.gravity == "error"]
            if out.json:
                rows = out.problem_rows(one.problems)
                line = {"id": one.id, "claims": one.claims, "others": one.others, "problems": rows}
                click.echo(json.dumps(line, ensure_ascii=False))
            else:
                _tell_file(out, one)
    wrong += (left := [problem for one in asked if not one.source for problem in one.problems])
    if not out.json:
        _tell_asked(out, asked)
    out.problems([*problems, *left] if out.json else [one for one in wrong if one.gravity == "error"])
    return NEEDS_A_PERSON if any(one.gravity == "error" for one in wrong) else DONE


def _with_answers(
    out: Screen, model: Model, found: list[ReadFile | Problem], progress: Progress | None
) -> tuple[list[ReadFile | Problem], list[Asked]]:
    """Return files with what a model adds to them, in their places, and what came of asking it."""
    from habeas.case.proposals import ask_files

    read_now = [one for one in found if not isinstance(one, Problem)]
    made, asked = ask_files(model, read_now, _announced(out), progress)
    new = iter(made)
    return [one if isinstance(one, Problem) else next(new) for one in found], asked


def _wanted(
    paths: Sequence[str], list_file: str | None, published: str | None, language: str | None
) -> tuple[list[Listed], list[Problem]]:
    from habeas.case.proposals import Listed, inside, listed, published_day

    day = published_day(published) if published is not None else None
    lang = next((one for one in LANGUAGES if one == language), None)
    files = {path: inside(Path(path)) for path in paths}
    wanted = [Listed(path=one, published=day, language=lang) for path in paths for one in files[path]]
    nothing = [Problem("case.read-no-files", path) for path, those in files.items() if not those]
    if list_file is None:
        return wanted, nothing
    found, problems = listed(Path(list_file))
    problems = [*nothing, *(problems if found or problems else [Problem("case.read-list-empty", Path(list_file).name)])]
    wanted += [Listed(path=one.path, published=one.published or day, language=one.language or lang) for one in found]
    return wanted, problems


def _failed(out: Screen, problem: Problem) -> dict[str, Any]:
    """Return the line of a file that could not be read: it has no claims, and says why."""
    return {"id": Path(problem.file or "").stem, "claims": [], "others": [], "problems": out.problem_rows([problem])}


def _tell_file(out: Screen, one: ReadFile) -> None:
    out.say(
        "read-file",
        "bold",
        file=one.path.name,
        language=one.language or "?",
        n=len(one.passages),
        **out.counted(words=("count-words", one.words)),
    )
    for problem in one.problems:
        if problem.gravity != "error":
            out.line(problem.text(out.lang), first="  ", rest="    ", style="yellow")
    for passage in one.passages:
        reading = passage.reading
        out.record((reading.kind, *told(out, reading)), f"“{' '.join(reading.quote.split())}”", style="cyan")


def told(out: Screen, reading: Reading) -> tuple[str, ...]:
    """Return what a reading says, in the order in which a person asks: how much, when, who says so, and how certainly it was read."""
    from habeas.claims import Vocabulary
    from habeas.reading import stated, unit_words

    said = stated(reading, out.lang) or reading.value_text or "?"
    unit = f" {unit_words(reading.unit, out.lang)}" if reading.unit and reading.value_text is None else ""
    label = Vocabulary.load().label
    marks = [label("modalities", reading.modality, out.lang)] if reading.modality != "fact" else []
    marks += [label("polarities", "denied", out.lang)] if reading.denied else []
    mood = f" ({', '.join(marks)})" if marks else ""
    return (
        f"{said}{unit}{mood}",
        out.text("read-as-of", when=reading.as_of) if reading.as_of else out.text("read-no-time"),
        reading.attributed_to or out.text("read-own-voice"),
        confidence(reading),
    )
