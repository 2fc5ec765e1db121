"""JSON in: what this program exported, whatever else a stranger puts in its place."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from assessment.characters import cured_all

from .table import Faulty


def read(data: bytes) -> dict[str, object]:
    """The object in a file, its texts cured. Raises Faulty for anything else."""
    try:
        content = cured_all(json.loads(data.decode("utf-8-sig")))
    except (
        ValueError,
        RecursionError,
    ):  # no UTF-8, no JSON, numbers of thousands of digits, nested without end
        raise Faulty([_("The file is not an export of this program.")]) from None
    if not isinstance(content, dict):
        raise Faulty([_("The file is not an export of this program.")])
    return content
