"""What the lesson's table of recommendations prints, for the port to be compared with.

    python3 tests/oracle/heuristics.py > crates/reproduce/src/experiments/bias_heuristics/printed.txt

The lesson's function, with the indentation that the stored page has lost; blanks inside strings are
as stored. Its two entries that it never prints follow, after a line of dashes.
"""


def estimate_min_layers_for_task(task_compositionality, input_dim):
    recommendations = {
        "tabular_regression": {
            "min_layers": 2,
            "reasoning": "Tabular data rarely has deep hierarchical structure. "
            "3-5 hidden layers typically sufficient.",
            "typical_width": max(64, input_dim * 2),
        },
        "tabular_classification": {
            "min_layers": 3,
            "reasoning": "Classification boundaries can be complex. "
            "Depth adds decision boundary expressivity.",
            "typical_width": max(128, input_dim * 4),
        },
        "image_classification": {
            "min_layers": 10,
            "reasoning": "Images have hierarchical structure: pixels → edges → "
            "shapes → parts → objects. Each layer adds one level.",
            "typical_width": 64,
        },
        "sequence_modeling": {
            "min_layers": 6,
            "reasoning": "Language has multi-level syntax + semantics. "
            "Attention heads at different layers capture different phenomena.",
            "typical_width": 512,
        },
        "molecular_property": {
            "min_layers": 4,
            "reasoning": "Chemical properties depend on multi-hop neighborhoods. "
            "Each GNN layer adds one hop of context.",
            "typical_width": 256,
        },
    }

    if task_compositionality not in recommendations:
        return {"error": f"Unknown task type: {task_compositionality}"}

    rec = recommendations[task_compositionality]
    print(f"Task: {task_compositionality}")
    print(f" Minimum depth: {rec['min_layers']} layers")
    print(f" Reasoning: {rec['reasoning']}")
    print(f" Typical width: {rec['typical_width']}")
    return rec


for task in ["tabular_regression", "image_classification", "sequence_modeling"]:
    estimate_min_layers_for_task(task, input_dim=100)
    print()

print("----")
for task in ["tabular_classification", "molecular_property"]:
    estimate_min_layers_for_task(task, input_dim=100)
    print()
