"""One Rego module, read as tokens before the engine sees it.

The engine's parser is exponential in nested literals and its evaluator ends the process on endless recursion, so what
is needed to refuse those is read here, from the text: package, imports, the heads of rules, what each uses and calls.
A rule starts at the first column and what continues it is indented, as ``opa fmt`` writes it; that is asked for.
What hides from this reading (a second rule on one line) can only be refused: a call of it names an unknown function.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from mlgate.errors import Fault

Name = tuple[str, ...]

LONGEST_LINE = 1000
MOST_LINES = 2000
DEEPEST_NESTING = 12

_CODE = re.compile(r'"code"\s*:\s*"([^"\n]*)"')
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*')
_ODD = re.compile(r"[^\t\n\x20-\x7e\xa0-\U0010ffff]|[\u2028\u2029\ufeff]")
_TOKEN = re.compile(r"(?<![\w.])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(\s*\()?|([\[{(])|([\]})])(\s*\()?|(,)")
_CALLED, _OPEN, _APPLIED, _COMMA = 2, 3, 5, 6
_DOTTED = r"(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"
_PACKAGE = re.compile(rf"package[ \t]+{_DOTTED}[ \t]*$", re.MULTILINE)
_IMPORT = re.compile(rf"import[ \t]+{_DOTTED}(?:[ \t]+as[ \t]+(?P<alias>[A-Za-z_]\w*))?[ \t]*$", re.MULTILINE)
_UNFINISHED = re.compile(r"(?:[=<>+\-*/%&|,.:]|\b(?:if|in|not|some|every|contains|as|with|else))$")
_LOOK_BACK, _LONGEST_WORD = 400, 9
_CONTINUING = frozenset({"else", "if", "in", "not", "some", "every", "contains", "as", "with"})
_KEYWORDS = _CONTINUING | {"default", "false", "import", "null", "package", "true"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call as written: dotted name, number of arguments, line."""

    name: str
    arguments: int
    line: int


@dataclass(slots=True)
class Rule:
    """All definitions of one name.

    ``arities`` holds the numbers of arguments its definitions take (None: not a function) with the line of the first;
    ``uses`` the dotted names in them, with the line of the first use; ``codes`` the finding codes, with the place of
    the first in the text.
    """

    name: Name
    line: int
    arities: dict[int | None, int] = field(default_factory=dict[int | None, int])
    uses: dict[str, int] = field(default_factory=dict[str, int])
    codes: dict[str, int] = field(default_factory=dict[str, int])


@dataclass(slots=True)
class Source:
    """What one module says, in tokens; ``faults`` lists what may not reach the parser."""

    path: str
    text: str
    package: Name = ()
    package_line: int = 1
    imports: dict[str, Name] = field(default_factory=dict[str, Name])
    rules: dict[Name, Rule] = field(default_factory=dict[Name, Rule])
    calls: list[Call] = field(default_factory=list[Call])
    faults: list[Fault] = field(default_factory=list[Fault])

    def fault(self, line: int, what: str) -> None:
        """Note what is wrong at a line of this module."""
        self.faults.append(Fault(f"{self.path}:{line}", what))

    def line(self, position: int) -> int:
        """The line of a place in the text."""
        return self.text.count("\n", 0, position) + 1


def read(path: str, text: str) -> Source:
    """Read the tokens of a module; the first fault ends the reading."""
    source = Source(path, text)
    _check_lines(source)
    if not source.faults:
        _Scan(source).run()
    if not source.faults and not source.package:
        source.fault(1, "there is no package")
    return source


def _check_lines(source: Source) -> None:
    lines = source.text.split("\n")
    if len(lines) > MOST_LINES:
        source.fault(MOST_LINES + 1, f"the file goes on past {MOST_LINES} lines; split it")
    longest = max(lines, key=len)
    if len(longest) > LONGEST_LINE:
        what = f"the line is longer than {LONGEST_LINE} characters; break it"
        source.fault(lines.index(longest) + 1, what)
    odd = _ODD.search(source.text)
    if odd is not None:
        what = "ends as Windows ends lines; save it with \\n alone" if odd.group() == "\r" else f"holds {odd.group()!a}"
        source.fault(source.text.count("\n", 0, odd.start()) + 1, f"the line {what}")


def _bare(match: re.Match[str]) -> str:
    """What is left of a comment or a string: the quotes, and the ends of lines."""
    found = match.group()
    if found[0] == "#":
        return ""
    return '"' + "\n" * found.count("\n") + '"'


@dataclass(slots=True)
class _Bracket:
    """An open bracket, and the call or the definition whose arguments it holds, named at ``named``."""

    start: int
    named: int
    called: str
    defined: Rule | None
    commas: int = 0


