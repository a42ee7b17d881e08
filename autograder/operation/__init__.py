"""What keeps a course alive for years: copies and their return, formats of earlier versions, a journal."""
