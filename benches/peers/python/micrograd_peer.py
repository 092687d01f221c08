"""micrograd, the teaching engine: its own network and loss."""

from harness import load, main
from micrograd.nn import MLP


def scalar(_):
    points, labels = load("scalar_x", -1, 2).tolist(), load("scalar_y").tolist()
    model = MLP(2, [16, 16, 1])
    for number, layer in enumerate(model.layers):
        for neuron, weights in zip(layer.neurons, load(f"scalar_W{number}", len(layer.neurons), -1).tolist()):
            for variable, weight in zip(neuron.w, weights):
                variable.data = weight

    def run():
        model.zero_grad()
        hinges = [(1 - label * model(point)).relu() for point, label in zip(points, labels)]
        params = model.parameters()
        loss = sum(hinges) * (1 / len(hinges)) + 1e-4 * sum(param * param for param in params)
        loss.backward()
        return loss.data + sum(abs(param.grad) for param in params)

    return 1, run


main(dict(scalar=scalar))
