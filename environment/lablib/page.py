"""Exports one notebook as a page that asks nothing of any other machine. Runs inside the private environment.

nbconvert's own HTML loads MathJax, RequireJS and Mermaid from elsewhere: without a network its formulas stay TeX. Here
formulas become MathML, which browsers draw by themselves, and no script is loaded at all. The page is light or dark as
its reader's system is, has the notebook's first heading as its title, folds what the notebook folds, and passes axe.
"""

import argparse
import os
import re
import sys
from pathlib import Path

import nbformat
from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert.exporters.html import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TEMPLATE = """{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_css -%}
{{ resources.include_css("static/theme-dark.css")
    | replace('type="text/css"', 'media="screen and (prefers-color-scheme: dark)"') }}
<style>
{{ resources.own_css }}
</style>
{%- endblock -%}
{%- block input -%}
{%- if cell.metadata.get("jupyter", {}).get("source_hidden") -%}
<details class="folded"><summary>Code</summary>
{{ super() }}
</details>
{%- else -%}
{{ super() }}
{%- endif -%}
{%- endblock -%}
"""
STYLE = Path(__file__).with_name("page.css")
HEADING = re.compile(r"(?m)^# +(.+?) *#*$")
SCROLLS = 'overflow-x:auto">'  # the end of the tag of what holds a table that may be wider than the page
UNKNOWN = re.compile(r">\\([A-Za-z]+)<")  # a command that the converter left as it was, such as \arg


def mathml(tex, display):
    """MathML of a formula in TeX, which it also carries as its text."""
    return UNKNOWN.sub(r">\1<", convert(tex.strip(), display=display))


def title(notebook):
    """The first heading of the first level; None without one."""
    for cell in notebook.cells:
        found = HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if found:
            return re.sub(r"[*_`]", "", found.group(1))
    return None


class Renderer(IPythonRenderer):
    """Markdown's formulas as MathML; tables whose heads say that they are heads of columns."""

    def inline_math(self, body):
        return mathml(body, "inline")

    def block_math(self, body):
        return mathml(body, "block")

    def latex_environment(self, name, body):
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def _html_embed_images(self, html):
        """The parent's takes a piece of HTML for the whole: it closes a <details> before what is to be folded."""
        return super()._html_embed_images(html) if "<img" in html else html

    def table_cell(self, text, align=None, head=False):
        style = f' style="text-align:{align}"' if align else ""
        return f'  <th scope="col"{style}>{text}</th>\n' if head and text else f"  <td{style}>{text}</td>\n"


class Exporter(HTMLExporter):
    """nbconvert's HTML without anything from elsewhere."""

    @pass_context
    def markdown2html(self, context, source):
        renderer = Renderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=True,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
            exclude_anchor_links=self.exclude_anchor_links,
            anchor_link_text=self.anchor_link_text,
        )
        return MarkdownWithMath(renderer=renderer).render(source)


def export(source, target):
    """Writes the page, whole or not at all."""
    notebook = nbformat.read(source, as_version=4)
    notebook.metadata.setdefault("title", title(notebook) or source.stem)
    resources = {
        "metadata": {"name": source.stem, "path": str(source.parent)},
        "own_css": STYLE.read_text(encoding="utf-8"),
    }
    page, _ = Exporter(raw_template=TEMPLATE).from_notebook_node(notebook, resources)
    page = page.replace(SCROLLS, SCROLLS[:-1] + ' tabindex="0">')  # so that it can be moved by keyboard
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".new")
    part.write_text(page, encoding="utf-8")
    os.replace(part, target)
    print(f"wrote {target}", flush=True)


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args(argv)
    if not chosen.notebook.is_file():
        print(f"expected a notebook, found no file {chosen.notebook}", file=sys.stderr)
        return 1
    export(chosen.notebook, chosen.output or chosen.notebook.with_suffix(".html"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
