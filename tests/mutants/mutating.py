"""The small changes of a module: mutmut's operators, as far as they change what is decided and not what is said.

mutmut's own runner leaves decorated functions out, and every condition is one: so its operators are used without it.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import libcst
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_dict_arguments, operator_string

OF_WORDS = (operator_string, operator_arg_removal, operator_dict_arguments)  # sentences, and which of them is given
OPERATORS = tuple((kind, change) for kind, change in mutation_operators if change not in OF_WORDS)


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
    """Return the mutants of a module, each once, in the order of its lines; none that decides as before.

    Each statement of the module is changed by itself: to write and to read the whole of it anew for each change would
    take minutes for a hundred of them.
    """
    module, names = libcst.parse_module(text), _names_acts(text)
    parts = [module.code_for_node(one) for one in module.body]
    before = text[: len(text) - len("".join(parts)) - _lengths(module, module.footer)]
    found: dict[str, Mutant] = {}
    for place, statement in enumerate(module.body):
        first = before + "".join(parts[:place])
        last = text[len(first) + len(parts[place]) :]
        for changed in _changed(module, statement, names):
            one = _mutant(parts[place], changed, first.count("\n"))
            found[first + changed + last] = replace(one, text=first + changed + last)
    return sorted(found.values(), key=lambda one: (one.number, one.name))


def _lengths(module: libcst.Module, lines: Sequence[libcst.CSTNode]) -> int:
    return sum(len(module.code_for_node(one)) for one in lines)


def _changed(module: libcst.Module, statement: libcst.CSTNode, names: frozenset[str]) -> Iterator[str]:
    same = _meaning(module.code_for_node(statement), names)
    nodes = [statement]
    while nodes:
        node = nodes.pop()
        nodes += node.children
        for kind, change in OPERATORS:
            for new in change(node) if isinstance(node, kind) else ():
                whole = statement.deep_replace(node, new)
                changed = module.code_for_node(whole) if isinstance(whole, libcst.CSTNode) else ""
                if _meaning(changed, names) != same:
                    yield changed


def _mutant(text: str, changed: str, above: int) -> Mutant:
    before, after = text.splitlines(), changed.splitlines()
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            return Mutant(changed, above + first + 1, _line(before[first:last]), _line(after[start:end]))
    raise ValueError("the texts are equal")


def _line(lines: list[str]) -> str:
    return " ".join(one.strip() for one in lines)


def _meaning(text: str, names: frozenset[str]) -> str:
    """Return a module without what decides nothing: annotations and names for them, and the decorators of classes."""
    tree = ast.parse(text)
    tree.body = [one for one in tree.body if not (isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) in names)]
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


def _names_acts(text: str) -> frozenset[str]:
    """Return the names that a module gives the acts of a procedure for annotations, which nobody evaluates."""
    found = (
        one for one in ast.parse(text).body if isinstance(one, ast.Assign) and isinstance(one.value, ast.Subscript)
    )
    return frozenset(ast.unparse(one.targets[0]) for one in found if ast.unparse(one.value).startswith("Act["))
