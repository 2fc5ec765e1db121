"""The method `points`: a sum of item points for each dimension, as a share of what can be reached, and a capability."""
