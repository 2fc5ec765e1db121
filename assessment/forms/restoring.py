"""Going back to an earlier version of a section: the form holds marks of the answers that the page showed."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from .layout import laid_out
from .loaded import LoadedField


class RestoreForm(forms.Form):
    """What is saved now, so that nothing is overwritten that the page did not show."""

    loaded = LoadedField()
    helper = laid_out("loaded")

    def __init__(
        self, data: Mapping[str, str] | None = None, loaded: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, initial={"loaded": loaded or {}}, auto_id="restore-%s")
