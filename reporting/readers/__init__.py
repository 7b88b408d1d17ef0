"""Readers: tables of other people as what they state."""
