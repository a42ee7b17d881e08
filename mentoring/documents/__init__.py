"""Documents of mentoring that the kit writes. Pure: JSON in, file name and bytes out; no forms, no grading."""
