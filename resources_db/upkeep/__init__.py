"""Keeping the directory true: what needs attention, corrections by people, what visitors report."""
