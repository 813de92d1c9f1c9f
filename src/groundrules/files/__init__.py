"""Front ends: bytes become text with exact positions."""
