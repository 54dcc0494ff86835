"""Write docs/commands.md and docs/commands.es.md from the commands; a test fails when they are not up to date."""

from pathlib import Path

from habeas.cli.reference import reference

DOCS = Path(__file__).parent.parent / "docs"

if __name__ == "__main__":
    (DOCS / "commands.md").write_text(reference("en"), encoding="utf-8")
    (DOCS / "commands.es.md").write_text(reference("es"), encoding="utf-8")
