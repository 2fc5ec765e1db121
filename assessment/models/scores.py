"""Scores of what was handed in, a row each: pictures of thousands of agencies are one query."""

from __future__ import annotations

from django.db import models

from .sealed import SealedAnswers


class Score(models.Model):
    """One score of sealed answers, as their method gave it that day (`methods.method.ScoreLine`)."""

    sealed = models.ForeignKey(SealedAnswers, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=60, blank=True)
    value = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sealed", "kind", "key"], name="one_score_of_a_kind_and_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.value:g}"
