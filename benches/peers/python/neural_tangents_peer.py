"""neural_tangents: its own layers, and the tangent kernel by structured derivatives, the fastest of its ways here."""

import sys
import time
import types

import jax
import jax.numpy as jnp
import numpy as np
from harness import NTK, NTK_BIAS, NTK_SPREADS, kernel_check, main, ntk
from jax._src import source_info_util
from jax.interpreters import ad

# The package imports its experiments with TensorFlow, of which nothing is used here; and structured derivatives look
# for two names where JAX 0.4.30 no longer has them.
sys.modules["neural_tangents.experimental"] = types.ModuleType("neural_tangents.experimental")
ad.source_info_util, ad.config = source_info_util, types.SimpleNamespace(jax_enable_checks=False)

import neural_tangents as nt
from neural_tangents import stax

jax.config.update("jax_enable_x64", True)
compiling = 0.0


def gram(arguments):
    global compiling
    x, layers = jax.tree.map(jnp.asarray, ntk(arguments))
    network, params = [], []
    for (weight, bias), width, spread in zip(layers, NTK[1:], NTK_SPREADS):
        network += [stax.Dense(width, spread**0.5, NTK_BIAS), stax.Relu()]
        params += [(weight.T, bias[None]), ()]
    _, apply, _ = stax.serial(*network[:-1])
    way = nt.NtkImplementation.STRUCTURED_DERIVATIVES
    kernel = nt.empirical_ntk_fn(apply, trace_axes=(-1,), vmap_axes=0, implementation=way)
    start = time.process_time()
    run = jax.jit(lambda x, params: kernel(x, None, params)).lower(x, params[:-1]).compile()
    compiling = time.process_time() - start
    return 1, lambda: kernel_check(np.asarray(run(x, params[:-1])))


main(dict(ntk=gram), lambda: compiling)
