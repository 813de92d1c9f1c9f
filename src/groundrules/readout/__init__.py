"""The readout of an experiment: guards first, then estimates, verdicts and the decision that the plan agreed."""
