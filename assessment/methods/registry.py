"""The scoring methods there are, by the name that declarations give them."""

from __future__ import annotations

from assessment.instruments import Instrument

from .mean_of_people.method import MeanOfPeopleMethod
from .method import Method
from .points.method import PointsMethod
from .weighted_mean.method import WeightedMeanMethod

METHODS: dict[str, Method] = {
    method.key: method for method in (PointsMethod(), WeightedMeanMethod(), MeanOfPeopleMethod())
}


def method_of(instrument: Instrument) -> Method:
    """The method that an instrument is scored with."""
    return METHODS[instrument.scoring.method]
