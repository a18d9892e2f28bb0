"""The peers from PyPI, each in a virtual environment of its own, and the small programs in C."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = {
    "duckdb": ["duckdb"],
    "polars": ["polars"],
    "pandera": ["pandera[polars]"],
    "pointblank": ["pointblank[pl]"],
    "datacontract-cli": ["datacontract-cli[duckdb]"],
    "great-expectations": ["great-expectations"],
    "frictionless": ["frictionless"],
    "jsonschema-rs": ["jsonschema-rs"],
    "sourcemeta-jsonschema": ["sourcemeta-jsonschema"],
}


def program(folder, name, peer="python"):
    """A program of a peer's environment."""
    return os.path.join(folder, "venvs", name, "bin", peer)


def install(folder, say):
    """What is missing. A peer that cannot be installed is named, and its rows will say that it failed."""
    os.makedirs(os.path.join(folder, "venvs"), exist_ok=True)
    for name, packages in PACKAGES.items():
        mark = os.path.join(folder, "venvs", name, "installed")
        if os.path.exists(mark):
            continue
        say(f"installing {name}")
        environment = os.path.join(folder, "venvs", name)
        if subprocess.run([sys.executable, "-m", "venv", environment]).returncode != 0:
            sys.exit("bench: python3 cannot make virtual environments; install python3-venv, then run this again")
        pip = [program(folder, name, "pip"), "install", "--quiet", "--disable-pip-version-check", *packages]
        if subprocess.run(pip).returncode == 0:
            open(mark, "w").close()
        else:
            print(f"bench: {name} could not be installed", file=sys.stderr)


def version(folder, name):
    code = f"import importlib.metadata as m; print(m.version('{name}'))"
    try:
        run = subprocess.run([program(folder, name), "-c", code], capture_output=True, text=True)
        return run.stdout.strip() or "not installed"
    except OSError:
        return "not installed"


def compile_programs(folder):
    """measure, which every run goes through, and csvcount."""
    compiler = os.environ.get("CC", "cc")
    for name, libraries in (("measure", []), ("csvcount", ["-lcsv"])):
        source = os.path.join(HERE, name + ".c")
        if subprocess.run([compiler, "-O2", "-o", os.path.join(folder, name), source, *libraries]).returncode != 0:
            sys.exit(f"bench: {compiler} could not compile {source}; scripts/bootstrap installs what it needs")
