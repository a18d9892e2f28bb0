"""Which faults each program sees: proof that they are asked the same."""

import itertools
import json

import generate
import results

RECORDS, FAULTY = 20, 10


def orders_faults():
    """CSV with one fault, by its name."""
    records = [list(cells) for cells in itertools.islice(generate.orders(), RECORDS)]
    for cells in records:
        cells[9] = "no quotes here"

    def text(change):
        lines = [",".join(cells) for cells in records]
        lines[FAULTY] = change(list(records[FAULTY]))
        return (generate.HEADER + "\n" + "\n".join(lines) + "\n").encode()

    def with_cell(column, value):
        return text(lambda cells: ",".join(cells[:column] + [value] + cells[column + 1 :]))

    faults = {name: with_cell(column, generate.BAD[column]) for column, name in enumerate(generate.HEADER.split(","))}
    return faults | {
        "email missing": with_cell(2, ""),
        "amount 10000.01": with_cell(4, "10000.01"),
        "quantity 101": with_cell(5, "101"),
        "copied id": with_cell(0, records[3][0]),
        "not UTF-8": with_cell(9, "caf?").replace(b"caf?", b"caf\xe9"),
        "a cell less": text(lambda cells: ",".join(cells[:-1])),
        "a cell more": text(lambda cells: ",".join(cells + ["more"])),
        "bare quote": with_cell(9, '5" screen'),
        "no records": (generate.HEADER + "\n").encode(),
    }


def corpus_faults():
    """JSONL with one fault, by its name."""
    lines = list(itertools.islice(generate.corpus_lines(), RECORDS))

    def text(line):
        return "".join(lines[:FAULTY] + [line] + lines[FAULTY + 1 :]).encode()

    def changed(**values):
        document = json.loads(lines[FAULTY])
        document["meta"] |= values.pop("meta", {})
        return text(json.dumps(document | values) + "\n")

    return {
        "id a number": changed(id=7),
        "copied id": changed(id=json.loads(lines[3])["id"]),
        "text empty": changed(text=""),
        "source null": changed(source_id=None),
        "license": changed(license="proprietary"),
        "score a text": changed(score="high"),
        "score 1.5": changed(score=1.5),
        "url": changed(meta={"url": "ftp://x"}),
        "crawl a number": changed(meta={"crawl": 7}),
        "tokens −1": changed(meta={"tokens": -1}),
        "tokens a text": changed(meta={"tokens": "many"}),
        "tags no array": changed(tags="web"),
        "a tag a number": changed(tags=["web", 7]),
        "broken JSON": text('{"id": \n'),
        "not UTF-8": changed(lang="??").replace(b"??", b"\xff\xfe"),
        "no records": b"",
    }


def matrix(cases, faults, workshop, runner, suffix):
    """A row for each program, a column for each fault: + is not passed."""
    rows = []
    for case in cases.values():
        cells = []
        for content in faults.values():
            path = workshop.path("fault" + suffix)
            with open(path, "wb") as file:
                file.write(content)
            cells.append("+" if runner.run_on(case, path).code else "**passed**")
        rows.append([case.label, *cells])
    # Programs are few and faults are many: turned, so that the page is not too wide.
    head = ["", *[row[0] for row in rows]]
    return results.table(head, [[name, *[row[1 + at] for row in rows]] for at, name in enumerate(faults)])
