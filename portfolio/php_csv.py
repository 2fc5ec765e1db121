"""CSV as PHP's `fputcsv` writes it. Pure.

It differs from everybody else's in one point: inside quotes, a quote after a backslash is not doubled.
"""

from __future__ import annotations


def read(text: str, *, escaped: bool = True) -> list[list[str]]:
    """The lines of a file. ValueError where a quote is never closed.

    A field that ends with a backslash cannot be told from one that goes on with a quote. `escaped=False` reads such a
    field to its end, and the other kind wrongly: whoever knows the number of columns tries both.
    """
    lines, line, at = list[list[str]](), list[str](), 0
    text = text.replace("\r\n", "\n")
    while at < len(text):
        if text[at] == '"':
            field, at = _quoted(text, at + 1, escaped)
        else:
            end = _end(text, at)
            field, at = text[at:end], end
        line.append(field)
        if at >= len(text) or text[at] == "\n":
            lines.append(line)
            line = []
        elif at + 1 == len(text):  # a comma at the very end opens one more field
            lines.append([*line, ""])
            line = []
        at += 1
        if line and at < len(text) and text[at] == "\n":  # an empty field at the end of a line
            lines.append([*line, ""])
            line = []
            at += 1
    return [found for found in lines if found != [""]]


def _end(text: str, at: int) -> int:
    comma, newline = text.find(",", at), text.find("\n", at)
    return min(place if place >= 0 else len(text) for place in (comma, newline))


def _quoted(text: str, at: int, escaped: bool) -> tuple[str, int]:
    """A field from behind its opening quote, and the place of what follows the closing one."""
    field: list[str] = []
    after_backslash = False
    while at < len(text):
        char = text[at]
        if char == '"' and not after_backslash:
            if text[at + 1 : at + 2] != '"':
                rest = _end(text, at + 1)
                return "".join(field) + text[at + 1 : rest], rest
            at += 1
        after_backslash = escaped and char == "\\"
        field.append(char)
        at += 1
    raise ValueError("a quote is not closed")
