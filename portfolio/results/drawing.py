"""The map of an agency's projects as a picture: for the page, as SVG, and as PNG."""

from __future__ import annotations

import io
from typing import Any

from django.template.loader import render_to_string
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


def map_of(selection: Selection, address: str = "") -> ProjectMap:
    """Where everything is on the map; `address` is where the dots lead, if anywhere."""
    fields = ("pk", "title", "zone", "priority", "budget", "currency")
    rows = selection.projects.order_by().values_list(*fields)
    names = {key: str(name) for key, name in labels.ZONES.items()}
    names[Zone.MIXED] = _("In the middle: %(name)s") % {"name": names[Zone.MIXED]}
    weigh = _by_budget(list(rows)) if selection.by_budget else _by_priority()
    marks = [
        Mark(str(pk), title, Zone(zone), *weigh(priority, budget, currency))
        for pk, title, zone, priority, budget, currency in rows
    ]
    return project_map(marks, names, ZONE_ORDER, address)


def _by_priority() -> Any:
    known = {
        str(key): (priority_weight(Priority(key)), f"{_('priority')}: {name}")
        for key, name in labels.PRIORITIES.items()
    }
    return lambda priority, budget, currency: known[priority]


def _by_budget(rows: list[Any]) -> Any:
    """Budgets are compared within one currency, the commonest one; others and none are drawn hollow."""
    main = commonest(currency for *_rest, budget, currency in rows if budget is not None)
    most = max((b for *_rest, b, c in rows if b is not None and c == main), default=0)

    def weigh(priority: str, budget: Any, currency: str) -> tuple[float | None, str]:
        if budget is None:
            return None, _("no budget given")
        note = f"{currency} {budget:,.0f}"
        return (float(budget / most) if most and currency == main else None), note

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
    context: dict[str, Any] = {"map": found, "title": title, "dots_lead_on": leads}
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
