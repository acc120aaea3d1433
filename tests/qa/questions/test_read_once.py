"""The question is read once: outside `qa/questions` nobody matches on its text."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

import qa

ALLOWED: Mapping[str, str] = {
    "embed": "a vector is made of the whole text",
    "embed_question": "a vector is made of the whole text",
    "scores": "a cross-encoder reads the whole text",
    "read": "a reader reads the whole text",
    "choose": "a language model reads the whole text",
    "understand": "the questions package puts a follow-up in full",
    "reply_without_search": "a greeting, or another language, is told before the question is read",
    "answer_nothing_chosen": "an answer shows the question as it was asked",
    "AnswerPart": "an answer shows each part as it was asked",
    "Answer": "an answer shows the question as it was asked",
}
"""Calls that may be given a question's text, each with its reason."""
MATCHING = frozenset(
    """search match fullmatch findall finditer sub subn split rsplit splitlines partition rpartition
    lower upper casefold title isupper islower startswith endswith removeprefix removesuffix find
    rfind index count replace strip lstrip rstrip translate""".split()  # noqa: SIM905
)
"""Methods of a pattern or of a string that look at a text."""
READING = frozenset(
    """analyse content_terms content_words term_set read_terms labels_in bounds_in other_words
    read_periods without_dates authorities_named""".split()  # noqa: SIM905
)
"""Functions that read words, dates or names out of a text."""
TEXTS_OF_A_TURN = frozenset({"text", "sought", "before"})


class _Reads(ast.NodeVisitor):
    """Collects where a module reads a question's text, or matches on it.

    A question is what is annotated so, what `read_question` returns, an attribute `question` and
    each of a question's parts; a text is a parameter `question: str` and what is made of it.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.found: list[int] = []
        self.homes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        self.kinds: dict[str, str] = {}
        self.within: list[str] = []
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Learn what the parameters and the names given within are, then look."""
        outer, self.kinds = self.kinds, dict(self.kinds)
        for arg in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
            said = ast.unparse(arg.annotation).strip("'\"") if arg.annotation else ""
            if said in ("Question", "Turn") and said not in self.homes:
                self.kinds[arg.arg] = said
            elif arg.arg == "question" and (said == "str" or said.startswith("str |")):
                self.kinds[arg.arg] = "text"
            elif arg.arg == "previous":
                self.kinds[arg.arg] = "texts"
            else:
                self.kinds.pop(arg.arg, None)
        for _ in range(2):  # a name may be given from one that is given further down
            for inner in ast.walk(node):
                self._learn(inner)
        self.generic_visit(node)
        self.kinds = outer

    def _learn(self, node: ast.AST) -> None:
        """Note what a name stands for that is assigned or runs through something."""
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            pairs = [(node.target, node.value)]
        elif isinstance(node, ast.For | ast.comprehension):
            kind = self._kind(node.iter)
            each = {"questions": "Question", "texts": "text"}.get(kind)
            if each and isinstance(node.target, ast.Name):
                self.kinds[node.target.id] = each
        for target, value in pairs:
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs += list(zip(target.elts, value.elts, strict=False))
            elif isinstance(target, ast.Name) and (kind := self._kind(value)):
                self.kinds[target.id] = kind

    def _kind(self, node: ast.expr) -> str:
        """Return what an expression is: Question, questions, Turn, text, texts, or nothing."""
        if isinstance(node, ast.Name):
            unknown = "Question" if node.id == "question" else ""
            return self.kinds.get(node.id, unknown)
        if isinstance(node, ast.Attribute):
            if node.attr == "question":
                return "Question"
            of = self._kind(node.value)
            if (of, node.attr) == ("Question", "parts"):
                return "questions"
            text = (of, node.attr) == ("Question", "text")
            return "text" if text or (of == "Turn" and node.attr in TEXTS_OF_A_TURN) else ""
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in ("read_question", "Question"):
                return "Question"
            if name == "replace" and node.args:
                return self._kind(node.args[0])
            if isinstance(node.func, ast.Attribute) and node.func.attr in MATCHING:
                return "text" if self._kind(node.func.value) == "text" else ""
        if isinstance(node, ast.Subscript):
            of = self._kind(node.value)
            if isinstance(node.slice, ast.Slice):
                return of
            return {"text": "text", "texts": "text", "questions": "Question"}.get(of, "")
        return ""

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Find a text that is taken out of a question, other than for a call that is allowed."""
        hidden = node.attr == "_text" and _name(node.value) == "facets"
        taken = node.attr == "text" and self._kind(node.value) == "Question"
        if hidden or (taken and not set(self.within) & set(ALLOWED)):
            self.found.append(node.lineno)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Find a text that is matched on."""
        name, given = _name(node.func), [*node.args, *(k.value for k in node.keywords)]
        if isinstance(node.func, ast.Attribute) and name in MATCHING:
            # A question as read has no such methods, so `answer.question` is a text there.
            if self._kind(node.func.value) in ("text", "Question") or self._any_text(given):
                self.found.append(node.lineno)
        elif name in READING and self._any_text(given):
            self.found.append(node.lineno)
        self.visit(node.func)
        self.within.append(name)
        for argument in given:
            self.visit(argument)
        self.within.pop()

    def visit_Compare(self, node: ast.Compare) -> None:
        """Find a text in which something is looked for."""
        if any(isinstance(op, ast.In | ast.NotIn) for op in node.ops) and any(
            self._kind(side) == "text" for side in node.comparators
        ):
            self.found.append(node.lineno)
        self.generic_visit(node)

    def _any_text(self, given: list[ast.expr]) -> bool:
        return any(self._kind(each) == "text" for each in given)


