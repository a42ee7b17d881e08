"""A webinar from session blocks: slides, PDF, speaker notes, a guide for the facilitator, a handout."""
