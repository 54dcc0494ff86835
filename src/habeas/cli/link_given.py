"""What the command link is given besides its lists: a folder, mappings, the owner's word, judgements; each is refused or told before anything is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from habeas.errors import Problem
    from habeas.people.judgements import Judgement
    from habeas.people.linking import Linkage
    from habeas.people.lists import Lists

_WRITTEN: Final = ("mentions", "statements", "pairs", "persons", "doubts")


def check_folder(folder: Path | None) -> None:
    """Refuse a folder for tables that is a file, or holds something else, before anything is read."""
    from habeas.errors import InputError

    if folder is None:
        return
    if folder.is_file():
        raise InputError("link.not-a-folder", folder=str(folder))
    from habeas.people.linking import KEPT, MODEL

    tables = {f"{one}.parquet" for one in (*_WRITTEN, *KEPT, "partitions")}
    known = tables | {"lists.json", "summary.json", "linkage.json", MODEL}
    others = sorted(one.name for one in folder.iterdir() if one.name not in known) if folder.is_dir() else []
    if others:
        raise InputError("link.folder-taken", folder=str(folder), found=others[:4])


def mapping_of(files: Sequence[Path], options: Sequence[str]) -> Path | dict[Path, Path]:
    """Return the mapping file for all lists, or that of each which has one (``LIST=FILE``), the list as it was given or by its file's name.

    Raises :class:`InputError` for a list that was not given, and where two mapping files are for one list.
    """
    from habeas.errors import InputError

    wanted: dict[Path, list[str]] = {file: [] for file in files}
    for one in options:
        name, gap, path = one.partition("=")
        named = [file for file in files if file == Path(name)] or [file for file in files if file.name == name]
        if path and len(named) == 1:
            wanted[named[0]].append(path)
        elif gap and not Path(one).exists():
            raise InputError("link.mapping-of-which", found=one, known=[str(file) for file in files])
        else:
            for file in files:
                wanted[file].append(one)
    for file, several in wanted.items():
        if len(several) > 1:
            raise InputError("link.mapping-twice", list=str(file), found=several)
    own = {file: Path(one) for file, several in wanted.items() for one in several}
    of_all = Path(options[0]) if options else None
    return of_all if of_all and own == dict.fromkeys(files, of_all) else own


def each_once(lists: Lists, names: Sequence[str]) -> Lists:
    """Take the owner's word that lists hold each person once; refuse a name that no list has."""
    from habeas.errors import InputError

    unknown = [one for one in names if one not in lists.lists]
    if unknown:
        raise InputError("link.no-such-list", found=unknown, known=list(lists.lists))
    said = {name: replace(one, each_once=one.each_once or name in names) for name, one in lists.lists.items()}
    return replace(lists, lists=said)


def check_usable(lists: Lists) -> None:
    """Refuse to link where no list has a row: everything that was wrong is said."""
    from habeas.errors import Faults

    if lists.mentions.num_rows == 0:
        raise Faults("link.nothing-to-link", [*lists.problems, *lists.notes])


def judged(path: str | None, lists: Lists) -> tuple[tuple[Judgement, ...], list[Problem]]:
    """Return the judgements of a file, where one was given, and every fault of its lines."""
    from habeas.people.judgements import read_judgements

    if path is None:
        return (), []
    found, problems = read_judgements(Path(path), lists.mentions)
    return found, list(problems)


def judgement_problems(judged: Sequence[Judgement], lists: Lists, linkage: Linkage) -> list[Problem]:
    """Return what of the judgements contradicts, and which are on mentions that are in no list; each mention named by its row."""
    if not judged:
        return []
    from habeas.cli.persons_shown import placed
    from habeas.people.judgements import Tables, settle

    tables = Tables(lists.mentions, linkage.doubts)
    return [placed(tables, one) for one in settle(judged, tables.keys).problems]
