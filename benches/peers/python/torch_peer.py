"""PyTorch, eager: its own modules of functions, gradients and optimisers."""

import harness
import torch
from torch.nn import functional

torch.set_num_threads(harness.threads())
torch.set_default_dtype(torch.float64)


def parameters(layers):
    return [torch.from_numpy(array.copy()).requires_grad_() for layer in layers for array in layer]


def forward(params, h, unit=torch.relu):
    for layer in range(0, len(params) - 2, 2):
        h = unit(functional.linear(h, params[layer], params[layer + 1]))
    return functional.linear(h, params[-2], params[-1])


def descend(arguments):
    x, y, layers, rate = harness.regression(arguments)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    unit = torch.sigmoid if arguments.workload == "uat" else torch.relu

    def run():
        params = parameters(layers)
        for _ in range(arguments.steps):
            gradient = torch.autograd.grad(functional.mse_loss(forward(params, x, unit), y), params)
            with torch.no_grad():
                torch._foreach_add_(params, gradient, alpha=-rate)
        with torch.no_grad():
            return functional.mse_loss(forward(params, x, unit), y)

    return 1, run


def digits(arguments):
    x, y, order, layers = harness.digits(arguments)
    x, y, order = torch.from_numpy(x), torch.from_numpy(y).long(), torch.from_numpy(order).long()

    def run():
        params = parameters(layers)
        adam = torch.optim.Adam(params, lr=1e-3, fused=True)
        for epoch in order:
            for rows in epoch.split(64):
                adam.zero_grad()
                functional.cross_entropy(forward(params, x[rows]), y[rows]).backward()
                adam.step()
        with torch.no_grad():
            return functional.cross_entropy(forward(params, x), y)

    return 1, run


def wide(_):
    x, y, layers = harness.wide()
    x, y, params = torch.from_numpy(x), torch.from_numpy(y).long(), parameters(layers)

    def run():
        for _ in range(5):
            loss = functional.cross_entropy(forward(params, x), y)
            gradient = torch.autograd.grad(loss, params)
            with torch.no_grad():
                torch._foreach_add_(params, gradient, alpha=-0.01)
        return loss

    return 5, run


def gram(arguments):
    """By hand, a layer at a time; one gradient, with respect to the layers' outputs, gives every D."""
    x, layers = harness.ntk(arguments)
    x, layers = torch.from_numpy(x), [tuple(map(torch.from_numpy, layer)) for layer in layers]
    square, n = torch.tensor(harness.NTK_BIAS**2), len(x)

    def run():
        h, inputs, outputs = x, [], []
        for (weight, bias), scale in zip(layers, harness.NTK_SCALES):
            inputs.append(h.detach())
            outputs.append(torch.addmm(harness.NTK_BIAS * bias, h, weight.T, alpha=scale).requires_grad_())
            h = torch.relu(outputs[-1])
        adjoints = torch.autograd.grad(outputs[-1].sum(), outputs)
        kernel = torch.zeros(n, n)
        for scale, a, d in zip(harness.NTK_SCALES, inputs, adjoints):
            kernel.addcmul_(torch.addmm(square, a, a.T, alpha=scale**2), d @ d.T)
        return harness.kernel_check(kernel.numpy())

    return 1, run


def least_squares(_):
    """By its default on a processor, LAPACK's gelsy: QR with pivots, which finds the rank."""
    matrices, b = harness.systems()
    matrices, b = [torch.from_numpy(a) for a in matrices], torch.from_numpy(b)[:, None]
    return 1, lambda: sum(torch.linalg.lstsq(a, b, driver="gelsy").solution.norm() for a in matrices)


def product(arguments):
    a, b, products = harness.factors(arguments)
    a, b = torch.from_numpy(a), torch.from_numpy(b)
    c = torch.empty_like(a)

    def run():
        for _ in range(products):
            torch.mm(a, b, out=c)
        return c[0, 0] + c[-1, -1]

    return products, run


def function(arguments):
    x = torch.from_numpy(harness.load("exp_x")[: arguments.n])
    out = torch.empty_like(x)
    apply = getattr(torch, arguments.mode)

    def run():
        for _ in range(harness.CALLS):
            apply(x, out=out)
        return out.sum()

    return harness.CALLS * len(x), run


workloads = dict(uat=descend, deep=descend, digits=digits, wide=wide, ntk=gram, lstsq=least_squares)
harness.main(workloads | dict(gemm=product, exp=function))
