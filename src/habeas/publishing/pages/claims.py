"""Every published claim, in tables by subject and topic; filters work without scripts."""

from __future__ import annotations

from itertools import groupby

from habeas.publishing import labels, links
from habeas.publishing.context import TOPICS, Edition


def write(edition: Edition) -> None:
    """Write the overview of claims and their tables."""
    subjects = list(edition.disclosed.by_subject)
    topics = [topic for topic in TOPICS if any(on == topic for _, on in edition.atlas.groups)]
    page = edition.page("claims/index.html")
    page.write("claims_index.html", title=edition.t("claims-title"), here="claims", subjects=subjects, topics=topics)
    for key in edition.atlas.groups:
        _tables(edition, key)


def _tables(edition: Edition, key: tuple[str, str]) -> None:
    claims, pages = edition.atlas.groups[key], edition.atlas.group(key)
    title = f"{edition.subject(key[0])}: {edition.view.vocabulary.label('topics', key[1], edition.lang)}"
    for number, path in enumerate(pages):
        page = edition.page(path)
        some = claims[number * links.CLAIMS_A_PAGE : (number + 1) * links.CLAIMS_A_PAGE]
        grouped = [
            (edition.predicate(name), name, list(own)) for name, own in groupby(some, key=lambda one: one.predicate)
        ]
        filters = [
            kind
            for kind, any_of in (
                ("in_conflict", any(one.status == "in_conflict" for one in claims)),
                ("allegation", any(one.modality == "allegation" for one in claims)),
                ("denied", any(one.polarity == "denied" for one in claims)),
                ("derived", any(one.derived_from for one in claims)),
            )
            if any_of
        ]
        page.write(
            "claims.html", title=title, here="claims", grouped=grouped, pages=pages, number=number, total=len(claims),
            filters=filters, labels=labels,
        )  # fmt: skip
