"""Proofs that no acknowledged score is lost or counted twice: killed servers and a faulty network."""
