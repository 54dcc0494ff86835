"""Writing the report: two editions, one style sheet, the charts, and a page that offers both languages."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

from habeas.publishing.context import Progress, Report
from habeas.publishing.disclosure import disclose
from habeas.publishing.view import View
from habeas.publishing.write import MARKER, replacing
from habeas.words import LANGUAGES

PARTS: Final = (
    "index", "places", "series", "transfer", "money", "legal", "conditions", "silence", "findings", "claims", "sources", "methods",
)  # fmt: skip


def parts_of(view: View) -> tuple[str, ...]:
    """Return the parts of the report of a view: those on records, audits, places, persons and estimates only where it has some."""
    return (
        *PARTS,
        *(name for name in ("records", "audit", "register", "persons", "estimates") if name not in view.absent),
    )


def publish(view: View, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write the report of a case to a folder and return the paths of its files.

    The folder is replaced whole, or left as it was. The same view gives the same bytes. Only what is marked public is
    written (:mod:`habeas.publishing.disclosure`). ``progress`` is told the part, how many are done, and of how many.

    Raises :class:`InputError` when the folder holds what no report wrote, :class:`StorageError` when it cannot be written.
    """
    with replacing(folder) as made:
        report = Report(disclose(view), made)
        try:
            _write(report, progress)
        except BaseException:
            report.raster.abandon()
            raise
        report.raster.close()
        paths = list(made.paths)
    if progress is not None:
        progress("done", len(LANGUAGES) * len(parts_of(view)), len(LANGUAGES) * len(parts_of(view)))
    return [folder / path for path in paths]


def _write(report: Report, progress: Progress | None) -> None:
    from habeas.publishing import pages

    made, view = report.folder, report.view
    parts = parts_of(view)
    made.write(MARKER, f"habeas {view.version}\n")
    made.write("style.css", _styles(parts))
    for turn, lang in enumerate(LANGUAGES):
        edition = report.edit(lang)
        for done, part in enumerate(parts):
            if progress is not None:
                progress(part, turn * len(parts) + done, len(LANGUAGES) * len(parts))
            getattr(pages, part).write(edition)
    template = report.environment.get_template("root.html")
    made.write("index.html", template.render(about=view.about, languages=LANGUAGES, head=view.head))


def _styles(parts: tuple[str, ...]) -> str:
    """Return the style sheet, with what the parts that not every report has need."""
    more = (("releases.css", len(parts) > len(PARTS)), ("persons.css", bool({"persons", "estimates"} & set(parts))))
    return _style("style.css") + "".join(_style(name) for name, needed in more if needed)


def _style(name: str) -> str:
    return (resources.files("habeas.publishing") / name).read_text(encoding="utf-8")
