"""Convoca: communities of practice of local governments, cycle by cycle."""

__version__ = "0.1.0"
