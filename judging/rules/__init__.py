"""The scoring regulation as pure functions: totals, ranks, discrepancies, states, outcomes of score ops.

Standard library only; no clock, no randomness, no database. docs/SCORING.md explains the terms and the rules.
"""
