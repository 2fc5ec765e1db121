"""What a browser says about itself, in the names that people know it by. Pure.

Only names that need no translation; what is not known is left out, and a made-up one is no more than that.
"""

from __future__ import annotations

# The first that is named counts: browsers name those that they want to be taken for as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """As in "Firefox, Windows"; empty where nothing is known."""
    found = (
        next((name for mark, name in names if mark in agent), "") for names in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)
