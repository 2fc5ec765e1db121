"""Room for Python's frames, so that a page costs the same however deep in the stack it happens to be drawn.

CPython keeps the frames of functions in chunks of 16 KB and gives a chunk back to the system as soon as its last
frame ends. A loop that calls functions just at the end of a chunk, as templates do, asks the system for memory at every
single call: the same page took 6 ms or 16 ms, depending on nothing but the number of functions around it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

WORDS = (
    2**15
)  # 256 KB: the chunk made for it is twice as large, and the rest of it holds all frames of a request


def room_for_frames(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost middleware: its own frame asks for so much room that one chunk is enough for all others."""

    def roomy(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=WORDS)
    return roomy
