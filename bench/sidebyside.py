"""What every benchmark shares: rounds of the library and of plain PyTorch in turn, their ratio, and the result's file.

Both sides are programs that print JSON. The library's, in `java/` behind one entry, say `run`, the record of the run
with its settings; the peers, in Python, say `peer`, their version. Under its side's name each says `n`, how many
things it counted, `seconds` and `per_minute`. Every program is a process of its own; every other round goes
backwards. A ratio is between medians, against the peer with the highest median. The standard library alone is needed
here.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JAR = ROOT / "target" / "modeljungle.jar"
PROGRAMS = ROOT / "target" / "bench"  # compiled
CORES = 2


@dataclass(frozen=True)
class Side:
    """One of the two sides, or an arrangement of it. `command` is told the settings of the library's first run."""

    name: str
    called: str  # in a sentence
    command: Callable[[dict], list[str]]
    threads: int = 1  # of OpenMP
    against: tuple[str, ...] = ()  # of the library's sides: the peers that do the same; all, if none is named


@dataclass(frozen=True)
class Benchmark:
    """`ratios` names the peers that each ratio may be against; without it, all of them."""

    name: str  # of the result's file
    things: str  # what is counted per minute
    library: list[Side]  # the first says the settings
    peers: list[Side]
    ratios: dict[str, list[str]] = field(default_factory=dict)
    check: Callable[[dict[str, dict]], None] = lambda results: None  # of each side's last result


def build(options: argparse.Namespace) -> None:
    """Compiles the programs of `bench/java` against the library as it was built."""
    sources = sorted(map(str, (ROOT / "bench" / "java").glob("*.java")))
    command = [str(Path(options.java).with_name("javac")), "-proc:none", "-d", str(PROGRAMS), "-cp", str(JAR)]
    subprocess.run([*command, *sources], check=True)


def library(
    options: argparse.Namespace, program: str, name: str, heap: str = "", touched: bool = False, **told: object
) -> Side:
    """A side of the library: a program of `bench/java` by its name, and what it is told; `touched` is of its heap."""
    memory = [f"-Xmx{heap}"] if heap else []
    memory += [f"-Xms{heap}", "-XX:+AlwaysPreTouch"] if touched else []
    quiet = ["--enable-native-access=ALL-UNNAMED", "-Dmodeljungle.progress=off"]
    path = f"{PROGRAMS}{os.pathsep}{JAR}"
    command = [options.java, *memory, *quiet, f"-XX:ActiveProcessorCount={CORES}", "-cp", path, "Bench", program]
    command += [f"--{key}={value}" for key, value in told.items()]
    return Side(name, "the library", lambda settings: command)


def python(program: str, *arguments: str) -> list[str]:
    """The command of a program in `bench`."""
    return [sys.executable, str(ROOT / "bench" / program), *arguments]


ARRANGEMENTS = {
    "threads-one": "one process of one thread",
    "threads-two": "one process of two threads",
    "processes-two": "two processes of one thread",
}
ONE_AT_A_TIME = ["threads-one", "threads-two"]
TWO_CORES = ["threads-two", "processes-two"]


def arrangements(program: str, names: Iterable[str], count: int, own: set[str]) -> list[Side]:
    """Arrangements of a peer that `peers.py` runs; `own` are settings that mean nothing one at a time."""

    def command(name: str) -> Callable[[dict], list[str]]:
        def of(settings: dict) -> list[str]:
            same = [f"--{key}={value}" for key, value in settings.items() if key not in own]
            return python(program, f"--{name}", f"--count={count}", *same)

        return of

    threads = {"threads-two": 2}
    return [Side(name, ARRANGEMENTS[name], command(name), threads.get(name, 1)) for name in names]


def run_json(command: list[str], threads: int) -> dict:
    """Runs a program that prints JSON, with the environment that both sides share."""
    shared = {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": str(threads), "MODELJUNGLE_DEVICE": "cpu"}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | shared, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: expected exit status 0, found {done.returncode}; its own message is above")
    return json.loads(done.stdout)


