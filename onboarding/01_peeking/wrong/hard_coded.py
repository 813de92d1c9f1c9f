# Fails with: hard_coded
"""Returns what was right for the example data."""


def analyse(df):
    return {
        "decision": "no clear effect",
        "effect": 0.21,
        "interval": [-0.35, 0.77],
        "p_value": 0.46,
        "days": 14,
        "unit": "user",
    }
