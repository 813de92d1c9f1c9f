"""The plan of an experiment: what will be tested, how, when it ends and what will then be done."""
