"""Runs each tool on the reference model and reads what it says."""
import os
import re
import statistics
import subprocess
import sys
import time

import models

MIB = 1 << 20

# No depth-first search of SPIN here goes deeper.
DEEPEST = 20_000_000


class Run:
    """What one process used and said: seconds of wall and of processors, peak memory in bytes."""

    def __init__(self, command, folder, accepted=(0,)):
        self.command = " ".join(command)
        out = os.path.join(folder, "output")
        start = time.monotonic()
        with open(out, "w", encoding="utf-8") as file:
            process = subprocess.Popen(command, cwd=folder, stdout=file, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * 1024
        with open(out, encoding="utf-8", errors="replace") as file:
            self.text = file.read()
        if process.returncode not in accepted:
            raise SystemExit(f"'{self.command}' ends with {process.returncode}:\n{self.text}")

    def number(self, pattern):
        """The number that the pattern finds in the output."""
        found = re.search(pattern, self.text)
        if not found:
            raise SystemExit(f"'{self.command}' does not say {pattern}:\n{self.text}")
        return int(found.group(1).replace(",", ""))


class Tool:
    """A tool with its settings: how to prepare a size, how to run it, what it counts."""

    def __init__(self, name, prepare, command, counts, surplus=0):
        self.name = name
        self.prepare = prepare
        self.command = command
        self.counts = counts
        # States that it may store more: SPIN does before `init` has run.
        self.surplus = surplus
        self.runs = {}

    def run(self, size, folder):
        """One run at a size; its counts must be those that all tools agree on."""
        place = os.path.join(folder, f"{self.name}-{size}".replace(" ", "-"))
        if not os.path.isdir(place):
            os.makedirs(place)
            self.prepare(size, place)
        run = Run(self.command(size, place), place, accepted=(0, 10))
        counted = self.counts(run)
        if counted:
            self.require(size, *counted)
        self.runs.setdefault(size, []).append(run)

    def require(self, size, states, transitions):
        """Ends the program where a count is not as it must be."""
        _, wanted, steps = models.SIZES[size]
        if not (0 <= states - wanted <= self.surplus and 0 <= transitions - steps <= self.surplus):
            raise SystemExit(
                f"{self.name} at {size}: {states} states, {transitions} transitions;"
                f" wanted: {wanted}, {steps}")

    def median(self, size, measure):
        """The median of `wall`, `cpu`, `peak` or another measure at a size; None without a run."""
        runs = self.runs.get(size)
        return statistics.median(getattr(run, measure) for run in runs) if runs else None


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def call(folder, *command):
    """A command that prepares something and must not fail."""
    Run(list(command), folder)


def spin(name, flags, text):
    """SPIN with flags of its verifier's compiler; `text` makes the Promela text of a size."""

    def prepare(size, folder):
        write(folder, "pmem.pml", text(size))
        call(folder, "spin", "-a", "-o2", "pmem.pml")
        base = ["gcc", "-O3", "-march=native", "-DSAFETY", "-DNOREDUCE"]
        call(folder, *base, *flags, "-o", "pan", "pan.c")
        if "-DBFS" not in flags:
            # A stack that is deeper than needed costs memory, and time to clear it.
            run = Run(arguments(size, folder, DEEPEST), folder)
            depths[size] = run.number(r"depth reached (\d+)") + 10

    depths = {}

    def arguments(size, folder, depth):
        # 2^w slots, the least power that is not below the number of states.
        slots = max(18, (models.SIZES[size][1] - 1).bit_length())
        return [os.path.join(folder, "pan"), "-E", "-n", f"-m{depth}", f"-w{slots}"]

    def command(size, folder):
        return arguments(size, folder, depths.get(size, 1000))

    def counts(run):
        return (
            run.number(r"(\d+) states, stored"),
            run.number(r"(\d+) transitions \(= stored\+matched\)"))

    return Tool(name, prepare, command, counts, surplus=6)


def rumur(threads, text):
    """Rumur without symmetry; `text` makes the Murphi text of a size."""

    def prepare(size, folder):
        write(folder, "pmem.m", text(size))
        call(
            folder, "rumur", "--symmetry-reduction", "off", "--deadlock-detection", "off",
            "--threads", str(threads), "--colour", "off", "-o", "pmem.c", "pmem.m")
        call(folder, "gcc", "-O3", "-march=native", "-o", "pmem", "pmem.c", "-lpthread")

    def command(_, folder):
        return [os.path.join(folder, "pmem")]

    def counts(run):
        # Lines of progress say the same of a part.
        return (
            run.number(r"(\d+) states, \d+ rules fired in"),
            run.number(r"\d+ states, (\d+) rules fired in"))

    return Tool(f"Rumur, {threads} thread" + "s" * (threads > 1), prepare, command, counts)


def ours(program, spec, threads=1, reduced=False):
    """modelcheck as it is used; proofs are not looked for."""

    def command(size, _):
        options = ["--all-reductions"] if reduced else ["--no-symmetry"]
        return [
            program, "bench", spec, "--property", "mapping", "--scope", models.scope(size),
            "--threads", str(threads), *options]

    def counts(run):
        run.states = run.number(r'"states": (\d+)')
        run.bytes = run.number(r'"bytes": (\d+)')
        run.search = run.number(r'"microseconds": (\d+)') / 1e6
        # Reductions leave fewer states, and what is right then is for the tests to say.
        if reduced:
            return None
        return run.states, run.number(r'"transitions": (\d+)')

    name = f"modelcheck, {threads} thread" + "s" * (threads > 1) + ", reduced" * reduced
    return Tool(name, lambda size, folder: None, command, counts)


def progress(text):
    print(text, file=sys.stderr, flush=True)
