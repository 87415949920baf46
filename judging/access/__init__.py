"""Access functions of judging: `judge` for the judges, `office` and `blockers` for the office."""
