"""Runs whole processes in turn and keeps what each took."""

import dataclasses
import os
import statistics
import subprocess

TICKS = os.sysconf("SC_CLK_TCK")
TRIES = 3


@dataclasses.dataclass
class Case:
    """A command that is measured over and over.

    command: what to run, from the path of the data. bytes: of its input. reads: the file or folder that holds the
    data, where `data` is another path or none. ten: the path of ten records, for its
    start-up. is_sample: the input is a part of what the others get, so its start-up is left out of its pace. expected:
    its exit code when it did its work. rounds: how often at most, for the slow ones. target: what its ratio should be.
    note: the key of a remark.
    """

    label: str
    command: object
    data: str
    bytes: int = 0
    ten: str = ""
    is_sample: bool = False
    expected: int = 0
    rounds: int = 1000
    target: object = None
    note: str = ""
    reads: str = ""


@dataclasses.dataclass
class Run:
    wall: float
    peak_mib: float
    code: int
    foreign: float  # processors that something else kept busy meanwhile
    complaint: str = ""


def busy_seconds():
    """Processor seconds of everything on the machine, waiting left out."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, interrupts, soft, stolen = (int(word) for word in file.readline().split()[1:9])
    return (user + nice + system + interrupts + soft + stolen) / TICKS


class Runner:
    """Measures through the little program measure.c."""

    def __init__(self, folder, seconds=900):
        self.folder, self.seconds = folder, seconds
        self.measure = os.path.join(folder, "measure")

    def run(self, case):
        return self.run_on(case, case.data)

    def run_on(self, case, data):
        report, complaints = os.path.join(self.folder, "report"), os.path.join(self.folder, "complaints")
        with open(os.devnull, "wb") as null, open(complaints, "wb") as errors:
            before = busy_seconds()
            subprocess.run(
                [self.measure, report, str(self.seconds), *case.command(data)],
                stdin=null,
                stdout=null,
                stderr=errors,
                check=True,
                cwd=self.folder,
            )
            busy = busy_seconds() - before
        with open(report) as file:
            wall, cpu, peak, code = file.read().split()
        with open(complaints, errors="replace") as file:
            lines = [line.strip() for line in file if line.strip()]
        foreign = max(0.0, busy - float(cpu)) / max(float(wall), 1 / TICKS)
        return Run(float(wall), int(peak) / 1024, int(code), foreign, lines[-1][:120] if lines else "")

    def interleave(self, cases, rounds, say, prepare=lambda case: None):
        """`rounds` times all cases, one after the other: for each case, by its key, the best run of each round.

        A case is run `TRIES` times in its turn, after `prepare`. What disturbs a run, such as a processor that has
        to come out of its sleep, or a neighbour on the host, only ever takes time; and it hits the short runs most.
        """
        runs = {key: [] for key in cases}
        for number in range(rounds):
            for key, case in cases.items():
                failed = runs[key] and runs[key][-1].code != case.expected
                if number < case.rounds and not failed:
                    prepare(case)
                    runs[key].append(self.best(case))
                    say(f"round {number + 1}: {case.label}: {runs[key][-1].wall:.2f} s")
        return runs

    def best(self, case):
        """The quickest of `TRIES` runs, with the highest peak of them; the first that failed, if one did."""
        tries = []
        while len(tries) < TRIES:
            tries.append(self.run(case))
            if tries[-1].code != case.expected:
                return tries[-1]
        quickest = min(tries, key=lambda run: run.wall)
        return dataclasses.replace(quickest, peak_mib=max(run.peak_mib for run in tries))


class Table:
    """Cases with their runs, and the figures drawn from them."""

    def __init__(self, cases, runs, starts):
        self.cases, self.runs, self.starts = cases, runs, starts

    def failure(self, key):
        """Why there are no figures, or nothing."""
        wrong = [run for run in self.runs[key] if run.code != self.cases[key].expected]
        if not wrong:
            return ""
        return f"failed with exit code {wrong[0].code}" + (f": {wrong[0].complaint}" if wrong[0].complaint else "")

    def is_usable(self, *keys):
        return all(key in self.cases and self.runs[key] and not self.failure(key) for key in keys)

    def seconds(self, key):
        return statistics.median(run.wall for run in self.runs[key])

    def start(self, key):
        """Seconds for ten records, or nothing."""
        runs = [run.wall for run in self.starts.get(key, []) if run.code == 0]
        return statistics.median(runs) if runs else None

    def net(self, key, wall):
        """Seconds of a run, without start-up where the input is a sample."""
        start = self.start(key) if self.cases[key].is_sample else None
        return max(wall - start, 1e-3) if start else wall

    def pace(self, key):
        """Million bytes each second."""
        return self.cases[key].bytes / 1e6 / self.net(key, self.seconds(key))

    def peak(self, key):
        return max(run.peak_mib for run in self.runs[key])

    def ratio(self, key, base):
        """How many times as long a byte takes as with `base`, round by round; the median."""

        def cost(which, run):
            return self.net(which, run.wall) / self.cases[which].bytes

        return statistics.median(
            cost(key, one) / cost(base, other) for one, other in zip(self.runs[key], self.runs[base])
        )

    def foreign(self):
        """Processors that something else kept busy: median and worst of the runs long enough to tell."""
        shares = [run.foreign for runs in self.runs.values() for run in runs if run.wall > 0.2] or [0]
        return statistics.median(shares), max(shares)
