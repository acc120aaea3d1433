"""The boxes that lines and shading make on a PDF's page."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_rules import Rule, Rules
from ingest.readers.pdf_words import Box, View, Word

TOUCH = 3.0
"""Points within which lines meet."""
FRAME = 0.06
"""A line this near to the page's edge, as a share of the page, belongs to no table."""
FRAME_LENGTH = 0.75


def without_frame(rules: Rules, view: View) -> Rules:
    """Leave out the four lines of a frame round a page."""
    across = [
        r
        for r in rules.across
        if r.length > FRAME_LENGTH * view.width and not FRAME < r.at / view.height < 1 - FRAME
    ]
    down = [
        r
        for r in rules.down
        if r.length > FRAME_LENGTH * view.height and not FRAME < r.at / view.width < 1 - FRAME
    ]
    if not (_on_both_sides(across, view.height) and _on_both_sides(down, view.width)):
        return rules
    return Rules(
        [r for r in rules.across if r not in across], [r for r in rules.down if r not in down]
    )


def _on_both_sides(rules: Sequence[Rule], size: float) -> bool:
    return any(r.at < size / 2 for r in rules) and any(r.at > size / 2 for r in rules)


def find_frames(rules: Rules) -> list[Box]:
    """Return a box round each set of lines that touch, or that run the same way across."""
    edges = [(rule, True) for rule in rules.across] + [(rule, False) for rule in rules.down]
    group = list(range(len(edges)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, across in enumerate(rules.across):
        for j, down in enumerate(rules.down, start=len(rules.across)):
            if (
                across.start - TOUCH <= down.at <= across.end + TOUCH
                and down.start - TOUCH <= across.at <= down.end + TOUCH
            ):
                group[root(j)] = root(i)
    sets: dict[int, list[tuple[Rule, bool]]] = {}
    for i, edge in enumerate(edges):
        sets.setdefault(root(i), []).append(edge)
    boxes = [_frame(found) for found in sets.values() if _is_frame(found)]
    boxes += _stacks([found[0][0] for found in sets.values() if len(found) == 1 and found[0][1]])
    return boxes


def _is_frame(found: Sequence[tuple[Rule, bool]]) -> bool:
    return sum(across for _, across in found) >= 2 and sum(not across for _, across in found) >= 2


def _frame(found: Sequence[tuple[Rule, bool]]) -> Box:
    across = [rule for rule, is_across in found if is_across]
    down = [rule for rule, is_across in found if not is_across]
    return Box(
        min([r.start for r in across] + [r.at for r in down]),
        min([r.at for r in across] + [r.start for r in down]),
        max([r.end for r in across] + [r.at for r in down]),
        max([r.at for r in across] + [r.end for r in down]),
    )


def _stacks(across: Sequence[Rule]) -> list[Box]:
    """Return a box round each three or more lines across that begin and end alike."""
    stacks: list[list[Rule]] = []
    for rule in sorted(across, key=lambda r: r.at):
        for stack in stacks:
            last = stack[-1]
            if abs(last.start - rule.start) < TOUCH and abs(last.end - rule.end) < TOUCH:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [_frame([(rule, True) for rule in stack]) for stack in stacks if len(stack) >= 3]


def is_closed(frame: Box, rules: Rules, words: Sequence[Word]) -> bool:
    """Whether lines, or shading round all print, close a box on both sides."""
    sides = [
        [
            rule
            for rule in rules.down
            if abs(rule.at - side) < TOUCH and rule.end > frame.top and rule.start < frame.bottom
        ]
        for side in (frame.left, frame.right)
    ]
    if not all(sides):
        return False
    shaded = not all(rule.ruled for side in sides for rule in side) and not _juts(frame, words)
    return all(
        sum(
            min(rule.end, frame.bottom) - max(rule.start, frame.top)
            for rule in side
            if rule.ruled or shaded
        )
        > 0.8 * frame.height
        for side in sides
    )


def _juts(frame: Box, words: Sequence[Word]) -> bool:
    """Whether lines of print inside a box go on outside it."""
    level = [word for word in words if frame.top < word.box.middle < frame.bottom]
    outside = sum(not frame.left - TOUCH <= w.box.centre <= frame.right + TOUCH for w in level)
    return outside > 0.1 * len(level)
