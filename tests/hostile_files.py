"""Files that ask for far more than they weigh, each made when it is needed. None is above the portfolio's 5 MB."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping

from portfolio.files.table import COLUMNS

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
TYPES = f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
LINKS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
PARTS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""


# Does not get smaller: without it, files that unpack to a hundred times their size would be refused for that alone.
NOISE = random.Random(1).randbytes(300_000)  # noqa: S311


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(
    rows: str = ONE, *, after: str = "", styles: str = "", strings: str = "", sheets: str = "", raw: str = ""
) -> bytes:  # fmt: skip
    one = '<sheet name="S" sheetId="1" r:id="r1"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": LINKS,
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheets or one}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": PARTS,
        "xl/worksheets/sheet1.xml": raw
        or f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    parts["xl/noise.bin"] = NOISE
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {MAIN}>{styles}</styleSheet>"
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    return packed(parts)


def open_document(rows: str, raw: str = "") -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    table = f'<table:table table:name="S">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    return packed(
        {
            "mimetype": kind,
            "noise.bin": NOISE,
            "META-INF/manifest.xml": f"<manifest:manifest {OPEN}>{entry}</manifest:manifest>",
            "content.xml": raw
            or f"<office:document-content {OPEN}>{body}</office:document-content>",
        }
    )


def repeated(rows: int, columns: int) -> bytes:
    """One cell that says it is there this many times."""
    cell = f'table:number-columns-repeated="{columns}" office:value-type="string"'
    return open_document(
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell {cell}>'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )


def nested_entities() -> str:
    told = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    cell = '<row r="1"><c t="inlineStr"><is><t>&a8;</t></is></c></row>'
    return f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{told}]><worksheet {MAIN}><sheetData>{cell}</sheetData></worksheet>'


def cells(number: int, each: str) -> str:
    return f'<row r="1">{each * number}</row>'


def far(place: str, row: int) -> str:
    return f'{ONE}<row r="{row}"><c r="{place}"><v>1</v></c></row>'


def projects(number: int, budget: str = "12.500") -> bytes:
    lines = [",".join(COLUMNS).replace("starts", "start").replace("ends", "end")]
    lines += [
        f",Project {n} with a title,mission,adaptive,high,pilot,Unit {n},{'words ' * 20},03/04/2026,05/12/2026,"
        f'"{budget}",PEN,ai; blockchain,other,Partner,https://example.org/{n},{"notes " * 20},active,'
        for n in range(number)
    ]
    return "\n".join(lines).encode()


def answers(number: int) -> bytes:
    return ("question,item,answer\n" + "q01,mission,agree\n" * number).encode()


def many(text: str, number: int) -> str:
    return "".join(text.format(n) for n in range(number))


ATTRIBUTE = "a{}='1' "
MERGED = '<mergeCell ref="A1:B2"/>'
STYLE = '<xf numFmtId="0" fontId="0" applyFont="1"/>'
DATE = '<numFmt numFmtId="{}" formatCode="dd/mm{}"/>'
HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "a million styles": lambda: book(styles=f"<cellXfs>{STYLE * 850_000}</cellXfs>"),
    "300,000 formats": lambda: book(
        styles=f"<numFmts>{''.join(DATE.format(n, n) for n in range(300_000))}</numFmts>"
    ),
    "fonts": lambda: book(styles=f"<fonts>{'<font><b/></font>' * 2_000_000}</fonts>"),
    "a row of 3.6 million cells": lambda: book(cells(3_600_000, "<c/>")),
    "a row of 600,000 values": lambda: book(cells(600_000, "<c><v>1</v></c>")),
    "600,000 rows": lambda: book("<row><c><v>1</v></c></row>" * 600_000),
    "the farthest cell": lambda: book(far("XFD1048576", 1_048_576)),
    "a far cell": lambda: book(far("S190000", 190_000)),
    "a far and wide cell": lambda: book(far("XFD190000", 190_000)),
    "a far cell in rows without numbers": lambda: book(
        '<row><c r="A1"><v>1</v></c></row><row><c r="C1048576"><v>1</v></c></row>'
    ),
    "empty strings": lambda: book(strings="<si/>" * 5_000_000),
    "short strings": lambda: book(strings="<si><t>a</t></si>" * 2_000_000),
    "one string of 38 MB": lambda: book(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        strings=f"<si><t>{'a' * 38_000_000}</t></si>",
    ),
    "one string 100,000 times": lambda: book(
        cells(100_000, '<c t="s"><v>0</v></c>'), strings=f"<si><t>{'a' * 1_000_000}</t></si>"
    ),
    "deep XML": lambda: book(raw="<a>" * 8_000_000),
    "deep entities": lambda: book(raw=nested_entities()),
    "half a cell again and again": lambda: book(raw="<c " * 8_000_000),
    "half a formula again and again": lambda: book(raw='<c r="A1"><f>' * 2_000_000),
    "attributes": lambda: book(f'<row r="1"><c {many(ATTRIBUTE, 900_000)}/></row>'),
    "merged cells": lambda: book(after=f"<mergeCells>{MERGED * 1_200_000}</mergeCells>"),
    "sheets": lambda: book(
        sheets="".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in range(300_000))
    ),
    "a bomb": lambda: packed({"xl/workbook.xml": "0" * 100_000_000}),
    "parts": lambda: packed({f"p{n}": "" for n in range(30_000)}),
    "OpenDocument, all rows and columns": lambda: repeated(1_048_576, 16_384),
    "OpenDocument, all rows": lambda: repeated(1_048_576, 1),
    "OpenDocument, columns without end": lambda: repeated(1, 2_000_000_000),
    "OpenDocument, deep": lambda: open_document("", raw="<a>" * 8_000_000),
    "OpenDocument, cells": lambda: open_document(
        f"<table:table-row>{'<table:table-cell/>' * 1_900_000}</table:table-row>"
    ),
    "commas": lambda: b"," * 5_000_000,
    "semicolons": lambda: b"a" + b";" * 4_999_999,
    "line ends": lambda: b"\n" * 5_000_000,
    "old line ends": lambda: b"\r" * 5_000_000,
    "short lines": lambda: b"a\n" * 2_500_000,
    "quotation marks": lambda: b'"' * 5_000_000,
    "empty quoted cells": lambda: b'"",' * 1_666_666,
    "an open quotation": lambda: b'"' + b"a,\n" * 1_666_666,
    "backslashes and quotation marks": lambda: b'"\\"' * 1_666_666,
    "letters of Windows": lambda: b"\xe1\xf1," * 1_666_666,
    "UTF-16": lambda: ("a,\n" * 833_000).encode("utf-16"),
    "a separator without end": lambda: b"sep=" + b" " * 4_999_990,
    "characters to be cured": lambda: b"\x0b," * 2_500_000,
    "accents upon accents": lambda: ("\u0315\u0300" * 1_200_000).encode(),
    "as wide as allowed": lambda: ("a," * 149 + "\n").encode() * 16_000,
    "nested JSON": lambda: b"[" * 2_000_000,
    "a number of two million digits": lambda: b'{"a":' + b"9" * 1_999_000 + b"}",
    "empty JSON objects": lambda: b'{"answers":[' + b"{}," * 600_000 + b"{}]}",
    "answers to one question": lambda: json.dumps(
        {
            "instrument": "portfolio_snapshot",
            "version": 1,
            "answers": {"purpose": {f"q{n}": {"a": "b"} for n in range(90_000)}},
        }
    ).encode(),
    "a row again and again": lambda: answers(12_000),
    "10,000 projects": lambda: projects(10_000)[:5_000_000],
    "5,000 faulty projects": lambda: projects(5_000, budget="nothing"),
}
