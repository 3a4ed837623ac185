#!/usr/bin/env python3
"""Measures modelcheck, SPIN and Rumur on the same states; writes Documentation/Performance.md.

All tools run one after the other, round by round, so that what else the machine does falls on all
of them; medians of the rounds are written. Every run's counts are compared with those that the
tools agree on, and a wrong one ends the measurement.
"""
import argparse
import json
import os
import platform
import shutil
import subprocess
import tempfile

import models
import report
import tools
from tools import MIB, progress

ROOT = os.path.dirname(models.HERE)
SPEC = os.path.join(models.HERE, "pmem.kspec")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", default="S,L,XL", help="of tiny, S, L, XL (default: S,L,XL)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument(
        "--specs", default=os.path.join(ROOT, "Specs"),
        help="what the table is of (default: Specs)")
    parser.add_argument(
        "--no-table", action="store_true", help="measure the reference model alone")
    parser.add_argument(
        "--hundred-million", metavar="SCOPE",
        help="a scope of the reference model with some 100 million states, to be visited once")
    parser.add_argument(
        "--program", default=os.path.join(ROOT, ".build/release/modelcheck"))
    parser.add_argument(
        "-o", "--output", default=os.path.join(ROOT, "Documentation/Performance.md"))
    chosen = parser.parse_args()
    chosen.specs = os.path.abspath(chosen.specs)
    chosen.sizes = chosen.sizes.split(",")
    for size in chosen.sizes:
        if size not in models.SIZES:
            parser.error(f"there is no size '{size}'; there are {', '.join(models.SIZES)}")
    return chosen


def exported(program, notation):
    """The text of a size that `modelcheck export` writes."""

    def text(size):
        return subprocess.run(
            [program, "export", notation, SPEC, "--property", "mapping",
             "--scope", models.scope(size)],
            check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout

    return text


def contestants(program):
    """Every tool with the settings that are known to be its best."""
    plain = ["-DNOCOMP", "-DNOVSZ"]
    export = exported(program, "promela")
    return {
        "ours": tools.ours(program, SPEC),
        "two": tools.ours(program, SPEC, threads=2),
        "reduced": tools.ours(program, SPEC, reduced=True),
        "spin": tools.spin("SPIN, depth first", plain, models.promela),
        "spin breadth": tools.spin("SPIN, breadth first", ["-DBFS"], models.promela),
        "spin export": tools.spin("SPIN, our export", plain, export),
        "rumur": tools.rumur(1, models.murphi),
        "rumur two": tools.rumur(2, models.murphi),
    }


# Rumur takes minutes at the larger sizes, and its times differ by little: it runs there once, if
# at all.
SLOW = {"rumur": ("tiny", "S"), "rumur two": ("tiny", "S")}


def measure(chosen, folder):
    entrants = contestants(chosen.program)
    accesses = []
    memory = os.path.join(folder, "memory")
    tools.call(
        folder, "gcc", "-O3", "-march=native", "-o", memory,
        os.path.join(models.HERE, "memory.c"))
    for number in range(chosen.rounds):
        for size in chosen.sizes:
            for key, tool in entrants.items():
                if size not in SLOW.get(key, (size,)) or (key in SLOW and number > 0):
                    continue
                progress(f"round {number + 1} of {chosen.rounds}: {size}, {tool.name}")
                tool.run(size, folder)
        accesses.append(float(tools.Run([memory], folder).text.split()[0]))
    return entrants, sorted(accesses)[len(accesses) // 2]


def table(chosen, folder):
    """The default table: each search by itself, all of them as they are used, the largest cell."""
    progress("the default table, search by search")
    run = tools.Run([chosen.program, "bench", chosen.specs, "--first"], folder)
    searches = [json.loads(line) for line in run.text.splitlines() if line.startswith("{")]
    walls = []
    for number in range(chosen.rounds):
        progress(f"round {number + 1} of {chosen.rounds}: the whole table")
        command = [chosen.program, "check", chosen.specs, "--no-proofs"]
        walls.append(tools.Run(command, folder, accepted=(0, 10)).wall)
    largest = max(searches, key=lambda search: search["states"])
    select = [chosen.program, "bench", chosen.specs, "--design", largest["design"]]
    for name in largest["properties"]:
        select += ["--property", name]
    if largest["kernel"]:
        select += ["--kernel", largest["kernel"]]
    if largest["variant"]:
        select += ["--variant", largest["variant"]]
    cell = {}
    for name, options in (("whole", ["--no-symmetry"]), ("reduced", ["--all-reductions"])):
        progress(f"the largest cell, {name}")
        cell[name] = [
            found for _ in range(chosen.rounds)
            for found in same(tools.Run(select + options, folder), largest)]
    return {"searches": searches, "walls": sorted(walls), "cell": cell}


def same(run, wanted):
    """The search that was meant, with the peak of its process."""
    rows = [json.loads(line) for line in run.text.splitlines() if line.startswith("{")]
    found = [row for row in rows if row["properties"] == wanted["properties"]
             and row["workload"] == wanted["workload"]]
    for row in found:
        row["peak"] = run.peak
    return found[:1]


def hundred_million(chosen, folder):
    progress(f"the reference model at {chosen.hundred_million}")
    run = tools.Run(
        [chosen.program, "bench", SPEC, "--property", "mapping", "--no-symmetry", "--threads", "2",
         "--scope", chosen.hundred_million], folder)
    return {"states": run.number(r'"states": (\d+)'), "wall": run.wall, "peak": run.peak}


def machine():
    """What the machine is, in one sentence."""
    model, memory = platform.machine(), 0
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", maxsplit=1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / MIB / 1024
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB"


def main():
    chosen = arguments()
    for program in ("spin", "rumur", "gcc"):
        if not shutil.which(program):
            raise SystemExit(f"there is no '{program}': run 'make bench', which installs it")
    with tempfile.TemporaryDirectory(prefix="modelcheck-bench-") as folder:
        entrants, access = measure(chosen, folder)
        whole = None if chosen.no_table else table(chosen, folder)
        many = hundred_million(chosen, folder) if chosen.hundred_million else None
    text = report.page(chosen, machine(), entrants, access, whole, many)
    with open(chosen.output, "w", encoding="utf-8") as file:
        file.write(text)
    progress(f"written: {os.path.relpath(chosen.output)}")


if __name__ == "__main__":
    main()
