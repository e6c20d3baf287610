"""How rules are declared, dispatched and described, whatever they say."""
