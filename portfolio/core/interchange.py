"""Project maps as other programs write them: the form of the reference's vectors. Pure.

One map is `{"projects": [{"id", "purpose", "driver", "priority"}]}`, which may carry other things around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from .facets import Driver, Priority, Purpose, Zone, count, zone_of

AROUND = {"id", "kind", "tag", "expected", "projects"}
KINDS: Mapping[str, type[StrEnum]] = {"purpose": Purpose, "driver": Driver, "priority": Priority}
KNOWN = {"id", "title", *KINDS}
OPTIONAL = {"priority"}  # no matter for the zone


def map_as_json(raw: Mapping[str, object]) -> tuple[Mapping[str, object], list[str]]:
    """`zone` by project and `count` by zone of one map, or a sentence for each fault."""
    faults = [f"unknown key {key!r}" for key in raw if key not in AROUND]
    projects = raw.get("projects")
    if not isinstance(projects, list):
        return {}, [*faults, "the projects must be a list"]
    seen = set[str]()
    for place, project in enumerate(projects, start=1):
        faults += [f"project {place}: {fault}" for fault in _faults(project, seen)]
    if faults:
        return {}, faults
    zones = {str(p["id"]): zone_of(Purpose(p["purpose"]), Driver(p["driver"])) for p in projects}
    return {"zone": zones, "count": count(zones.values())}, []


def _faults(project: object, seen: set[str]) -> Iterator[str]:
    if not isinstance(project, dict):
        yield "expected an object"
        return
    yield from (f"unknown key {key!r}" for key in project if key not in KNOWN)
    key = project.get("id")
    if type(key) not in (str, int):
        yield "the id must be text or a whole number"
    elif str(key) in seen:
        yield f"the id {key!r} is given twice"
    seen.add(str(key))
    for name, kind in KINDS.items():
        value = project.get(name)
        if value is None and name in OPTIONAL:
            continue
        if not isinstance(value, str) or value not in list(kind):
            yield f"the {name} must be one of {', '.join(kind)}"


def map_schema() -> Mapping[str, object]:
    """The JSON Schema of one line of input and of one line of output."""
    key = {"type": ["string", "integer"]}
    choices = {name: {"enum": list(kind)} for name, kind in KINDS.items()}
    project = {
        "type": "object",
        "properties": {"id": key, "title": {"type": "string"}, **choices},
        "required": ["id", "purpose", "driver"],
        "additionalProperties": False,
    }
    zone = {"enum": list(Zone)}
    number = {"type": "integer", "minimum": 0}
    output = {
        "id": key,
        "zone": {"type": "object", "additionalProperties": zone},
        "count": {"type": "object", "properties": dict.fromkeys(Zone, number)},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "project_map",
        "$defs": {
            "input": {
                "type": "object",
                "properties": {"id": key, "projects": {"type": "array", "items": project}},
                "required": ["projects"],
            },
            "output": {"type": "object", "properties": output},
        },
    }
