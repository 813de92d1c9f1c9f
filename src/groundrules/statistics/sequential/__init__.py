"""Group sequential designs: alpha spent look by look, so that looking early costs no false claims."""
