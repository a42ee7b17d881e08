"""Grading: answers in, grades and feedback out. Knows task kinds only through the `autograder.kinds` entry points."""
