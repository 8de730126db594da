"""Networks: engine, weights registry, encoders, detectors. Knows no window and no catalogue."""
