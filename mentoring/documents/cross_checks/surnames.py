"""Surnames that documents of a package share, whatever the case they stand in."""

from __future__ import annotations


def same(a: str, b: str) -> bool:
    """Two stems of one surname in different cases."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 2


def has(stem: str, among) -> bool:
    return any(same(stem, other) for other in among)
