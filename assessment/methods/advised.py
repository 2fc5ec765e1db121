"""What every scoring method's declaration says about advice: which action, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessment import review
from assessment.instruments.declaration import Declaration


def action_and_conditions(
    read: Declaration, raw: Mapping[str, object], *also: str
) -> tuple[str, Sequence[Mapping[str, object]]]:
    """The action's number and the conditions as they are written; `also` are keys that this method knows besides."""
    action = read.take("advice", raw, "action")
    read.known(f"advice {action}", raw, {"action", "when", *also})
    if action not in review.actions():
        raise read.fail("advice", f"no action {action} in the reference data")
    when = read.take(f"advice {action}", raw, "when")
    if not when:
        raise read.fail(f"advice {action}", "when needs at least one condition")
    return str(action), when
