"""The numbers that oracle scripts and the tests that read their vectors both make, so that the vectors hold results
only. The tests have them from shared.rs."""

import numpy as np


def numbers(seed, *shape):
    """Numbers in [-1.75, 1.75), about as spread as standard normal ones: SplitMix64 of (seed, position)."""
    with np.errstate(over="ignore"):
        x = np.arange(1, 1 + np.prod(shape), dtype=np.uint64) + np.uint64(seed << 32)
        x = x * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x = x ^ (x >> np.uint64(31))
    return ((x >> np.uint64(11)).astype(np.float64) / 2.0**53 * 3.5 - 1.75).reshape(shape)