def _name(node: ast.expr) -> str:
    """Return the last name of a name or an attribute."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def matched_in(source: str) -> list[int]:
    """Return the lines on which a module reads a question's text, or matches on it."""
    return sorted(set(_Reads(ast.parse(source)).found))


def test_nobody_else_matches_on_the_text_of_a_question() -> None:
    package = Path(qa.__file__).parent
    found = [
        f"{path.relative_to(package.parent)}:{line}"
        for path in sorted(package.rglob("*.py"))
        if not path.is_relative_to(package / "questions")
        for line in matched_in(path.read_text(encoding="utf-8"))
    ]
    assert not found, "read it in qa/questions and give the question a facet: " + ", ".join(found)


def test_what_is_allowed_is_still_called() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(qa.__file__).parent.rglob("*.py")]
    assert [name for name in ALLOWED if not any(f"{name}(" in source for source in sources)] == []


PLANTED = [
    "def f(question: Question): return VOTED.search(question.text)",
    "def f(asked: Asked): return re.match(r'who', asked.question.text, re.I)",
    "def f(asked: Asked): return 'vote' in asked.question.text",
    "def f(asked: Asked): return asked.question.text.lower().split()",
    "def f(asked: Asked): return set(analyse(asked.question.text))",
    "def f(part: Question): return len(part.text)",
    "def f(asked: Asked):\n text = asked.question.text\n return VOTED.search(text)",
    "def f(asked: Asked): return any(VOTED.search(part.text) for part in asked.question.parts)",
    "def f(asked):\n for part in asked.question.parts:\n  VOTED.match(part.text)",
    "def f(asked):\n first, other = 1, asked.question\n return VOTED.findall(other.text)",
    "def f(text: str): return VOTED.finditer(read_question(text).text)",
    "def f(self, question: str): return VOTED.search(question)",
    "def f(self, question: str): return question.split()",
    "def f(self, question: str): return 'vote' in question[:80]",
    "def f(self, previous: Sequence[str]): return [content_terms(text) for text in previous]",
    "def f(turn: Turn): return SIDE.match(turn.sought)",
    "def f(answer: Answer): return answer.question.startswith('Who')",
    "def f(self, question: Question): return self.embedder.embed([STOP.sub('', question.text)])",
    "def f(question: Question): return VOTED.search(question.facets._text)",
]
LEFT_ALONE = [
    "def f(self, question: Question): return self.embedder.embed([question.text])[0]",
    "def f(self, question: str):\n read = read_question(question)\n return Answer(read.text)",
    "def f(question: Question, unit: Unit): return VOTED.search(unit.text)",
    "def f(asked: Asked, text: str): return asked.question.facets.business and VOTED.search(text)",
    "def f(self, question: Question, k: int): return self.searcher.search(question, k)",
    "def f(question: str): return f'Question: {question}'",
]


@pytest.mark.parametrize("source", PLANTED)
def test_a_match_on_a_questions_text_is_found(source: str) -> None:
    assert matched_in(source)


@pytest.mark.parametrize("source", LEFT_ALONE)
def test_what_is_no_match_on_a_questions_text_is_left_alone(source: str) -> None:
    assert not matched_in(source)
