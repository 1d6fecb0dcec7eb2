"""The table of library × step: printed, and kept in the documentation."""

import json
from pathlib import Path

from .install import HERE
from .steps import NOT_REACHED, STEPS

DOCUMENT = HERE.parents[1] / "docs" / "COMPATIBILITY.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def print_table(columns):
    """`columns`: title -> {step: None when passed, else the reason}."""
    titles = list(columns)
    name_width = max(map(len, STEPS))
    print(" " * name_width, *titles, sep="  ")
    for step in STEPS:
        cells = (_cell(columns[title][step]).ljust(len(title)) for title in titles)
        print(step.ljust(name_width), *cells, sep="  ")
    print()
    for title in titles:
        for step, reason in columns[title].items():
            if reason not in (None, NOT_REACHED):
                print(f"FAIL  {title}: {step}: {reason}")


def count(columns):
    reasons = [reason for column in columns.values() for reason in column.values()]
    failed = sum(reason is not None for reason in reasons)
    return len(reasons) - failed, failed


def write_table(columns):
    text = DOCUMENT.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{_markdown(columns)}\n{END}{after}")


def _markdown(columns):
    titles = list(columns)
    lines = [
        f"Versions: {_versions()}.",
        "",
        "| step | " + " | ".join(titles) + " | what it shows |",
        "| --- |" + " :-: |" * len(titles) + " --- |",
    ]
    for step, promise in STEPS.items():
        cells = " | ".join(_cell(columns[title][step]) for title in titles)
        lines.append(f"| {step} | {cells} | {promise} |")
    return "\n".join(lines)


def _versions():
    package = json.loads((HERE / "package.json").read_text())
    node = package["dependencies"] | package["optionalDependencies"]
    pins = (HERE / "requirements.txt").read_text().split()
    python = [pin.replace("==", " ") for pin in pins if pin.startswith(("discord.py==", "zstandard=="))]
    return ", ".join([f"{name} {version}" for name, version in node.items()] + python)


def _cell(reason):
    return "ok" if reason is None else "FAIL"
