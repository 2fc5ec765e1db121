"""x"""
from __future__ import annotations
import pytest
from .conftest import *
pytestmark = [pytest.mark.browser]
def test_a(visitor, luis):
    page = visitor()
    page.goto("/")
    sign_in(page, luis.email)
    print(page.title(), page.url)
    page = visitor(luis)
    page.goto("/")
    print(page.title(), page.url)
