# Sphinx: Markdown in, HTML out; nothing is fetched from anywhere.
project = "habeas"
copyright = "the habeas contributors, Apache-2.0"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "habeas"
exclude_patterns = ["_build"]
