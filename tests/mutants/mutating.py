"""The small changes of a module: Cosmic Ray's operators, as far as they change what is decided."""

from __future__ import annotations

import ast
import difflib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

COMPARED = ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE")
OPERATORS = (
    *(f"ReplaceComparisonOperator_{one}_{other}" for one, other in itertools.permutations(COMPARED, 2)),
    "ReplaceComparisonOperator_Is_IsNot", "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add", "ReplaceBinaryOperator_Mul_FloorDiv",
    "ReplaceBinaryOperator_FloorDiv_Mul", "ReplaceBinaryOperator_Div_Mul", "ReplaceBinaryOperator_Mod_Mul",
    "ReplaceBinaryOperator_BitAnd_BitOr", "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub",
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: its text, the number of the line, and the line before and after."""

    text: str
    number: int
    before: str
    after: str

    @property
    def name(self) -> str:
        """What it is called in the list of the accepted; without the number, which moves."""
        return f"{self.before} → {self.after}"


def mutants_of(text: str) -> list[Mutant]:
    """Return the mutants of a module, each once, in the order of its lines; none that decides as before."""
    found = {changed: _mutant(text, changed) for changed in _changed(text)}
    return sorted(found.values(), key=lambda one: one.number)


def _changed(text: str) -> Iterator[str]:
    same = _meaning(text)
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        for occurrence in itertools.count():
            changed = mutate_code(text, operator, occurrence)
            if changed is None:
                break
            if _meaning(changed) != same:
                yield changed


def _mutant(text: str, changed: str) -> Mutant:
    before, after = text.splitlines(), changed.splitlines()
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            return Mutant(changed, first + 1, _line(before[first:last]), _line(after[start:end]))
    raise ValueError("the texts are equal")


def _line(lines: list[str]) -> str:
    return " ".join(one.strip() for one in lines)


def _meaning(text: str) -> str:
    """Return a module without what decides nothing: annotations, and whether a value of a class may be changed."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant("")
        elif isinstance(node, ast.ClassDef):
            node.decorator_list = []
    return ast.dump(tree)
