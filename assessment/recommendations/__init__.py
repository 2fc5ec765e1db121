"""Choose the review's actions that answers call for: one module for each scoring method. Pure, like the scoring."""
