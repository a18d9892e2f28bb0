"""The data and the contracts of the benchmarks, made once in a folder."""

import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LONG = """assay: 1
id: long
data: { files: FILES }
fields:
  - { name: id, type: integer, required: true }
  - { name: text, type: string, required: true }
"""


def digest(path):
    sha256 = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            sha256.update(chunk)
    return sha256.hexdigest()


class Workshop:
    """Makes what is not there yet; `path`s are within the folder."""

    def __init__(self, folder, say):
        self.folder, self.say = folder, say

    def path(self, name):
        return os.path.join(self.folder, name)

    def size(self, name):
        path = self.path(name)
        if os.path.isdir(path):
            return sum(entry.stat().st_size for entry in os.scandir(path))
        return os.path.getsize(path)

    def data(self, kind, mb=None, rows=None, files=None):
        """The name of the generated file, or folder of files."""
        amount = f"{mb}" if mb else f"{rows}_rows"
        suffix = f"_in_{files}" if files else ".jsonl" if kind == "corpus" else ".csv"
        name = f"{kind}_{amount}{suffix}"
        if not os.path.exists(self.path(name)):
            self.say(f"making {name}")
            shutil.rmtree(self.path(name) + ".part", ignore_errors=True)
            arguments = ["--mb", str(mb)] if mb else ["--rows", str(rows)]
            target = self.path(name) + (".part" if files else "")
            subprocess.run(
                [sys.executable, os.path.join(HERE, "generate.py"), kind, target, *arguments]
                + (["--files", str(files)] if files else []),
                check=True,
            )
            if files:
                os.rename(target, self.path(name))
        return name

    def compressed(self, name, command, suffix):
        """A compressed copy of a file, by a command that writes to stdout."""
        copy = name + suffix
        if not os.path.exists(self.path(copy)):
            self.say(f"making {copy}")
            with open(self.path(copy) + ".part", "wb") as out:
                subprocess.run([*command, self.path(name)], stdout=out, check=True)
            os.rename(self.path(copy) + ".part", self.path(copy))
        return copy

    def contract(self, label, files, base="orders", unique=("id",), pinned=False):
        """The path of a contract like orders.assay.yaml or corpus.assay.yaml, with that data and unique columns."""
        if base == "long":
            text = LONG.replace("FILES", files)
        else:
            with open(os.path.join(HERE, base + ".assay.yaml")) as file:
                lines = file.read().replace(", unique: true", "").splitlines()
            lines = [f'data: {{ files: "{files}" }}' if line.startswith("data:") else line for line in lines]
            for column in unique:
                start = f"  - {{ name: {column}, "
                lines = [line.replace(" }", ", unique: true }") if line.startswith(start) else line for line in lines]
            text = "\n".join(lines) + "\n"
        if pinned:
            text += f"pins: {{ {files}: sha256:{digest(self.path(files))} }}\n"
        path = self.path(label + ".assay.yaml")
        with open(path, "w") as file:
            file.write(text)
        return path

    def contracts(self, label, folder):
        """The path of a folder with a contract for each file of a folder."""
        os.makedirs(self.path(label), exist_ok=True)
        for name in sorted(os.listdir(self.path(folder))):
            contract = os.path.join(label, name.partition(".")[0])
            path = self.contract(contract, f"../{folder}/{name}")
            with open(path) as file:
                text = file.read().replace("id: orders", f"id: {os.path.basename(contract)}")
            with open(path, "w") as file:
                file.write(text)
        return self.path(label)

    def files(self, path):
        """The file, or all of a folder."""
        return [entry.path for entry in os.scandir(path)] if os.path.isdir(path) else [path]

    def warm(self, path):
        """Reads a file, or all of a folder, so that the next run finds it in memory."""
        for name in self.files(path):
            with open(name, "rb", buffering=0) as file:
                while file.read(1 << 20):
                    pass
