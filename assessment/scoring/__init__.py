"""Turn answers into scores: one module for each method. Pure: same instrument and answers, same scores."""
