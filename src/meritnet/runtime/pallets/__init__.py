"""The rules, one folder for each idea; several folders may make one pallet of the chain."""
