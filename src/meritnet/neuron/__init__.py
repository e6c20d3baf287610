"""The engine of miners and validators: signed requests, answers, scores, weights."""
