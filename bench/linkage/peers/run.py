"""Run one peer on one file of records and write what it made of them. The peers' own Python runs this; bench/linkage/beside.py starts it.

    python bench/linkage/peers/run.py PEER records.parquet FOLDER

FOLDER gets groups.parquet (person, one a record, in order) and pairs.parquet (unique_id_l, unique_id_r, match_probability).
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[2]))

from linkage.peers import others, splinks
from linkage.peers.prepared import prepare

SPLINK = {
    "splink-generic": ("generic", False),
    "splink-tuned": ("tuned", False),
    "splink-resplit": ("tuned", True),
    "splink-public": ("public", False),
}


def main() -> None:
    """Link and write."""
    peer, source, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    records = pd.read_parquet(source).replace("", None)
    if peer in SPLINK:
        kind, again = SPLINK[peer]
        groups, pairs = splinks.link(prepare(records, split_again=again), kind)
    else:
        groups, pairs = others.OTHERS[peer](prepare(records))
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame({"person": groups.to_numpy()}).to_parquet(folder / "groups.parquet")
    pairs.to_parquet(folder / "pairs.parquet")


if __name__ == "__main__":
    main()
