"""Runtime APIs: reads over state that clients call with `state_call`, one file per topic."""
