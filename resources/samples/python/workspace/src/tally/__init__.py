"""Money that adds up."""
