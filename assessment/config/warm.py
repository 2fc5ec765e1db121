"""What every worker needs, read before it answers anybody; and before the fork with `gunicorn --preload`.

Nothing here asks the database: a connection must not be shared by processes.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from assessment import health, review
from assessment.build import build
from assessment.methods import published

TEMPLATES = settings.BASE_DIR / "templates"


def warm_up() -> None:
    """Read the declarations, the addresses and the templates."""
    published.all_instruments()
    review.actions(), review.countries(), review.glossary(), review.survey()
    build()
    health.expected_migrations()
    _addresses()
    for path in sorted(TEMPLATES.rglob("*.html")):
        get_template(path.relative_to(TEMPLATES).as_posix())


def _addresses() -> None:
    """Import every page, and sort the addresses by their names: `reverse` would do so at the first link."""
    get_resolver().reverse_dict  # noqa: B018 (made when it is looked at)
