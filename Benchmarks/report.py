"""Writes what was measured into the template."""
import datetime
import os
import statistics
import textwrap

import demands
import models
from tools import MIB

TOOLS = ("ours", "two", "reduced", "spin", "spin breadth", "spin export", "rumur", "rumur two")


def seconds(value):
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def counted(value):
    """A number in groups of three digits."""
    return f"{value:,}".replace(",", " ")


def lines(header, rows):
    """A table in Markdown; numbers stand right."""
    marks = "|---" + "|---:" * (len(header) - 1) + "|"
    return "\n".join(
        ["| " + " | ".join(header) + " |", marks]
        + ["| " + " | ".join(row) + " |" for row in rows])


def tool_rows(size, entrants):
    """One size: what each tool took."""
    rows = []
    for key in TOOLS:
        tool = entrants[key]
        wall = tool.median(size, "wall")
        if wall is None:
            continue
        runs = tool.runs[size]
        states = getattr(runs[0], "states", models.SIZES[size][1])
        peak = tool.median(size, "peak")
        rows.append([
            tool.name, counted(states), seconds(wall), seconds(tool.median(size, "cpu")),
            counted(round(states / wall)), counted(round(peak / MIB)), f"{peak / states:.0f}",
        ])
    return rows


def sizes(chosen, entrants):
    header = ["tool", "states", "wall, s", "CPU, s", "states/s", "peak, MiB", "peak, bytes/state"]
    parts = []
    for size in chosen.sizes:
        _, states, transitions = models.SIZES[size]
        parts.append(
            f"### {size}\n\n`--scope {models.scope(size)}`: {counted(states)} states,"
            f" {counted(transitions)} transitions.\n\n" + lines(header, tool_rows(size, entrants)))
    return "\n\n".join(parts)


def scaling(chosen, entrants):
    rows = []
    for size in chosen.sizes:
        one, two = (entrants[key].median(size, "wall") for key in ("ours", "two"))
        rows.append([size, seconds(one), seconds(two), f"{one / two:.2f}"])
    return lines(["size", "one thread, s", "two threads, s", "ratio"], rows)


def violations(whole):
    """Each violated cell: the states, the steps, the time to the depth of its violation."""
    if whole is None:
        return "Not measured (`--no-table`)."
    rows = []
    for search in whole["searches"]:
        for found in search["violations"]:
            rows.append((found["microseconds"] / 1e6, [
                search["place"], found["property"], str(found["steps"]),
                f"{found['microseconds'] / 1e6:.3f}"]))
    rows.sort(key=lambda row: -row[0])
    shown = lines(["design", "property", "steps", "s"], [row for _, row in rows[:20]])
    median = statistics.median(time for time, _ in rows) if rows else 0
    return (
        f"{len(rows)} cells are violated; the median is {median:.3f} s. The 20 that take longest:"
        f"\n\n{shown}")


def largest(whole):
    if whole is None:
        return "Not measured (`--no-table`)."
    rows = []
    for name, runs in whole["cell"].items():
        first = runs[0]
        time = statistics.median(run["microseconds"] for run in runs) / 1e6
        peak = statistics.median(run["peak"] for run in runs)
        rows.append([
            {"whole": "no reduction", "reduced": "reduced"}[name], counted(first["states"]),
            counted(first["transitions"]), seconds(time), counted(round(first["states"] / time)),
            f"{first['bytes'] / first['states']:.0f}", f"{peak / first['states']:.0f}",
        ])
    search = max(whole["searches"], key=lambda found: found["states"])
    header = [
        "", "states", "transitions", "s", "states/s", "bytes/state at the end", "at the peak"]
    return (
        f"{search['place']}, workload {search['workload']}: {', '.join(search['properties'])}.\n\n"
        + lines(header, rows))


def wrapped(text):
    """Paragraphs of prose in lines of at most 100 characters; all else as it is."""
    parts = []
    for part in text.split("\n\n"):
        if not part.lstrip().startswith(("|", "#", "```")):
            part = textwrap.fill(part, 100, break_long_words=False, break_on_hyphens=False)
        parts.append(part.strip("\n"))
    return "\n\n".join(parts) + "\n"


def page(chosen, machine, entrants, access, whole, many):
    """The page, from the template."""
    kept = {}
    if os.path.exists(chosen.output):
        with open(chosen.output, encoding="utf-8") as file:
            kept = demands.reasons(file.read())
    found = demands.found(chosen, entrants, access, whole, many)
    values = {
        "DATE": datetime.date.today().isoformat(), "MACHINE": machine,
        "ROUNDS": str(chosen.rounds), "ACCESS": f"{access:.1f}",
        "SIZES": sizes(chosen, entrants), "SCALING": scaling(chosen, entrants),
        "LARGEST": largest(whole), "FIRST": violations(whole),
        "DEMANDS": demands.table(found), "MISSED": demands.missed(found, kept),
    }
    return wrapped(models.filled("performance.md.in", values))
