#!/usr/bin/env python3
"""Draws the picture of the README from what Kohort says.

From the repository's folder:

    cargo run -q -- run examples/early_onset_colorectal --format json | python3 docs/images/make.py

Writes docs/images/attrition.svg, or to standard output if called with `-`. Every number and word in the picture comes from the command's output.
"""

import json
import sys
from html import escape
from pathlib import Path

LEFT, TOP, ROW, WORDS, COLUMN = 30, 118, 40, 360, 134
INK, SOFT, LINE, KEPT, HEAD = "#1d2733", "#5b6876", "#d9e0e7", "#e8f1fb", "#f4f6f9"
COUNTRIES = {"US": "United States", "UK": "United Kingdom", "GB": "United Kingdom", "DE": "Germany", "JP": "Japan"}


def text(x, y, words, size=14, weight="normal", fill=INK, anchor="start"):
    style = f'font-size="{size}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


def box(x, y, width, height, fill, stroke="none"):
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5" fill="{fill}" stroke="{stroke}"/>'


def words_of(step):
    if step["kind"] == "population":
        return "patients"
    if step["kind"] == "index":
        return "with an index date"
    return step["doc"] or step["step"]


def shown(count):
    # Counts that a country's rule hides come as text, such as "<10".
    return f"{count:,}" if isinstance(count, int) else str(count)


def draw(run):
    sources = run["sources"]
    cohort = sources[0]["cohorts"][0]
    width = LEFT * 2 + WORDS + COLUMN * len(sources)
    parts = [
        text(LEFT, 36, run["study"], 18, "bold"),
        text(LEFT, 58, f'the cohort {cohort["name"]}: how many are left after each rule', 13, fill=SOFT),
    ]
    for column, source in enumerate(sources):
        middle = LEFT + WORDS + COLUMN * column + COLUMN // 2
        parts.append(box(middle - COLUMN // 2 + 4, 74, COLUMN - 8, 34, HEAD, LINE))
        parts.append(text(middle, 96, COUNTRIES.get(source["country"], source["source"]), 13, "bold", anchor="middle"))
    y = TOP
    for number, step in enumerate(cohort["steps"]):
        if number % 2 == 0:
            parts.append(box(LEFT - 8, y, width - 2 * LEFT + 16, ROW - 4, "#fafbfc"))
        parts.append(text(LEFT, y + 23, words_of(step)[:52], 13, fill=INK if number == 0 else SOFT))
        for column, source in enumerate(sources):
            after = source["cohorts"][0]["steps"][number]["after"]
            middle = LEFT + WORDS + COLUMN * column + COLUMN // 2
            parts.append(box(middle - 34, y + 4, 68, ROW - 12, KEPT))
            parts.append(text(middle, y + 23, shown(after), 14, "bold", anchor="middle"))
        y += ROW
    height = y + 18
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
            'font-family="-apple-system, Segoe UI, Helvetica, Arial, DejaVu Sans, sans-serif" role="img" '
            f'aria-label="Attrition of the cohort {escape(cohort["name"])} in {len(sources)} sources">',
            box(0.5, 0.5, width - 1, height - 1, "#ffffff", LINE),
            *parts,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    picture = draw(json.load(sys.stdin))
    if "-" in sys.argv[1:]:
        sys.stdout.buffer.write(picture.encode())
    else:
        Path(__file__).with_name("attrition.svg").write_text(picture, encoding="utf-8")
