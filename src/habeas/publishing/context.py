"""What every page is made with: the report's material, the words of a language, relative links, and its own footnotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from habeas import words
from habeas.publishing import labels, links
from habeas.publishing.charts import Chart, Drawn, Raster, draw
from habeas.publishing.disclosure import Disclosed
from habeas.publishing.notes import Notes
from habeas.publishing.write import Folder

if TYPE_CHECKING:
    from jinja2 import Environment

    from habeas.claims import Claim
    from habeas.words import Lang

TOPICS: Final = (
    "structure", "capacity", "population", "admissions", "deaths", "transfer", "money", "legal", "persons", "conditions",
    "allegations", "publications",
)  # fmt: skip
MENU: Final[tuple[tuple[str, str], ...]] = (
    ("index", "index.html"),
    ("places", "places/index.html"),
    ("population", "population.html"),
    ("records", "records/index.html"),
    ("audit", "audit/index.html"),
    ("register", "register/index.html"),
    ("persons", "persons/index.html"),
    ("estimates", "estimates/index.html"),
    ("deaths", "deaths.html"),
    ("transfer", "transfer.html"),
    ("money", "money.html"),
    ("legal", "legal.html"),
    ("conditions", "conditions.html"),
    ("silence", "silence.html"),
    ("findings", "findings.html"),
    ("claims", "claims/index.html"),
    ("sources", "sources/index.html"),
    ("methods", "methods.html"),
)


def environment() -> Environment:
    """Return the templates of this room: every value is escaped, and a name that is not given is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("habeas.publishing", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["slug"] = links.slug
    made.globals["mark_of"] = links.mark
    made.globals["quote_of"] = links.quote
    made.globals["source_page"] = links.source_page
    made.globals["place_page"] = links.place_page
    return made


class Report:
    """One report being written: what it may show, where everything stands, and the folder it goes to."""

    def __init__(self, disclosed: Disclosed, folder: Folder) -> None:
        self.disclosed = disclosed
        self.view = disclosed.view
        self.atlas = links.Atlas(disclosed)
        self.folder = folder
        self.environment = environment()
        self.raster = Raster()
        self.edition: Edition

    def edit(self, lang: Lang) -> Edition:
        """Begin the edition in a language."""
        self.edition = Edition(self, lang)
        return self.edition


class Edition:
    """The report in one language."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self.report, self.lang = report, lang
        self.disclosed, self.view, self.atlas = report.disclosed, report.view, report.atlas
        head = report.view.head
        self.day = words.day(date.fromisoformat(head.time[:10]), lang) if head else ""
        self.menu = tuple(one for one in MENU if one[0] not in report.view.absent)
        self._sentences: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self.said_claim = escape(self.t("claim"))
        self.machine = Markup(' <span class="tag machine">{}</span>').format(self.t("by-machine"))
        self._templates: dict[str, Any] = {}
        self._drawn: dict[str, Drawn] = {}

    def t(self, key: str, /, **values: object) -> str:
        """Return a message of this room; one without values is looked up once."""
        if values:
            return words.text(f"publishing.{key}", self.lang, **values)
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = words.text(f"publishing.{key}", self.lang)
        return found

    def sentence(self, claim: Claim) -> str:
        """Return a claim as a sentence."""
        found = self._sentences.get(claim.id)
        if found is None:
            found = self._sentences[claim.id] = self.view.sentence(claim, self.lang)
        return found

    def told(self, claim: Claim) -> Markup:
        """Return a claim as a sentence, its words in another language marked as such."""
        return labels.marked(self.sentence(claim), claim, self.lang)

    def subject(self, name: str) -> str:
        """Return the name of a subject."""
        return labels.subject(self.view, name, self.lang)

    def predicate(self, name: str) -> str:
        """Return the label of a predicate."""
        return labels.predicate(self.view, name, self.lang)

    def page(self, path: str) -> Page:
        """Begin a page."""
        return Page(self, path)

    def draw(self, chart: Chart) -> Drawn:
        """Draw a chart, once, and write the files to take away."""
        if chart.name in self._drawn:
            return self._drawn[chart.name]
        drawn = self._drawn[chart.name] = draw(chart)
        folder, stem = self.report.folder, f"charts/{chart.name}"
        for suffix, content in drawn.files.items():
            folder.write(f"{stem}.{suffix}", content)
        self.report.raster.ask(folder.path(f"{stem}.svg"), folder.later(f"{stem}.png"))
        return drawn


class Page:
    """One page being written. Addresses given to :meth:`href` are relative to the language's folder."""

    def __init__(self, edition: Edition, path: str) -> None:
        self.edition, self.path = edition, path
        self.lang = edition.lang
        self.up = "../" * path.count("/")
        self.notes = Notes(edition.t("note"))

    def href(self, address: str) -> str:
        """Return an address of this edition as a link from this page."""
        return self.up + address

    def root(self, address: str) -> str:
        """Return an address of the whole site as a link from this page."""
        return f"{self.up}../{address}"

    def quoted(self, claim: Claim, kind: str = "q") -> Markup:
        """Return the quote of a claim as a link to its mark, and a link to the claim."""
        said = f' lang="{escape(claim.language)}"' if claim.language else ""
        exact, quote, where = labels.exact(claim), links.quote(claim), self.edition.atlas.claim(claim)
        machine = self.edition.machine if labels.by_machine(self.edition.view, claim) else ""
        return Markup(  # noqa: S704 - every value is escaped or is an address made here
            f'<a class="{kind}" href="{self.up}{quote}"><q{said} dir="auto">{escape(exact)}</q></a>{machine} '
            f'<a class="c" href="{self.up}{where}">{self.edition.said_claim}</a>'
        )

    def write(self, template: str, *, title: str, here: str, **values: object) -> None:
        """Fill a template and write the page."""
        edition = self.edition
        known = edition._templates  # noqa: SLF001 - a page is part of its edition
        if template not in known:
            known[template] = edition.report.environment.get_template(template)
        context: Mapping[str, Any] = {
            "page": self, "edition": edition, "view": edition.view, "disclosed": edition.disclosed, "atlas": edition.atlas,
            "lang": self.lang, "other": "es" if self.lang == "en" else "en", "t": edition.t, "href": self.href,
            "root": self.root, "notes": self.notes, "menu": edition.menu, "title": title, "here": here, "labels": labels,
            "say": words.say, **values,
        }  # fmt: skip
        edition.report.folder.write(f"{self.lang}/{self.path}", known[template].render(context))


Progress = Callable[[str, int, int], None]
