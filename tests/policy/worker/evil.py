"""Rules that a stranger could write, each in a module of the small bundle."""

from __future__ import annotations

from tests.policy.small import other

LOOP = "count([1 | some i in numbers.range(1, 9000); some j in numbers.range(1, 9000); i * j == -1])"
PANIC = 'strings.count("abc", "")'
MEMORY = "[numbers.range(i, i + 100000) | some i in numbers.range(1, 100000)]"
FLOOD = '[concat("", [sprintf("%01000d", [i]) | some i in numbers.range(1, 100)]) | some j in numbers.range(1, 800)]'


def lib(expression: str) -> str:
    """A module whose rule ``wild`` is the expression, on line 5."""
    return f"package mlgate.lib.wild\n\ntame := 1\n\nwild := {expression}\n"


def bundle(expression: str) -> dict[str, str]:
    """Two tame controls, and a third that rests on a wild rule."""
    wild = other(3).replace('"args": {}}', '"args": {"wild": data.mlgate.lib.wild.wild}}')
    wild = wild.replace(
        "\tsome item in", "\tcount([data.mlgate.lib.wild.wild]) >= data.mlgate.lib.wild.tame\n\tsome item in"
    )
    return {
        "controls/other/o1/o1.rego": other(1),
        "controls/other/o2/o2.rego": other(2),
        "controls/other/o3/o3.rego": wild,
        "lib/wild/wild.rego": lib(expression),
    }


def nested(levels: int) -> str:
    """A literal that the engine's parser reads again and again at every level."""
    return "{" * levels + "1" + "}" * levels


def slow_to_read() -> str:
    """A module within every guard that takes the parser minutes."""
    rules = "\n".join(f"x{number} := {nested(12)}" for number in range(1900))
    return f"package mlgate.lib.wild\n\n{rules}\n"
