"""The scoring regulation as pure functions: marks → totals → places, discrepancies, states, sync verdicts.

Standard library only; no clock, no randomness, no database. The words are explained in docs/SCORING.md.
"""
