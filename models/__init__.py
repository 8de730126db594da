"""Networks: engine, weights registry, encoders, detectors. Knows no window and no catalogue.

`hub` knows which models are here, `engine` runs them; `backends` lists what can run.
"""
