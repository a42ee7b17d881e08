"""Templates from which an author starts: a session, a practicum, a case. What they make passes `mentoring check`."""
