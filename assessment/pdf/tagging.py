"""What WeasyPrint leaves open in a tagged PDF, completed after layout.

Table headers get their scope, annotations the print flag, and running heads become page artefacts: WeasyPrint tags them
as content that hangs in no structure, so that a screen reader would meet them on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

PRINT = 4  # bit 3 of an annotation's flags, ISO 32000-1 table 165


def complete_tags(document: Any, pdf: Any) -> None:
    """A WeasyPrint finisher: changes `pdf` in place."""
    for page in document.pages:
        _scope_headers(page._page_box)  # noqa: SLF001 (there is no public way to the boxes)
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Annot":
            entry["F"] = PRINT
    if "StructTreeRoot" in pdf.catalog:
        _drop_running_heads(pdf)


def _boxes(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)  # out-of-flow boxes are wrapped
    yield box
    for child in getattr(box, "children", None) or ():
        yield from _boxes(child)


def _scope_headers(page_box: Any) -> None:
    for box in _boxes(page_box):
        mark = getattr(box, "mark", None)
        if mark and getattr(box, "element_tag", "") == "th" and "A" in mark:
            row = box.element.attrib.get("scope") == "row"
            mark["A"]["Scope"] = "/Row" if row else "/Column"


def _number(reference: Any) -> int | None:
    """The object number in a reference such as b"12 0 R"."""
    if isinstance(reference, bytes):
        reference = reference.decode()
    return int(reference.split()[0]) if isinstance(reference, str) else None


def _reachable(pdf: Any) -> set[int]:
    """Numbers of the structure elements that hang in the document's tree."""
    found: set[int] = set()
    waiting = [_number(pdf.catalog["StructTreeRoot"])]
    while waiting:
        number = waiting.pop()
        if number is None or number in found:
            continue
        found.add(number)
        element = pdf.objects[number]
        children = element.get("K") if isinstance(element, dict) else None
        waiting.extend(_number(child) for child in children or ())
    return found


def _drop_running_heads(pdf: Any) -> None:
    kept = _reachable(pdf)
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    parents = pdf.objects[_number(root["ParentTree"])]["Nums"]
    pages = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]
    for index, page in enumerate(pages):
        elements = parents[2 * index + 1]  # pairs of page number and its elements
        loose = {mcid for mcid, e in enumerate(elements) if _number(e) not in kept}
        _mark_artefacts(pdf.objects[_number(page["Contents"])].stream, loose)
        for mcid in loose:
            elements[mcid] = "null"
    for entry in pdf.objects:
        loose_element = isinstance(entry, dict) and entry.get("Type") == "/StructElem"
        if loose_element and entry.number not in kept:
            entry.free = "f"


def _mark_artefacts(stream: list[Any], loose: set[int]) -> None:
    """Rewrite `/Span <</MCID n>> BDC` as an artefact where n hangs in no structure."""
    for position, part in enumerate(stream[:-1]):
        opens = isinstance(part, pydyf.Dictionary) and stream[position + 1] == b"BDC"
        if opens and part.get("MCID") in loose:
            stream[position - 1] = "/Artifact"
            stream[position] = pydyf.Dictionary({"Type": "/Pagination"})
