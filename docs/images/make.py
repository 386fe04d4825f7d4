#!/usr/bin/env python3
"""Draws the picture of the README from what Kohort says.

From the repository's folder:

    cargo run -q -p kohort -- run examples/trialpathfinder_tutorial --format json | python3 docs/images/make.py

Writes docs/images/attrition.svg. Every number and word in the picture comes from the command's output.
"""

import json
import sys
from html import escape
from pathlib import Path

WIDTH, BOX, SIDE, HEIGHT, GAP = 760, 230, 420, 46, 26
LEFT, TOP = 30, 74
INK, SOFT, LINE, KEPT, GONE = "#1d2733", "#5b6876", "#9aa7b4", "#e8f1fb", "#fdf1e6"


def text(x, y, words, size=14, weight="normal", fill=INK, anchor="start"):
    style = f'font-size="{size}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


def box(x, y, width, height, fill, stroke):
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="{stroke}"/>'


def arrow(points):
    return f'<polyline points="{points}" fill="none" stroke="{LINE}" stroke-width="1.5" marker-end="url(#head)"/>'


def draw(run):
    source = run["sources"][0]
    cohort = source["cohorts"][0]
    steps = cohort["steps"]
    parts = [
        text(LEFT, 32, f'{run["study"]} on {source["source"]}', 17, "bold"),
        text(LEFT, 54, f'cohort {cohort["name"]}', 13, fill=SOFT),
    ]
    y, middle = TOP, LEFT + BOX // 2
    for number, step in enumerate(steps):
        if number > 0:
            # What this step removes branches off between two boxes of people.
            branch = y - GAP // 2
            parts.append(arrow(f"{middle},{y - GAP} {middle},{y - 2}"))
            if step["kind"] in ("include", "exclude"):
                x = WIDTH - LEFT - SIDE
                parts.append(arrow(f"{middle},{branch} {x - 2},{branch}"))
                parts.append(box(x, branch - 18, SIDE, 36, GONE, "#e3bd94"))
                verb = "not met" if step["kind"] == "include" else "met"
                parts.append(text(x + 50, branch + 5, str(step["removed"]), 14, "bold", anchor="end"))
                parts.append(text(x + 60, branch + 5, f'removed, {verb}: {step["doc"] or step["step"]}', 12, fill=SOFT))
        words = {"population": "patients", "index": "with an index date"}.get(step["kind"], "left")
        parts.append(box(LEFT, y, BOX, HEIGHT, KEPT, "#9dbfe0"))
        parts.append(text(LEFT + 16, y + 29, str(step["after"]), 18, "bold"))
        parts.append(text(LEFT + 76, y + 28, words, 13, fill=SOFT))
        y += HEIGHT + GAP
    height = y - GAP + 24
    head = (
        '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" fill="{LINE}"/></marker>'
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
            'font-family="-apple-system, Segoe UI, Helvetica, Arial, DejaVu Sans, sans-serif" role="img" '
            f'aria-label="Attrition of the cohort {escape(cohort["name"])}">',
            f"<defs>{head}</defs>",
            box(0.5, 0.5, WIDTH - 1, height - 1, "#ffffff", "#d9e0e7"),
            *parts,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    Path(__file__).with_name("attrition.svg").write_text(draw(json.load(sys.stdin)), encoding="utf-8")
