"""From statements to scores with an interval: one idea a module, plain values, no Django and no language.

    shape         what an instrument declares
    asked         what the arithmetic needs to know of a question
    pooled        several people's statements as one answer of the agency
    twins         sets of answers that are nearly the same
    evidence      whether a record shows anything
    proof         evidence over all questions
    spread        how far people lie apart, and the error this gives a score
    levels        the displayed number, its level and the names that may be written
    counted       points as stated, supported and verified
    interval      between which ends a score lies
    units         what dimensions, areas and the whole have in common; the modules of their names follow
    trust         the grade of confidence
    steering      what leaving answers out may have earned
    patterns      figures on one set of answers
    quality       hints on how the questionnaire was filled in
    sensitivity   whether the message hangs on the weights
    components    what several agencies show of slips and leanings
    card          all of it for one agency
    strong        which answers are strengths

The rules and their reasons: method/maturity/scoring2.md of the project's sources; constants: instrument.yaml.
"""
