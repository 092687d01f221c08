"""NumPy: the lesson's own loop (--mode lesson), and the same work written well."""

import harness
import numpy as np


def lesson(arguments):
    """The loop as the page has it."""
    x_train, y_train, ((w1, c1), (w2, c2)), lr = harness.regression(arguments)
    n_points = len(x_train)

    def sigmoid(x):
        return 1 / (1 + np.exp(-np.clip(x, -500, 500)))

    def run():
        W1, b1, W2, b2 = w1.copy(), c1.copy(), w2.copy(), c2.copy()
        for _ in range(arguments.steps):
            Z1 = x_train @ W1.T + b1
            H1 = sigmoid(Z1)
            Z2 = H1 @ W2.T + b2
            y_pred = Z2
            diff = y_pred - y_train
            np.mean(diff**2)
            d_Z2 = 2 * diff / n_points
            d_W2 = d_Z2.T @ H1
            d_b2 = d_Z2.sum(axis=0)
            d_H1 = d_Z2 @ W2
            d_Z1 = d_H1 * H1 * (1 - H1)
            d_W1 = d_Z1.T @ x_train
            d_b1 = d_Z1.sum(axis=0)
            W1 -= lr * d_W1
            b1 -= lr * d_b1
            W2 -= lr * d_W2
            b2 -= lr * d_b2
        return np.mean((sigmoid(x_train @ W1.T + b1) @ W2.T + b2 - y_train) ** 2)

    return 1, run


def uat(arguments):
    """A row for each unit, buffers that are reused, no clipping, and the outer weight outside of the sums."""
    if arguments.mode == "lesson":
        return lesson(arguments)
    x, y, ((w1, _), (w2, _)), rate = harness.regression(arguments)
    (n, hidden), y = (len(x), len(w1)), y[:, 0]
    inputs = np.vstack([x[:, 0], np.ones(n)])
    s, slope, minus = np.empty((hidden, n)), np.empty((hidden, n)), np.empty((hidden, 2))

    def forward(first, second, bias):
        np.negative(first, out=minus)
        np.matmul(minus, inputs, out=s)
        np.exp(s, out=s)
        np.add(s, 1, out=s)
        np.reciprocal(s, out=s)
        return second @ s + (bias - y)

    def run():
        first, second, bias = np.hstack([w1, np.zeros((hidden, 1))]), w2[0].copy(), 0.0
        for _ in range(arguments.steps):
            error = forward(first, second, bias)
            error *= 2 / n
            np.subtract(1, s, out=slope)
            np.multiply(slope, s, out=slope)
            np.multiply(slope, error, out=slope)
            step = slope @ inputs.T
            step *= second[:, None]
            second -= rate * (s @ error)
            first -= rate * step
            bias -= rate * error.sum()
        return np.mean(forward(first, second, bias) ** 2)

    return 1, run


def activations(layers, x):
    """The input of every layer, and the output."""
    values = [x]
    for weight, bias in layers:
        z = values[-1] @ weight.T
        z += bias
        if len(values) < len(layers):
            np.maximum(z, 0, out=z)
        values.append(z)
    return values


def gradients(layers, values, adjoint):
    """Of every layer, last one first."""
    for (weight, _), inputs in zip(reversed(layers), reversed(values[:-1])):
        yield adjoint.T @ inputs, adjoint.sum(axis=0)
        if inputs is not values[0]:
            adjoint = adjoint @ weight
            adjoint *= inputs > 0


def copies(layers):
    return [(weight.copy(), bias.copy()) for weight, bias in layers]


def descend(layers, values, adjoint, rate):
    # All gradients first: they are read from the weights that the update changes.
    for layer, gradient in zip(reversed(layers), list(gradients(layers, values, adjoint))):
        for param, slope in zip(layer, gradient):
            slope *= rate
            param -= slope


def deep(arguments):
    x, y, start, rate = harness.regression(arguments)

    def run():
        layers = copies(start)
        for _ in range(arguments.steps):
            values = activations(layers, x)
            descend(layers, values, (values[-1] - y) * (2 / len(x)), rate)
        return np.mean((activations(layers, x)[-1] - y) ** 2)

    return 1, run