class _Scan:
    """One pass over the tokens of a module, without its comments and without what its strings say."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.bare = _QUOTED.sub(_bare, source.text)
        self.lines = [match.end() for match in re.finditer("\n", self.bare)]
        self.open: list[_Bracket] = []
        self.rule: Rule | None = None
        self.heads: list[tuple[int, Rule]] = []
        self.head_expected = False
        self.resume = 0

    def run(self) -> None:
        for match in _TOKEN.finditer(self.bare):
            group = match.lastindex or 0
            if group <= _CALLED:
                self._name(match)
            elif group == _OPEN:
                self._opened(match.start())
            elif group == _COMMA:
                if self.open:
                    self.open[-1].commas += 1
            else:
                self._closed(match)
            if self.source.faults:
                return
        self._codes()

    def _codes(self) -> None:
        """What each rule emits, by the codes written in it."""
        starts = [line for line, _ in self.heads]
        for match in _CODE.finditer(self.source.text):
            before = bisect_right(starts, self.source.line(match.start()))
            if before and not _is_comment(self.source.text, match.start()):
                self.heads[before - 1][1].codes.setdefault(match[1], match.start())

    def _line(self, position: int) -> int:
        return bisect_right(self.lines, position) + 1

    def _name(self, match: re.Match[str]) -> None:
        name, start = match[1], match.start()
        if start < self.resume:
            return
        bracket = match.end() - 1 if match[2] else None
        at_margin = start == 0 or self.bare[start - 1] == "\n"
        if (at_margin or self.head_expected) and not self.open and name not in _CONTINUING:
            self._statement(name, start, bracket)
        elif name in _KEYWORDS:
            if bracket is not None:
                self._opened(bracket)
        elif self.rule is None:
            self.source.fault(self._line(start), "a rule starts at the first column")
        else:
            if name not in self.rule.uses:
                self.rule.uses[name] = self._line(start)
            if bracket is not None:
                self._opened(bracket, named=start, called=name)

    def _statement(self, name: str, start: int, bracket: int | None) -> None:
        """A name at the first column: package, import, default, or the head of a rule."""
        if name in {"package", "import"}:
            self._declaration(name, start)
        elif name == "default":
            self.head_expected = True
        elif self.rule and _UNFINISHED.search(self.bare[max(0, start - _LOOK_BACK) : start].rstrip()[-_LONGEST_WORD:]):
            self.source.fault(self._line(start), "what continues a rule is indented")
        else:
            self.head_expected = False
            self._head(name, start, bracket)

    def _declaration(self, name: str, start: int) -> None:
        self.rule = None
        match = (_PACKAGE if name == "package" else _IMPORT).match(self.bare, start)
        if match is None:
            self.source.fault(self._line(start), f"{name} is followed by one dotted path, alone on its line")
            return
        self.resume = match.end()
        path = tuple(match["path"].split("."))
        if name == "package":
            self.source.package, self.source.package_line = path, self._line(start)
        elif path[0] == "data":
            self.source.imports[match["alias"] or path[-1]] = path
        elif path[0] not in {"rego", "future"}:
            self.source.fault(self._line(start), "only data and rego.v1 are imported")

    def _head(self, name: str, start: int, bracket: int | None) -> None:
        path = tuple(name.split("."))
        line = self._line(start)
        self.rule = self.source.rules.setdefault(path, Rule(path, line))
        self.heads.append((line, self.rule))
        if bracket is None:
            self.rule.arities.setdefault(None, line)
        else:
            self._opened(bracket, named=start, defined=self.rule)

    def _opened(self, position: int, named: int = 0, called: str = "", defined: Rule | None = None) -> None:
        self.open.append(_Bracket(position, named, called, defined))
        if len(self.open) > DEEPEST_NESTING:
            self.source.fault(
                self._line(position), f"nested deeper than {DEEPEST_NESTING} levels, which the parser may never finish"
            )

    def _closed(self, match: re.Match[str]) -> None:
        position = match.start()
        if not self.open:
            self.source.fault(self._line(position), f"{self.bare[position]} closes nothing")
            return
        bracket = self.open.pop()
        if bracket.called:
            arguments = self._arguments(bracket, position)
            self.source.calls.append(Call(bracket.called, arguments, self._line(bracket.named)))
        elif bracket.defined is not None:
            bracket.defined.arities.setdefault(self._arguments(bracket, position), self._line(bracket.named))
        if match.lastindex == _APPLIED:
            if self.bare[position] == "]":
                what = "a call through brackets: write the dotted name of the function"
                self.source.fault(self._line(position), what)
            self._opened(match.end() - 1)

    def _arguments(self, bracket: _Bracket, end: int) -> int:
        inside = self.bare[bracket.start + 1 : end].strip()
        if not inside:
            return 0
        return bracket.commas + (0 if inside.endswith(",") else 1)


def _is_comment(text: str, position: int) -> bool:
    """Whether a place lies in a comment of its own line."""
    return text[text.rfind("\n", 0, position) + 1 : position].lstrip().startswith("#")
