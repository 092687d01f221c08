"""JAX: every loop inside one compiled function (`jit` and `lax.scan`), in double precision."""

import time

import harness
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

jax.config.update("jax_enable_x64", True)
compiling = 0.0


def compiled(function, *arguments, **options):
    """Compiles ahead of time, so that no repetition waits for it."""
    global compiling
    start = time.process_time()
    function = jax.jit(function, **options).lower(*arguments).compile()
    compiling += time.process_time() - start
    return function


def forward(layers, h, unit=jax.nn.relu):
    for weight, bias in layers[:-1]:
        h = unit(h @ weight.T + bias)
    weight, bias = layers[-1]
    return h @ weight.T + bias


def stepped(layers, gradient, rate):
    return jax.tree.map(lambda param, slope: param - rate * slope, layers, gradient)


def descend(arguments):
    x, y, layers, rate = jax.tree.map(jnp.asarray, harness.regression(arguments))
    unit = jax.nn.sigmoid if arguments.workload == "uat" else jax.nn.relu

    def error(layers):
        return jnp.mean((forward(layers, x, unit) - y) ** 2)

    def step(layers, _):
        return stepped(layers, jax.grad(error)(layers), rate), None

    def loop(layers):
        return error(lax.scan(step, layers, None, length=arguments.steps)[0])

    run = compiled(loop, layers)
    return 1, lambda: run(layers)


def cross_entropy(layers, x, labels):
    chosen = jnp.take_along_axis(jax.nn.log_softmax(forward(layers, x)), labels[:, None], axis=1)
    return -jnp.mean(chosen)


def classify_digits(arguments):
    x, y, order, layers = jax.tree.map(jnp.asarray, harness.digits(arguments))

    def step(state, rows):
        layers, mean, square, t = state
        gradient, t = jax.grad(cross_entropy)(layers, x[rows], y[rows]), t + 1
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
        square = jax.tree.map(lambda v, g: 0.999 * v + (1 - 0.999) * g * g, square, gradient)
        rate, scale = 1e-3 / (1 - 0.9**t), 1 / (1 - 0.999**t)
        layers = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(scale * v) + 1e-8), layers, mean, square)
        return (layers, mean, square, t), None

    def epoch(state, rows):
        whole = len(rows) // 64 * 64
        state, _ = lax.scan(step, state, rows[:whole].reshape(-1, 64))
        return step(state, rows[whole:])

    def loop(layers, order):
        zeros = jax.tree.map(jnp.zeros_like, layers)
        (layers, *_), _ = lax.scan(epoch, (layers, zeros, zeros, 0.0), order)
        return cross_entropy(layers, x, y)

    run = compiled(loop, layers, order)
    return 1, lambda: run(layers, order)


def classify_wide(_):
    x, y, start = jax.tree.map(jnp.asarray, harness.wide())

    def step(layers):
        loss, gradient = jax.value_and_grad(cross_entropy)(layers, x, y)
        return stepped(layers, gradient, 0.01), loss

    one = compiled(step, start, donate_argnums=0)
    layers = start

    def run():
        nonlocal layers
        for _ in range(5):
            layers, loss = one(layers)
        return loss

    return 5, run


def gram(arguments):
    """By hand, a layer at a time; one gradient, with respect to shifts of the layers' outputs, gives every D."""
    x, layers = jax.tree.map(jnp.asarray, harness.ntk(arguments))

    def total(shifts, x):
        h, inputs = x, []
        for layer, ((weight, bias), scale) in enumerate(zip(layers, harness.NTK_SCALES)):
            inputs.append(h)
            h = scale * (h @ weight.T) + harness.NTK_BIAS * bias + shifts[layer]
            h = jax.nn.relu(h) if layer + 1 < len(layers) else h
        return h.sum(), inputs

    def kernel(x):
        shifts = [jnp.zeros((len(x), width)) for width in harness.NTK[1:]]
        adjoints, inputs = jax.grad(total, has_aux=True)(shifts, x)
        terms = zip(harness.NTK_SCALES, inputs, adjoints)
        return sum((scale**2 * (a @ a.T) + harness.NTK_BIAS**2) * (d @ d.T) for scale, a, d in terms)

    run = compiled(kernel, x)
    return 1, lambda: harness.kernel_check(np.asarray(run(x)))


def least_squares(_):
    """All sizes in one compiled function; by its only way, the singular values."""
    matrices, b = jax.tree.map(jnp.asarray, harness.systems())
    run = compiled(lambda matrices, b: sum(jnp.linalg.norm(jnp.linalg.lstsq(a, b)[0]) for a in matrices), matrices, b)
    return 1, lambda: run(matrices, b)


def product(arguments):
    a, b, products = harness.factors(arguments)
    a, b = jnp.asarray(a), jnp.asarray(b)
    multiply = compiled(jnp.matmul, a, b)

    def run():
        for _ in range(products):
            c = multiply(a, b)
        return c[0, 0] + c[-1, -1]

    return products, run


def function(arguments):
    """Into the buffer of the call before."""
    apply = {"exp": jnp.exp, "sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "sin": jnp.sin}[arguments.mode]
    x = jnp.asarray(harness.load("exp_x")[: arguments.n])
    into = compiled(lambda x, _: apply(x), x, x, donate_argnums=1, keep_unused=True)

    def run():
        out = jnp.zeros_like(x)
        for _ in range(harness.CALLS):
            out = into(x, out)
        return out.sum()

    return harness.CALLS * len(x), run


workloads = dict(uat=descend, deep=descend, digits=classify_digits, wide=classify_wide, ntk=gram)
harness.main(workloads | dict(lstsq=least_squares, gemm=product, exp=function), lambda: compiling)
