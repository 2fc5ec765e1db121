"""Whether everything handed in is still as it was sealed."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from assessment.models import SealedAnswers


class Command(BaseCommand):
    help = "Check the seal of everything handed in, and name each that does not hold; exit status 1 if one does not."

    def handle(self, *args: Any, **options: Any) -> None:
        checked, broken = 0, 0
        for sealed in SealedAnswers.objects.order_by("pk").iterator(chunk_size=100):
            checked += 1
            if sealed.intact:
                continue
            broken += 1
            self.stdout.write(f"{sealed.submission_id} number {sealed.number}: {_fault(sealed)}")
        if broken:
            raise CommandError(f"{broken} of {checked} seals do not hold.", returncode=1)
        self.stdout.write(f"Seals checked: {checked}, all hold.")


def _fault(sealed: SealedAnswers) -> str:
    if not sealed.is_unchanged:
        return "changed after it was sealed: the checksum is another"
    return "not signed with a key of this installation: another SEAL_KEY, or a seal made by somebody else"
