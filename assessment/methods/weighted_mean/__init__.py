"""The method `weighted-mean`: question, dimension, area and overall, with coverage, range and confidence."""
