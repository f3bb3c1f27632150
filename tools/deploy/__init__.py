"""Bringing a build to patients whole: one file a way to a host, and what they share."""
