"""The method guide: from what is asked and how the data came about to the methods that answer it."""