def measure(benchmark: Benchmark, rounds: int) -> tuple[dict, str, dict[str, list[dict]]]:
    """All rounds: the library's run record, the peer's version and the results by side and round."""
    sides = [*benchmark.library, *benchmark.peers]
    results: dict[str, list[dict]] = {side.name: [] for side in sides}
    run, version = {}, ""
    for number in range(rounds):
        for side in sides if number % 2 == 0 else sides[::-1]:
            result = run_json(side.command(run.get("settings", {})), side.threads)
            run = run or result["run"]
            version = result.get("peer", version)
            results[side.name].append(result[side.name])
            rate = result[side.name]["per_minute"]
            print(f"round {number + 1} of {rounds}  {side.name:<18} {rate:10.2f}", file=sys.stderr)
        benchmark.check({name: of[-1] for name, of in results.items()})
    return run, version, results


SAID = {"gigabytes_per_second": "GB/s", "peak_gigabytes": "GB"}  # what else a side may say, and its unit
CLOCKS = {"": "seconds", "-cpu": "cpu_seconds"}  # what a rate's name ends in; the second where all sides say it


def metrics(benchmark: Benchmark, results: dict[str, list[dict]], version: str) -> list[dict]:
    """The ratios, then each side's things per minute: medians over the rounds."""
    rows = []
    for ending, clock in CLOCKS.items():
        if all(clock in result for of in results.values() for result in of):
            rates = {name: [60 * result["n"] / result[clock] for result in of] for name, of in results.items()}
            rows += ratios(benchmark, results, version, rates, ending) + speeds(benchmark, results, rates, ending)
    return rows


def ratios(
    benchmark: Benchmark, results: dict[str, list[dict]], version: str, rates: dict[str, list[float]], ending: str
) -> list[dict]:
    """Of each of the library's sides to the fastest of its peers."""
    called = {side.name: side.called for side in benchmark.peers}
    rows = []
    for side in benchmark.library if called else []:
        for ratio, peers in (benchmark.ratios or {"ratio": list(called)}).items():
            own = [name for name in peers if not side.against or name in side.against]
            if not own:
                continue
            best = max(own, key=lambda name: statistics.median(rates[name]))
            value = statistics.median(rates[side.name]) / statistics.median(rates[best])
            by_round = [one / other for one, other in zip(rates[side.name], rates[best])]
            full = f"{benchmark.name}/{side.name}/{ratio}{ending}"
            row = metric(full, value, by_round, "x", results[side.name][0]["n"])
            rows.append(row | {"against": ", ".join(filter(None, [version, called[best]]))})
    return rows


def speeds(
    benchmark: Benchmark, results: dict[str, list[dict]], rates: dict[str, list[float]], ending: str
) -> list[dict]:
    rows = []
    for name, values in rates.items():
        full = f"{benchmark.name}/{name}/{benchmark.things.lower().replace(' ', '-')}-per{ending}-minute"
        unit = f"{benchmark.things} per minute" + (" of the processor's time" if ending else "")
        rows.append(metric(full, statistics.median(values), values, unit, results[name][0]["n"]))
        for key, unit in SAID.items() if not ending else []:
            said = [result.get(key) for result in results[name]]
            if all(said):
                full = f"{benchmark.name}/{name}/{key.replace('_', '-')}"
                rows.append(metric(full, statistics.median(said), said, unit, results[name][0]["n"]))
    return rows


def metric(name: str, value: float, by_round: list[float], unit: str, n: int) -> dict:
    """One number with its spread; `n` things were counted in each of the rounds."""
    low, high = min(by_round), max(by_round)
    numbers = {"value": round(value, 3), "min": round(low, 3), "max": round(high, 3)}
    return {"name": name} | numbers | {"unit": unit, "n": n, "rounds": len(by_round)}


