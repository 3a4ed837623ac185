"""What the engine is to reach, and what was measured of it."""
import re
import statistics


class Demand:
    """A measure with the least that is demanded and what is aimed at; `up`: more is better."""

    def __init__(self, name, least, aim, unit, up, value):
        self.name, self.least, self.aim = name, least, aim
        self.unit, self.up, self.value = unit, up, value

    def is_met(self, bound):
        if self.value is None:
            return None
        return self.value >= bound if self.up else self.value <= bound

    def text(self, value):
        if value is None:
            return "not measured"
        digits = f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
        return f"{digits}{self.unit}"


def ratio(one, other):
    return None if not one or not other else one / other


def found(chosen, entrants, access, whole, many):
    """Every row of the demands, with its value where it was measured."""
    rows = []

    def add(name, least, aim, unit, up, value):
        rows.append(Demand(name, least, aim, unit, up, value))

    def median(key, size, measure):
        return entrants[key].median(size, measure) if size in chosen.sizes else None

    for size in ("L", "XL"):
        # Of SPIN's settings the fastest counts.
        spin = [median(key, size, "cpu") for key in ("spin", "spin breadth", "spin export")]
        best = min((time for time in spin if time), default=None)
        add(f"CPU time of SPIN against ours, one thread, {size}", 6, 12, "x", True,
            ratio(best, median("ours", size, "cpu")))
    cell = largest(whole)
    add("million new states a second, one thread, the largest cell", 2, 5, "", True,
        ratio(cell.get("states"), cell.get("seconds")) and cell["states"] / cell["seconds"] / 1e6)
    add("wall, one thread against two, XL", 1.6, 1.9, "x", True,
        ratio(median("ours", "XL", "wall"), median("two", "XL", "wall")))
    add("bytes a state at the end, XL", 24, 14, "", False,
        ratio(median("ours", "XL", "bytes"), median("ours", "XL", "states")))
    add("bytes a state at the end, the largest cell", 40, 28, "", False, cell.get("bytes"))
    transition = ratio(median("ours", "XL", "search"), 54924632)
    add("time a transition against a prefetched access, XL", 3, 1.8, "x", False,
        transition and transition * 1e9 / access)
    add("states without reductions against all, L", 30, 60, "x", True,
        ratio(median("ours", "L", "states"), median("reduced", "L", "states")))
    add("the same, the largest cell, as a part of what symmetry can give", 0.8, 1.2, "", True,
        cell.get("part"))
    add("time without reductions against all, L", 8, 20, "x", True,
        ratio(median("ours", "L", "search"), median("reduced", "L", "search")))
    add("time without reductions against all, the largest cell", 3, 8, "x", True,
        cell.get("gain"))
    add("seconds to the first counterexample, the slowest violated cell", 0.2, 0.05, " s", False,
        slowest(whole))
    add("seconds for the whole default table", 8, 3, " s", False,
        statistics.median(whole["walls"]) if whole else None)
    add("GiB for 100 million states of at most 84 bits", 3, 1.6, " GiB", False,
        many and many["peak"] / (1 << 30) * 1e8 / many["states"])
    add("seconds for the same, two threads", 60, 15, " s", False,
        many and many["wall"] * 1e8 / many["states"])
    return rows


def largest(whole):
    """What was measured of the default table's largest cell."""
    if whole is None:
        return {}
    plain, reduced = whole["cell"]["whole"], whole["cell"]["reduced"]

    def time(runs):
        return statistics.median(run["microseconds"] for run in runs) / 1e6

    return {
        "states": plain[0]["states"], "seconds": time(plain),
        "bytes": plain[0]["bytes"] / plain[0]["states"], "gain": time(plain) / time(reduced),
        "part": plain[0]["states"] / reduced[0]["states"] / (2 * reduced[0]["orders"]),
    }


def slowest(whole):
    if whole is None:
        return None
    times = [
        violation["microseconds"] / 1e6
        for search in whole["searches"] for violation in search["violations"]]
    return max(times, default=None)


def table(rows):
    lines = ["| measure | at least | aim | measured | |", "|---|---:|---:|---:|---|"]
    for row in rows:
        met = row.is_met(row.least)
        word = "" if met is None else "**not met**" if not met else "met"
        if row.is_met(row.aim):
            word = "aim met"
        sign = "" if row.up else "at most "
        lines.append(
            f"| {row.name} | {sign}{row.text(row.least)} | {sign}{row.text(row.aim)}"
            f" | {row.text(row.value)} | {word} |")
    return "\n".join(lines)


def reasons(text):
    """What somebody has written, in an earlier page, about demands that are not met."""
    found = {}
    for part in text.split("\n\n"):
        match = re.match(r"\*\*(.+?)\*\*: .*? times short\. (.*)", " ".join(part.split()))
        if match:
            found[match.group(1)] = match.group(2)
    return found


def missed(rows, kept):
    """A paragraph for each demand that is not met: by how much, and why if that was written."""
    parts = []
    for row in rows:
        if row.is_met(row.least) is not False:
            continue
        factor = row.least / row.value if row.up else row.value / row.least
        why = kept.get(row.name, "Nobody has said why yet.")
        parts.append(
            f"**{row.name}**: {row.text(row.value)} instead of {row.text(row.least)},"
            f" {factor:.2f} times short. {why}")
    return "\n\n".join(parts) or "Everything that was measured is met."
