# Sphinx: Markdown in, HTML out; nothing is fetched from anywhere.
import json

from myst_parser.parsers.sphinx_ import MystParser

project = "habeas"
copyright = "the habeas contributors, Apache-2.0"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "habeas"
exclude_patterns = ["_build"]


class NotebookParser(MystParser):
    """Notebooks as pages: their text as Markdown, each cell with what it printed when it was last run."""

    supported = ("ipynb",)

    def parse(self, inputstring, document):
        super().parse("\n\n".join(self._page(json.loads(inputstring)["cells"])), document)

    @staticmethod
    def _page(cells):
        for cell in cells:
            source = "".join(cell["source"])
            yield source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```"
            for one in cell.get("outputs", ()):
                yield "```text\n" + "".join(one.get("text") or one["data"]["text/plain"]).rstrip() + "\n```"


def setup(app):
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(NotebookParser)