def cross_entropy(z, labels):
    """The mean, and its gradient."""
    rows = np.arange(len(labels))
    z = z - z.max(axis=1, keepdims=True)
    adjoint = np.exp(z)
    sums = adjoint.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - z[rows, labels])
    adjoint /= sums
    adjoint[rows, labels] -= 1
    adjoint /= len(labels)
    return loss, adjoint


def classify_digits(arguments):
    x, y, order, start = harness.digits(arguments)

    def run():
        layers, t = copies(start), 0
        params = [param for layer in reversed(layers) for param in layer]
        moments = [(np.zeros_like(param), np.zeros_like(param)) for param in params]
        for epoch in order:
            for first in range(0, len(epoch), 64):
                rows, t = epoch[first : first + 64], t + 1
                values = activations(layers, x[rows])
                _, adjoint = cross_entropy(values[-1], y[rows])
                slopes = [slope for pair in gradients(layers, values, adjoint) for slope in pair]
                rate, root = 1e-3 / (1 - 0.9**t), (1 - 0.999**t) ** 0.5
                for param, slope, (mean, square) in zip(params, slopes, moments):
                    mean *= 0.9
                    mean += 0.1 * slope
                    square *= 0.999
                    slope *= slope
                    slope *= 1 - 0.999
                    square += slope
                    scale = np.sqrt(square)
                    scale /= root
                    scale += 1e-8
                    np.divide(mean, scale, out=scale)
                    scale *= rate
                    param -= scale
        return cross_entropy(activations(layers, x)[-1], y)[0]

    return 1, run


def classify_wide(_):
    x, y, layers = harness.wide()

    def run():
        for _ in range(5):
            values = activations(layers, x)
            loss, adjoint = cross_entropy(values[-1], y)
            descend(layers, values, adjoint, 0.01)
        return loss

    return 5, run


def gram(arguments):
    """The sum over layers of (s² A Aᵀ + b²) * (D Dᵀ): NumPy makes half of a product A Aᵀ and mirrors it."""
    x, layers = harness.ntk(arguments)

    def run():
        inputs, adjoint, kernel = [x], np.ones((len(x), 1)), 0
        for (weight, bias), scale in zip(layers[:-1], harness.NTK_SCALES):
            z = inputs[-1] @ weight.T
            z *= scale
            z += harness.NTK_BIAS * bias
            inputs.append(np.maximum(z, 0, out=z))
        for layer in (2, 1, 0):
            term = inputs[layer] @ inputs[layer].T
            term *= harness.NTK_SCALES[layer] ** 2
            term += harness.NTK_BIAS**2
            term *= adjoint @ adjoint.T
            kernel += term
            adjoint = adjoint @ layers[layer][0]
            adjoint *= harness.NTK_SCALES[layer]
            adjoint *= inputs[layer] > 0
        return harness.kernel_check(kernel)

    return 1, run


def least_squares(_):
    matrices, b = harness.systems()
    return 1, lambda: sum(np.linalg.norm(np.linalg.lstsq(a, b, rcond=None)[0]) for a in matrices)


def product(arguments):
    a, b, products = harness.factors(arguments)
    c = np.empty_like(a)

    def run():
        for _ in range(products):
            np.matmul(a, b, out=c)
        return c[0, 0] + c[-1, -1]

    return products, run


def function(arguments):
    """NumPy's own; for the sigmoid either four passes in place or SciPy's (--mode scipy-sigmoid)."""
    x = harness.load("exp_x")[: arguments.n]
    out = np.empty_like(x)
    apply = {"exp": np.exp, "tanh": np.tanh, "sin": np.sin}.get(arguments.mode)
    if arguments.mode == "scipy-sigmoid":
        from scipy.special import expit as apply

    def sigmoid(x, out):
        np.negative(x, out=out)
        np.exp(out, out=out)
        np.add(out, 1, out=out)
        np.reciprocal(out, out=out)

    apply = apply or sigmoid

    def run():
        for _ in range(harness.CALLS):
            apply(x, out=out)
        return out.sum()

    return harness.CALLS * len(x), run


harness.main(
    dict(
        uat=uat,
        deep=deep,
        digits=classify_digits,
        wide=classify_wide,
        ntk=gram,
        lstsq=least_squares,
        gemm=product,
        exp=function,
    )
)
