"""What the commands do around Pelican."""
