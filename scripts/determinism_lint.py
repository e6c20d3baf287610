"""Reports what could make rule-executing code give different results on two machines.

    python scripts/determinism_lint.py [FILE_OR_FOLDER ...]

Two ways to allow what a rule forbids, both with a reason that a reviewer reads:
`# exact: reason` at the end of a line (the figure is exact whatever the machine), and a first-level comment
`# determinism: read-only (reason)` for a file that only reads state for people and never writes any.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
RULE_CODE = [
    "src/meritnet/primitives",
    "src/meritnet/codec",
    "src/meritnet/crypto",
    "src/meritnet/state/overlay.py",
    "src/meritnet/state/items.py",
    "src/meritnet/state/trie.py",
    "src/meritnet/state/trie_codec.py",
    "src/meritnet/state/trie_nodes.py",
    "src/meritnet/state/ordered_root.py",
    "src/meritnet/runtime",
]
"""What executes the rules of the chain: everything that can reach state or its root."""

FORBIDDEN_MODULES = {
    "time": "the clock differs between machines; take the time from the block's timestamp",
    "datetime": "the clock differs between machines; take the time from the block's timestamp",
    "random": "random figures differ between machines; draw from the block's hash",
    "secrets": "random figures differ between machines; draw from the block's hash",
    "uuid": "identifiers differ between machines; derive them from state",
    "socket": "the network differs between machines",
    "threading": "the order of threads differs between runs",
    "multiprocessing": "the order of processes differs between runs",
    "asyncio": "the order of tasks differs between runs",
    "concurrent": "the order of threads differs between runs",
    "decimal": "its result depends on a context that anyone can change; use integers",
    "locale": "it depends on the environment",
}
FORBIDDEN_ATTRIBUTES = {
    ("os", "environ"): "the environment differs between machines",
    ("os", "getenv"): "the environment differs between machines",
    ("os", "urandom"): "random figures differ between machines",
    ("np", "random"): "random figures differ between machines",
    ("numpy", "random"): "random figures differ between machines",
}
FORBIDDEN_CALLS = {
    "float": "floating point differs between machines; use integers or primitives.fixed",
    "complex": "floating point differs between machines; use integers or primitives.fixed",
    "hash": "the hash of text and bytes differs between processes; use primitives.hashing",
    "id": "addresses differ between processes; compare by value",
}
EXACT_MATH = {"isqrt", "gcd", "lcm", "comb", "perm", "factorial"}
FLOAT_DTYPES = {"longdouble", "double", "single", "half", "floating", "inexact"} | {
    *(f"float{bits}" for bits in (16, 32, 64, 96, 128)),
    *(f"complex{bits}" for bits in (64, 128, 256)),
}
ORDER_KEEPERS = {"list", "tuple", "enumerate", "iter", "next", "map", "filter", "zip", "reversed", "dict"}
"""Builtins whose result keeps the order of what they are given."""
ORDER_FREE = {"sorted", "len", "min", "max", "sum", "any", "all", "set", "frozenset"}
"""Builtins whose result does not depend on the order of what they are given."""
SET_METHODS = {"union", "intersection", "difference", "symmetric_difference"}

EXACT = re.compile(r"#.*\bexact: \S")
READ_ONLY = re.compile(r"^# determinism: read-only \(.+\)\s*$", re.MULTILINE)


class Finding(NamedTuple):
    """One place that breaks a rule."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        """Return the finding as compilers print theirs."""
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


def check_source(source: str, path: str) -> list[Finding]:
    """Return everything in one file that breaks a rule, in the order of its lines."""
    if READ_ONLY.search(source):
        return []
    lines = source.splitlines()
    checker = Checker(path)
    checker.visit(ast.parse(source, path))
    return sorted(found for found in checker.findings if not EXACT.search(lines[found.line - 1]))


class Checker(ast.NodeVisitor):
    """Walks one syntax tree and collects findings."""

    def __init__(self, path: str) -> None:
        """Start with no findings and no names known to hold sets."""
        self.path = path
        self.findings: list[Finding] = []
        self.set_names: list[set[str]] = [set()]
        self.order_free: list[ast.expr] = []

    def add(self, node: ast.AST, rule: str, message: str) -> None:
        """Note that a node breaks a rule."""
        self.findings.append(Finding(self.path, getattr(node, "lineno", 1), rule, message))

    # --- numbers

    def visit_Constant(self, node: ast.Constant) -> None:
        """Forbid float and complex literals."""
        if isinstance(node.value, float | complex):
            self.add(
                node, "float-literal", f"{node.value!r} is floating point; use integers or primitives.fixed"
            )

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Forbid true division."""
        if isinstance(node.op, ast.Div):
            self.add(node, "true-division", "`/` gives floating point; use `//` or primitives.fixed")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Forbid true division in place."""
        if isinstance(node.op, ast.Div):
            self.add(node, "true-division", "`/=` gives floating point; use `//=` or primitives.fixed")
        self.generic_visit(node)

    # --- names from outside

    def visit_Import(self, node: ast.Import) -> None:
        """Forbid modules whose answers differ between machines."""
        for alias in node.names:
            self._check_module(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Forbid the same modules, and single names of modules that are half good."""
        module = node.module or ""
        if node.level == 0:
            self._check_module(node, module)
        for alias in node.names:
            reason = FORBIDDEN_ATTRIBUTES.get((module, alias.name))
            if reason:
                self.add(node, "environment", f"{module}.{alias.name}: {reason}")
            if module == "math" and alias.name not in EXACT_MATH:
                self._add_math(node, alias.name)
            if module == "numpy" and alias.name in FLOAT_DTYPES:
                self._add_dtype(node, alias.name)

    def _check_module(self, node: ast.AST, name: str) -> None:
        reason = FORBIDDEN_MODULES.get(name.partition(".")[0])
        if reason is None and name.startswith("numpy.random"):
            reason = FORBIDDEN_ATTRIBUTES["numpy", "random"]
        if reason:
            self.add(node, "import", f"{name}: {reason}")

    def _add_math(self, node: ast.AST, name: str) -> None:
        self.add(node, "math", f"math.{name} is floating point; exact are {', '.join(sorted(EXACT_MATH))}")

    def _add_dtype(self, node: ast.AST, name: str) -> None:
        self.add(
            node, "float-dtype", f"{name} is floating point; use uint64 or int64, or say `# exact: reason`"
        )

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Forbid attributes that read the environment, are inexact or name a float dtype."""
        if isinstance(node.value, ast.Name):
            owner = node.value.id
            reason = FORBIDDEN_ATTRIBUTES.get((owner, node.attr))
            if reason:
                self.add(node, "environment", f"{owner}.{node.attr}: {reason}")
            elif owner == "math" and node.attr not in EXACT_MATH:
                self._add_math(node, node.attr)
            elif owner in ("np", "numpy") and node.attr in FLOAT_DTYPES:
                self._add_dtype(node, node.attr)
        self.generic_visit(node)

    # --- calls

    def visit_Call(self, node: ast.Call) -> None:
        """Forbid calls that differ between machines, float dtypes, and turning sets into sequences."""
        if isinstance(node.func, ast.Name):
            reason = FORBIDDEN_CALLS.get(node.func.id)
            if reason:
                self.add(node, f"call-{node.func.id}", f"{node.func.id}(): {reason}")
            if node.func.id in ORDER_FREE:
                self.order_free += node.args
            if node.func.id in ORDER_KEEPERS and node not in self.order_free:
                for argument in node.args:
                    self._check_iteration(node, argument)
        for keyword in node.keywords:
            if keyword.arg == "dtype":
                self._check_dtype_text(keyword.value)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("astype", "view", "dtype"):
            for argument in node.args:
                self._check_dtype_text(argument)
        self.generic_visit(node)

    def _check_dtype_text(self, node: ast.expr) -> None:
        """Forbid float dtypes given as text (`"f8"`) or as the builtin."""
        if isinstance(node, ast.Name) and node.id == "float":
            self._add_dtype(node, "float")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.lstrip("<>=|")
            if (
                text in FLOAT_DTYPES
                or text.startswith("float")
                or re.fullmatch(r"[efdg][0-9]*|c[0-9]+", text)
            ):
                self._add_dtype(node, node.value)

    # --- errors

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Forbid catching everything: a bug must stop the node, not change its result."""
        types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        for caught in types:
            if caught is None or (
                isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException")
            ):
                self.add(
                    node,
                    "broad-except",
                    "name the errors that may happen; everything else is a bug that must stop",
                )
        self.generic_visit(node)

    # --- the order of sets

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Follow which local names hold sets."""
        self._visit_scope(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Follow which local names hold sets."""
        self._visit_scope(node)

    def _visit_scope(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        names = set()
        arguments = node.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            if _is_set_annotation(argument.annotation):
                names.add(argument.arg)
        self.set_names.append(names)
        self.generic_visit(node)
        self.set_names.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        """Remember names that are given a set."""
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._remember(target.id, self.is_set(node.value))
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Remember names that are annotated as sets."""
        if isinstance(node.target, ast.Name):
            is_set = _is_set_annotation(node.annotation) or (
                node.value is not None and self.is_set(node.value)
            )
            self._remember(node.target.id, is_set)
        self.generic_visit(node)

    def _remember(self, name: str, is_set: bool) -> None:
        if is_set:
            self.set_names[-1].add(name)
        else:
            self.set_names[-1].discard(name)

    def is_set(self, node: ast.expr) -> bool:
        """Tell whether an expression is known to be a set."""
        if isinstance(node, ast.Set | ast.SetComp):
            return True
        if isinstance(node, ast.Name):
            return any(node.id in names for names in self.set_names)
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                return node.func.id in ("set", "frozenset")
            return isinstance(node.func, ast.Attribute) and (
                node.func.attr in SET_METHODS and self.is_set(node.func.value)
            )
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd | ast.Sub | ast.BitXor):
            return any(self.is_set(side) or _is_keys_view(side) for side in (node.left, node.right))
        return False

    def _check_iteration(self, at: ast.AST, iterated: ast.expr) -> None:
        if self.is_set(iterated):
            self.add(
                at, "set-order", "the order of a set differs between processes; walk sorted(...) or a dict"
            )

    def visit_For(self, node: ast.For) -> None:
        """Forbid loops over sets."""
        self._check_iteration(node, node.iter)
        self.generic_visit(node)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        """Forbid lists made from sets."""
        self._check_generators(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        """Forbid dicts made from sets: they keep the order they were filled in."""
        self._check_generators(node)

    def _check_generators(self, node: ast.ListComp | ast.DictComp) -> None:
        if node not in self.order_free:
            for generator in node.generators:
                self._check_iteration(node, generator.iter)
        self.generic_visit(node)

    def visit_Starred(self, node: ast.Starred) -> None:
        """Forbid unpacking sets."""
        self._check_iteration(node, node.value)
        self.generic_visit(node)


def _is_set_annotation(node: ast.expr | None) -> bool:
    """Tell whether an annotation names a set type."""
    if isinstance(node, ast.Subscript):
        node = node.value
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in ("set", "frozenset", "Set", "AbstractSet", "MutableSet", "FrozenSet")


def _is_keys_view(node: ast.expr) -> bool:
    """Tell whether an expression is `x.keys()` or `x.items()`: their set operations give plain sets."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("keys", "items")
    )


def files_of(paths: list[Path]) -> Iterator[Path]:
    """Yield the Python files of rule-executing code under the given paths, tests left out."""
    for path in paths:
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        yield from (file for file in found if "tests" not in file.parts)


def main(arguments: list[str]) -> int:
    """Check the named files, or all rule-executing code, and print what breaks a rule."""
    chosen = [Path(text) for text in arguments] or [ROOT / text for text in RULE_CODE]
    missing = [path for path in chosen if not path.exists()]
    if missing:
        print(f"no such file or folder: {', '.join(map(str, missing))}", file=sys.stderr)
        return 2
    files = list(files_of(chosen))
    findings = []
    for file in files:
        shown = file.resolve()
        name = str(shown.relative_to(ROOT)) if shown.is_relative_to(ROOT) else str(file)
        findings += check_source(file.read_text(encoding="utf-8"), name)
    for finding in findings:
        print(finding)
    print(f"determinism: {len(files)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
