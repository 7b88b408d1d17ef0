"""Pages of the SOP editor."""
