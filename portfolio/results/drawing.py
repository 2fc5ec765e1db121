"""The map of an agency's projects as a picture: for the page, as SVG, and as PNG."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessment import palette, pdf
from assessment.characters import cured
from portfolio.core.balance import commonest
from portfolio.core.facets import Priority, Zone
from portfolio.core.geometry import Mark, ProjectMap, key_of, priority_weight, project_map
from portfolio.models import labels

from .selection import ZONE_ORDER, Selection

TOP = 345  # units of the picture above its middle
MARGIN = 80  # pixels under the PNG's last line
WIDTH = 2400  # pixels of the PNG: enough for a poster of 20 cm at 300 dpi


class _Row(NamedTuple):
    """What the map tells of a project."""

    pk: UUID
    title: str
    zone: str
    priority: str
    budget: Decimal | None
    currency: str


Weigh = Callable[[_Row], tuple[float | None, str]]  # how large the dot is, and why


def map_of(selection: Selection, address: str = "") -> ProjectMap:
    """Where everything is on the map; `address` is where the dots lead, if anywhere."""
    rows = [_Row(*row) for row in selection.projects.order_by().values_list(*_Row._fields)]
    names = {key: str(name) for key, name in labels.ZONES.items()}
    names[Zone.MIXED] = _("In the middle: %(name)s") % {"name": names[Zone.MIXED]}
    weigh = _by_budget(rows) if selection.by_budget else _by_priority()
    marks = [Mark(str(row.pk), row.title, Zone(row.zone), *weigh(row)) for row in rows]
    return project_map(marks, names, ZONE_ORDER, address)


def _by_priority() -> Weigh:
    known = {
        str(key): (priority_weight(Priority(key)), f"{_('priority')}: {name}")
        for key, name in labels.PRIORITIES.items()
    }
    return lambda row: known[row.priority]


def _by_budget(rows: list[_Row]) -> Weigh:
    """Budgets are compared within one currency, the commonest one; others and none are drawn hollow."""
    main = commonest(row.currency for row in rows if row.budget is not None)
    most = max((r.budget for r in rows if r.budget is not None and r.currency == main), default=0)

    def weigh(row: _Row) -> tuple[float | None, str]:
        if row.budget is None:
            return None, _("no budget given")
        note = f"{row.currency} {number_format(row.budget, 0, force_grouping=True)}"
        return (float(row.budget / most) if most and row.currency == main else None), note

    return weigh


def title_of(selection: Selection, number: int) -> str:
    return _("Map of %(number)d projects of %(agency)s: %(which)s") % {
        "number": number,
        "agency": selection.agency.name,
        "which": selection.words,
    }


def svg(
    found: ProjectMap, title: str, *, standalone: bool = False, leads: bool = False
) -> SafeString:
    """The picture as SVG; `standalone` for a file, `leads` where the dots are links."""
    context: dict[str, object] = {"map": found, "title": title, "dots_lead_on": leads}
    if standalone:
        key = key_of(found)
        context |= {"standalone": True, "key": key, "height": TOP + key.bottom}
    text = cured(render_to_string("charts/map.svg", context).strip())
    return mark_safe(text)  # noqa: S308 (a template escaped it)


def png(found: ProjectMap, title: str, language: str, country: str) -> bytes:
    """The picture as PNG, drawn by the PDF engine so that it looks as it does on paper."""
    import pypdfium2  # loads a large library: only who asks for a PNG should wait
    from PIL import Image, ImageChops

    drawn = svg(found, title)
    titles = found.titles if key_of(found).lines else ()
    context = {"svg": drawn, "title": title, "titles": titles}
    made = pdf.render_document("portfolio/map_picture.html", context, language, country)
    document = pypdfium2.PdfDocument(made)
    try:
        image = document[0].render(scale=WIDTH / document[0].get_width()).to_pil()
        bottom = ImageChops.difference(
            image, Image.new(image.mode, image.size, palette.CARD.light)
        ).getbbox()
        shown = image.crop((0, 0, image.width, bottom[3] + MARGIN)) if bottom else image
        out = io.BytesIO()
        shown.save(out, "PNG", optimize=True)
    finally:
        document.close()
    return out.getvalue()
