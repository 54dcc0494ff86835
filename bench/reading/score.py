"""Score the reader on annotated documents, beside a simple baseline on the same documents in the same run.

    python bench/reading/score.py [--split develop|held|all|none] [--shared FOLDER] [--only scores,kinds,calibration,speed] [--plot] [--write]

``develop`` are the documents the grammar was written on, ``held`` those that nobody looked at meanwhile, ``shared`` those of another
folder. Held documents are scored in totals: nothing here prints a text or an error. ``--plot`` draws docs/reading-calibration.png; on
documents the weights were counted on it flatters, and ``calibrate.py --plot`` draws those left out. ``--write`` keeps what is printed in
bench/reading/RESULTS.md. See judging.py for what counts as the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import baseline
from annotated import Annotated, Claim, outside, own
from judging import MEASURES, Tally, right
from reliability import RIGHTS, plots, table
from speed import rows as speeds

from habeas.reading import read

PARTS: Final = ("scores", "kinds", "calibration", "speed")
Reader = Callable[[Annotated], list[Claim]]
Scored = list[tuple[Annotated, list[Claim]]]


def by_habeas(one: Annotated) -> list[Claim]:
    """Return what habeas proposes."""
    return [made.as_json() for made in read(one.text, lang=one.lang, published=one.published) if made.measured]


def by_baseline(one: Annotated) -> list[Claim]:
    """Return what the simple way proposes."""
    return baseline.read(one.text, one.lang, one.published)


def tally(scored: Scored, measure: str, kind: str | None = None) -> Tally:
    """Count what is right by a measure; of one kind, only what is said to be of it on either side."""
    total = Tally()
    for one, proposed in scored:
        mine = [claim for claim in proposed if kind in (None, claim.get("kind"))]
        theirs = [claim for claim in one.claims if kind in (None, claim.get("kind"))]
        total.add(len(mine), len(theirs), sum(right(mine, theirs, measure, one.text)))
    return total


def _cells(total: Tally) -> str:
    return f"{total.precision:.3f} / {total.recall:.3f} / **{total.f1:.3f}**"


def scores(readers: dict[str, Scored]) -> Iterator[str]:
    """Yield the totals: precision, recall and F1 of each measure, by set of documents and by language."""
    yield f"| documents | reader | proposed | annotated | {' | '.join(MEASURES)} |\n|---|---|---|---|{'---|' * len(MEASURES)}"
    some = next(iter(readers.values()))
    splits = sorted({one.split for one, _ in some})
    for split in ["every", *splits] if len(splits) > 1 else splits:
        for lang in (None, "en", "es"):
            for name, scored in readers.items():
                part = [pair for pair in scored if split in ("every", pair[0].split) and lang in (None, pair[0].lang)]
                if not part:
                    continue
                totals = [tally(part, measure) for measure in MEASURES]
                what = f"{split}, {lang}" if lang else f"{split} ({len(part)})"
                yield f"| {what} | {name} | {totals[0].proposed} | {totals[0].annotated} | {' | '.join(map(_cells, totals))} |"


def kinds(scored: Scored) -> Iterator[str]:
    """Yield kind and value by kind, together and in each language: precision / recall / F1 and how many are annotated."""
    yield "| kind | both | en | es |\n|---|---|---|---|"
    known = sorted({claim["kind"] for one, proposed in scored for claim in [*one.claims, *proposed]})
    for kind in known:
        cells = []
        for lang in (None, "en", "es"):
            total = tally([pair for pair in scored if lang in (None, pair[0].lang)], "kind+value", kind)
            cells.append(f"{_cells(total)} of {total.annotated}" if total.annotated or total.proposed else "")
        yield f"| {kind} | {' | '.join(cells)} |"


def calibration(scored: Scored) -> tuple[list[float], dict[str, list[bool]]]:
    """Return the confidences of all readings, and whether each is right in each sense."""
    confidences = [claim["confidence"] for _, proposed in scored for claim in proposed]
    rights = {
        name: [good for one, proposed in scored for good in right(proposed, one.claims, name, one.text)]
        for name in RIGHTS
    }
    return confidences, rights


def _report(documents: Sequence[Annotated], given: Any) -> Iterator[str]:
    readers: dict[str, Scored] = {
        "habeas": [(one, by_habeas(one)) for one in documents],
        "baseline": [(one, by_baseline(one)) for one in documents],
    }
    scored = readers["habeas"]
    if "scores" in given.only:
        yield "\n## Precision / recall / F1\n"
        yield from scores(readers)
    if "kinds" in given.only:
        yield "\n## Kind and value, by kind and language: precision / recall / F1\n"
        yield from kinds(scored)
    if "calibration" in given.only or given.plot:
        confidences, rights = calibration(scored)
        if confidences:
            yield "\n## Confidence\n"
            yield from table(confidences, rights)
            if given.plot:
                plots(confidences, rights)
    if "speed" in given.only:
        yield "\n## Speed\n"
        yield from speeds(documents, given.words)


def main() -> None:
    """Read the arguments, score, print, and keep what was printed where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("develop", "held", "all", "none"), default="develop")
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--words", type=int, default=40_000)
    parser.add_argument("--plot", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    documents = [*(own(given.split) if given.split != "none" else ()), *(outside(given.shared) if given.shared else ())]
    if not documents:
        parser.error("no documents: give --split or --shared")
    kept = []
    for line in _report(documents, given):
        print(line, flush=True)
        kept.append(line)
    if given.write:
        head = (
            "# What the reader finds\n\nWritten by `python bench/reading/score.py --write`; see the README of bench/.\n"
        )
        Path(__file__).with_name("RESULTS.md").write_text(head + "\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
