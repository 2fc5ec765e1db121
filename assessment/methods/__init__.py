"""How instruments are scored: one package a method, all of one shape.

    shape         what an instrument tells the method: frozen data
    declaration   reading that from instrument.yaml, and checking it
    scoring       answers to scores; pure, without rounding for the eye
    explanation   why a score is what it is
    advice        which of the review's actions are called for
    results       all of it for a reader, page and PDF alike
    interchange   answers in and scores out as JSON, with their schemas
    method        the one object that the registry knows

A new method is one more such package, its templates, and a line in `registry`. Where the arithmetic is long it has a
package of its own, `core`, with `shape` in it.
"""
