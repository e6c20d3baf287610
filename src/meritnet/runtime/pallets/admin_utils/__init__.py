"""AdminUtils: the calls with which root and subnet owners change hyperparameters."""
