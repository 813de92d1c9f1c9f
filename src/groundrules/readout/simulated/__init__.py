"""Experiments made by chance: raw rows whose truth is known, through the readout as anybody's are."""
