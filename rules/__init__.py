"""What writing is held to, one family a file: pure functions, a Document in and Problems out."""
