"""The doors to judging: `judge` for the judges themselves, `office` and `matters` for the office."""
