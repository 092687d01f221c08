#!/usr/bin/env python3
"""Writes reference.csv: correctly rounded values of the elementary functions.

Needs Python 3 and mpmath. Each line has the bits of x, the bits of the double
nearest to f(x), and the rest: (f(x) - nearest) in units in the last place of
f(x), between -0.5 and 0.5. The points of a function are uniform over a few
ranges, plus the worst ones that a search over three million points found, so
that the table shows the worst known error and not the luck of a small sample.

    python3 make_reference.py > reference.csv
"""

import random
import struct

import mpmath

mpmath.mp.prec = 200
POINTS = 400

FUNCTIONS = {
    # name: (function, ranges, bits of the worst points known)
    "exp": (
        mpmath.exp,
        [(-1, 1), (-20, 20), (-740, 709)],
        "40284af34661301c 40038ab2b175b257 c0788a9860784976 40038c18259cf383",
    ),
    "sigmoid": (
        lambda x: 1 / (1 + mpmath.exp(-x)),
        [(-4, 4), (-40, 20), (-700, 0)],
        "c00baea9b1d704e7 c00b8f37cbc0ae9e c00bb9bef014c712 c00b989d5acf5076",
    ),
    "tanh": (
        mpmath.tanh,
        [(-0.625, 0.625), (0.5, 1), (-20, 20)],
        "3fe41bedea473068 3fe4420903b60ba8 3fe4688a88b66425 bfe423ca367429f8",
    ),
    "ln": (
        mpmath.log,
        [(0, 1), (0.7, 1.5), (0, 1000)],
        "3fe692f600646a74 3ff680b79fa462d6 3ff66ddcab9b659a 3fe6626edbc55b21",
    ),
    "log1p": (
        mpmath.log1p,
        [(-1, 1), (-0.01, 0.01), (0, 1000)],
        "3fd97044baece603 3fda32605c77a57a 3fda3b22b3cbb950 3fd1d5558f07988d",
    ),
    "softplus": (
        lambda x: mpmath.log1p(mpmath.exp(x)),
        [(-4, 4), (-40, 40), (-700, 0)],
        "bff42a9d7b30cdf8 bff4bd23ab83c36d c00041b3fcddb339 bff494affac65d5d",
    ),
    "sin": (
        mpmath.sin,
        [(-1, 1), (-100, 100), (-1e6, 1e6)],
        "4115d24101993158 c122155a00276cff c111a10898b1ad72 c1260956670ea11e",
    ),
    "cos": (
        mpmath.cos,
        [(-1, 1), (-100, 100), (-1e6, 1e6)],
        "bfe93ab948737bd4 bfe931de3cba1750 bfe94a8c666c2318 bfe936172c95cbb0",
    ),
    "erf": (
        mpmath.erf,
        [(-1, 1), (0.9, 1.5), (-6, 6)],
        "3fefcf1b580b5615 3feecceff44bd3f2 3fee6f145a83aeb0 3fef94edc602c3bc",
    ),
}


def bits(x):
    return struct.pack(">d", x).hex()


def main():
    print("function,x,nearest,rest")
    for name, (f, ranges, worst) in FUNCTIONS.items():
        draw = random.Random(name)
        points = [draw.uniform(*draw.choice(ranges)) for _ in range(POINTS)]
        points += [struct.unpack(">d", bytes.fromhex(w))[0] for w in worst.split()]
        for x in points:
            value = f(mpmath.mpf(x))
            # The exponent of the last place: subnormals end at 2^-1074.
            last = max(mpmath.frexp(value)[1] - 53, -1074)
            scaled = mpmath.ldexp(value, -last)
            whole = mpmath.nint(scaled)
            nearest = float(mpmath.ldexp(whole, last))
            print(f"{name},{bits(x)},{bits(nearest)},{float(scaled - whole):.4f}")


if __name__ == "__main__":
    main()