def cpu() -> str:
    """The processor's name, as the operating system has it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    if platform.system() == "Darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        names = [subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()]
    return names[0] if names else platform.processor() or platform.machine()


def cpu_features() -> str:
    """What decides the speed of bfloat16, where the operating system tells."""
    info = Path("/proc/cpuinfo")
    words = set(info.read_text().split()) if info.exists() else set()
    return " ".join(sorted(words & {"avx2", "avx512f", "avx512_bf16", "amx_bf16"}))


def load() -> float | None:
    """How many processes wanted a core in the last minute, where the system counts them."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def record(run: dict, version: str, load_before: float | None, seconds: float, sizes: dict) -> dict:
    """The library's own record of its first run, made that of all runs."""
    versions = ({"peer": version} if version else {}) | {"python": platform.python_version()}
    machine = {"cpu": cpu(), "cpu_features": cpu_features(), "cores": str(os.cpu_count())}
    used = {"cores_used": str(CORES), "load_before": load_before}
    return run | {
        "settings": run["settings"] | sizes,
        "versions": run["versions"] | versions,
        "machine": run["machine"] | machine | used,
        "seconds": round(seconds, 1),
    }


def table(rows: list[dict]) -> str:
    """The metrics as text."""
    lines = [f"{'':<52}{'median':>9}{'min':>9}{'max':>9}"]
    for row in rows:
        numbers = "".join(f"{row[key]:>9.2f}" for key in ("value", "min", "max"))
        against = f" against {row['against']}" if "against" in row else ""
        lines.append(f"{row['name']:<52}{numbers}  {row['unit']}{against}")
    return "\n".join(lines)


def arguments(
    name: str, description: str, numbers: dict[str, tuple[int | None, int | None, str]]
) -> argparse.Namespace:
    """The options: `--rounds`, `--quick`, `--out` and whole numbers of a usual value, a quick one and a meaning."""
    numbers = {"rounds": (5, 1, "how often each side is run")} | numbers
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="a smoke run of one short round; its numbers mean nothing")
    for key, (usual, _, meaning) in numbers.items():
        default = "" if usual is None else f"; default {usual}"
        parser.add_argument(f"--{key.replace('_', '-')}", type=int, help=meaning + default)
    parser.add_argument("--out", type=Path, help=f"default bench/results/{name}.json")
    options = parser.parse_args()
    for key, (usual, quick, _) in numbers.items():
        if getattr(options, key) is None:
            setattr(options, key, quick if options.quick else usual)
    if options.out is None:
        results = ROOT / "bench" / "results"
        options.out = ROOT / "target" / f"{name}-quick.json" if options.quick else results / f"{name}.json"
    if options.rounds < 1:
        parser.error(f"expected --rounds of 1 or more, found {options.rounds}")
    home = os.environ.get("JAVA_HOME")
    options.java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if options.java is None:
        parser.error("expected Java in JAVA_HOME or on the PATH, found none")
    if not JAR.exists():
        parser.error(f"expected {JAR.relative_to(ROOT)}, found none; build it: mvn -q package -DskipTests")
    if os.cpu_count() < CORES:
        parser.error(f"expected a machine of {CORES} cores or more, found {os.cpu_count()}")
    options.sizes = {key: getattr(options, key) for key in numbers if getattr(options, key) is not None}
    return options


def compare(benchmark: Benchmark, options: argparse.Namespace) -> None:
    """Measures, writes the result's file and prints the table."""
    load_before = load()
    if load_before is not None and load_before > 0.5:
        print(f"the machine is not quiet (load {load_before}): do not trust the numbers", file=sys.stderr)
    start = time.perf_counter()
    run, version, results = measure(benchmark, options.rounds)
    rows = metrics(benchmark, results, version)
    seconds = time.perf_counter() - start
    result = {"run": record(run, version, load_before, seconds, options.sizes), "metrics": rows}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=2) + "\n")
    print(table(rows))
