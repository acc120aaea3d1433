"""Read what was moved and voted on in an item, once from above.

Who moves and seconds, what is put to the vote, how the vote went, what was then said of it. A vote
belongs to the motion that its own words call, or that was put to the vote just before; otherwise to
the last one that is open. It has more than 600 lines, since one reader goes through an item and each
step changes what is open for the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest import wordings
from ingest.layout.paragraphs import Paragraph
from ingest.records.motions.called import Called, called_in, find_called, same_person
from ingest.records.motions.moved import (
    Business,
    Cast,
    Moved,
    Names,
    changed,
    repeats,
    turned,
    without_words,
    words_of,
)
from ingest.records.motions.movers import OF_MINUTES, Act, Role, acts_in, find_roles
from ingest.records.motions.offices import NAMED_OFFICE, Row, like_above, read_offices
from ingest.records.motions.outcomes import (
    ABOUT_MOTION,
    AMENDMENT,
    BECAME,
    DIVIDES,
    DONE,
    FAR,
    NEAR,
    OUTCOME,
    OWN_WORDS,
    PROCEDURE,
    PUTS,
    RESTATED,
    as_outcome,
    between,
    outcome_of,
)
from ingest.records.motions.wording import (
    Words,
    block_from,
    find_words,
    sentence_at,
    sentences,
)
from ingest.records.people import ONLY_INITIALS, PERSON, resolve, tidy
from ingest.records.pieces import lines_apart
from ingest.records.votes.figures import (
    MANNER,
    OF_OTHERS,
    Counts,
    casting_in,
    casting_result,
    counts_in,
    is_division,
    result_of,
)
from ingest.records.votes.rolls import Roll, read_rolls, text_of
from qa.papers import MotionKind, MotionOutcome, Vote, VoteResult


def read_business(paragraphs: Sequence[Paragraph], names: Names = dict) -> Business:
    """Return what was moved and voted on in the paragraphs of one item."""
    paragraphs = [piece for paragraph in paragraphs for piece in lines_apart(paragraph)]
    texts = [text_of(paragraph) for paragraph in paragraphs]
    business = Business(paragraphs, texts, [], [], [])
    rolls = read_rolls(paragraphs, texts)
    in_roll = {i for roll in rolls for i in range(roll.first, roll.last + 1)}
    _Reader(business, names, rolls, in_roll).read()
    return business


class _Reader:
    """Reads an item once from above, and knows what is open."""

    def __init__(
        self, business: Business, names: Names, rolls: Sequence[Roll], in_roll: set[int]
    ) -> None:
        """Start with what is known before: the texts, and where recorded votes stand."""
        self.business = business
        self.moved = business.moved
        self.texts = business.texts
        self.names = names
        self.rolls = rolls
        self.in_roll = in_roll
        self.of_minutes = bool(self.texts and OF_MINUTES.search(self.texts[0]))
        """Whether the item is about the minutes of the meeting before."""
        self.acting: set[int] = set()
        """The paragraphs in which there are verbs of moving or seconding."""
        self.put: int | None = None
        """The motion that was put to the vote and not voted on yet."""
        self.manner_below: str | None = None
        """How all that follows was agreed: "The following were elected without contest:"."""
        self.about: int | None = None
        """The motion that the last vote or act was about."""

    def read(self) -> None:
        """Read all paragraphs."""
        self.acting = {i for i, text in enumerate(self.texts) if acts_in(text)}
        starts: dict[int, list[Roll]] = {}
        for roll in self.rolls:
            starts.setdefault(roll.first, []).append(roll)
        table = read_offices(self.business.paragraphs, self.texts, self.names)
        for index, text in enumerate(self.texts):
            if index in table:
                self._open_row(index, table[index])
                continue
            if like := self._like_above(index, text):
                self._open_row(index, like)
                continue
            begins = starts.get(index, [])
            if begins:
                self._before(index, text[: begins[0].start])
                for place, roll in enumerate(begins):
                    stop = begins[place + 1].start if place + 1 < len(begins) else None
                    self._roll(roll, text[: roll.start])
                    if stop is not None:
                        self._before(index, text[roll.end : stop])
                if begins[-1].last == index:
                    self._before(index, text[begins[-1].end :])
            elif index not in self.in_roll:
                self._paragraph(index, text)
        self._find_words()

    # Paragraphs and sentences

    def _paragraph(self, index: int, text: str) -> None:
        if any(w.first < index <= w.last for w in self._worded()):
            return  # The words of a motion do not tell what came of it.
        roles = find_roles(text, of_minutes=self.of_minutes)
        acts = self._acts(index, text, roles)
        spans = sentences(text)
        for start, end in spans:
            for one in [each for each in acts if start <= each.place[1] < end]:
                self._open(one)
            for role in roles:
                if role.act is Act.SECONDS and start <= role.start < end:
                    self._second(role, index)
            told = without_words(text[start:end], acts)
            if told.strip():
                self._sentence(index, told, start, first=start == spans[0][0])

    def _worded(self) -> list[Words]:
        last = self.moved[-1] if self.moved else None
        return [last.words] if last and last.words and not last.words.behind else []

    def _before(self, index: int, text: str) -> None:
        if text.strip():
            self._paragraph(index, text)

    def _sentence(self, index: int, sentence: str, start: int, *, first: bool) -> None:
        sentence = " ".join(sentence.split())
        if OF_OTHERS.search(sentence):
            return
        called = called_in(sentence)
        counts = counts_in(sentence)
        who = casting_in(sentence)
        if counts and ("for" in counts or "against" in counts or "abstain" in counts):
            motion, against = self._divided(sentence) or (self._target(called), None)
            self._cast(index, index, start, counts, sentence, motion, _Named(), against)
            if who is not None:
                self._casting(who, sentence, index)
            return
        if who is not None:
            self._casting(who, sentence, index)
            return
        resolves = bool(wordings.RESOLUTION.match(sentence)) and (first or _MARKED.match(sentence))
        if resolves and not called_in(sentence[:40]):
            self._resolved(index, sentence)
            return
        if self._outcome(index, sentence, called):
            return
        anew = called and not (called.vague and self.put is not None)
        if anew and PUTS.search(sentence) and self.moved:
            named = between(sentence) if DIVIDES.search(sentence) else None
            self.put = find_called(named or called, self.moved, last=self.about)
        elif MANNER.search(sentence):
            self._manner(index, sentence)

    # Who moves and who seconds

    def _acts(self, index: int, text: str, roles: Sequence[Role]) -> list[Moved]:
        acts: list[Moved] = []
        for role in roles:
            if role.act is not Act.MOVES or self._known(text, role, roles):
                continue
            second = self._seconder(text, role, roles)
            end = max(role.end, second.end) if second and second.start >= role.start else role.end
            if second is None and not (role.sure or self._borne_out(index, text, role)):
                continue
            # "A, seconded by B, moved": what B does is said before the verb of A ends.
            start = min(role.start, second.start) if second else role.start
            one = Moved(
                self._kind(index, text, role, end),
                self._name(role.person),
                self._name(second.person) if second else None,
                (index, start),
                (start, end),
                role.verb,
                role.active,
                role.sure,
                self.business.paragraphs[index].unit.number,
                last=index,
            )
            one.words = find_words(
                self.business.paragraphs, self.texts, index, one.act, one.verb,
                active=one.active, taken=(self.acting - {index}) | self.in_roll,
            )  # fmt: skip
            self._take_office(one)
            acts.append(one)
        return acts

    def _take_office(self, one: Moved) -> None:
        """Take who is proposed for an office, where both stand before the proposer in a line."""
        index, place = one.place
        line = self.texts[index][:place].rpartition("\n")[2].strip(" ,;:–-(")
        if NAMED_OFFICE.fullmatch(line):
            one.words, one.of_row = Words(line, index, index, behind=True), True

    def _known(self, text: str, role: Role, roles: Sequence[Role]) -> bool:
        """Whether a motion that was moved before is only called by its mover."""
        before = text[max(0, role.verb[0] - 40) : role.verb[0]]
        verb = text[role.verb[0] : role.verb[1]].lower()
        noun = verb in ("motion", "amendment", "proposal", "proposition")
        called = re.search(
            r"\bthe\s+(?:\w+\s+)?(?:motion|amendment|proposal)\s+(?:as\s+|was\s+|which\s+was\s+)?$",
            before,
            re.I,
        )
        same = [one for one in self.moved if same_person(role.person, one.mover)]
        second = self._seconder(text, role, roles)
        if noun and second and any(same_person(second.person, one.seconder) for one in same):
            return True
        return bool(same) and bool(called or (noun and ABOUT_MOTION.search(before)))

    def _seconder(self, text: str, role: Role, roles: Sequence[Role]) -> Role | None:
        later = [r for r in roles if r.act is Act.MOVES and r.start > role.start]
        stop = later[0].start if later else len(text) + 1
        earlier = [r for r in roles if r.act is Act.MOVES and r.start < role.start]
        for other in roles:
            if other.act is Act.SECONDS and role.start <= other.start < stop:
                return other
        if not earlier and roles and roles[0].act is Act.SECONDS and roles[0].end <= role.start:
            return roles[0] if role.start - roles[0].end < 40 else None
        return None

    def _borne_out(self, index: int, text: str, role: Role) -> bool:
        """Whether what follows shows that a person moved: who seconds, or that it was agreed."""
        below = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        if any(r.act is Act.SECONDS for r in find_roles(below)[:1]):
            return True
        if role.active and ONLY_INITIALS.fullmatch(role.person) and role.person in self.names():
            return True
        _, end = sentence_at(text, role.verb[0])
        return role.active and bool(DONE.search(text[role.verb[1] : end]))

    def _kind(self, index: int, text: str, role: Role, end: int) -> MotionKind:
        begin = max((b for b, e in sentences(text) if b <= role.start), default=0)
        behind = re.split(r"\b(?:that|bod)\b|[:“\"]", text[role.start : end + 80], maxsplit=1)
        said = text[begin : role.start] + behind[0]
        above = self.texts[index - 1] if index else ""
        heading = len(above.split()) <= 5 and re.match(r"(?i)\W*(?:\w+ )?amendment\b", above)
        is_amendment = bool(AMENDMENT.search(said)) or bool(heading)
        return MotionKind.AMENDMENT if is_amendment else MotionKind.MOTION

    def _name(self, person: str) -> str:
        if ONLY_INITIALS.fullmatch(person):
            return resolve(person, self.names())
        return tidy(person)

    def _open(self, one: Moved) -> None:
        index, _ = one.place
        said = self.texts[index][one.verb[1] :]
        below = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        one.procedural = bool(PROCEDURE.search(said if len(said.split()) > 12 else said + below))
        one.manner = self.manner_below
        if one.of_row and self.manner_below:
            one.outcome = MotionOutcome.CARRIED
        if one.kind is MotionKind.AMENDMENT:
            base = [p for p, each in enumerate(self.moved) if each.kind is MotionKind.MOTION]
            one.amends = base[-1] if base else None
        self.moved.append(one)
        self.about = len(self.moved) - 1
        self.put = None

    def _second(self, role: Role, index: int) -> None:
        """Give a seconder to the motion that has none, where it was named apart from the mover."""
        name = self._name(role.person)
        if any(one.place[0] == index and one.seconder == name for one in self.moved):
            return
        waiting = [one for one in self.moved if one.seconder is None and one.outcome is None]
        if waiting:
            waiting[-1].seconder = name
            waiting[-1].last = max(waiting[-1].last, index)
            if waiting[-1].place[0] == index:
                start, end = waiting[-1].act
                waiting[-1].act = (start, max(end, role.end))

    def _like_above(self, index: int, text: str) -> Row | None:
        """Return a line in the form of the one above, where proposer and seconder were named."""
        above = self.moved[-1] if self.moved else None
        if above is None or above.seconder is None or not 0 < index - above.place[0] <= 2:
            return None
        return like_above(text, self.texts[above.place[0]], of_row=above.of_row)

    def _open_row(self, index: int, row: Row) -> None:
        one = Moved(
            MotionKind.MOTION, self._name(row.mover), self._name(row.seconder) if row.seconder else None,
            (index, 0), (0, 0), (0, 0), False, True, last=index, of_row=True,
        )  # fmt: skip
        one.words = Words(row.text, index, index)
        self._open(one)

    # Votes

    def _divided(self, sentence: str) -> tuple[int, int] | None:
        """Return the motion and the amendment that stood against each other in a division."""
        if not is_division(sentence):
            return None
        amendment = find_called(Called(True), self.moved)
        base = self.moved[amendment].amends if amendment is not None else None
        return None if amendment is None or base is None else (base, amendment)

    def _target(self, called: Called | None) -> int | None:
        if self.put is not None and (called is None or not (called.paragraph or called.by)):
            return self.put
        if called is None and self.about is not None and self.moved[self.about].outcome is None:
            return self.about
        return find_called(called, self.moved)

    def _roll(self, roll: Roll, before: str) -> None:
        """Take a recorded vote: what it is on is said by its labels, or was said before."""
        target = next((" ".join(side.target.split()) for side in roll.sides if side.target), "")
        called = called_in(target) if target else None
        against: int | None = None
        if len(roll.divided) == 2:
            one, other = (find_called(called_in(t), self.moved) for t in roll.divided)
            motion, against = one, other if other != one else None
        else:
            said = sentences(before)
            above = called_in(before[slice(*said[-1])]) if said else None
            motion = self._target(called if called and (called.by or self.put is None) else above)
        named = _Named(
            roll.names("for"),
            roll.names("against"),
            roll.names("abstain"),
            roll.names("not voting"),
        )
        after = self.texts[roll.last + 1] if roll.last + 1 < len(self.texts) else ""
        sentence = after[slice(*sentences(after)[0])] if after.strip() else ""
        told = sentence if OUTCOME.search(sentence) and not counts_in(sentence) else ""
        self._cast(roll.first, roll.last, roll.start, roll.counts, told, motion, named, against)
        if told and motion is not None:
            self.moved[motion].settled.append(roll.last + 1)
            self.moved[motion].told.append(told)

    def _cast(
        self,
        first: int,
        last: int,
        start: int,
        counts: Counts,
        sentence: str,
        motion: int | None,
        names: _Named,
        against: int | None = None,
    ) -> None:
        before = self.business.casts[-1] if self.business.casts else None
        if before and repeats(before, counts, first):
            return
        result = result_of(sentence) if sentence else None
        if against is not None:
            won = counts.get("for", 0) > counts.get("against", 0)
            result = VoteResult.CARRIED if won else VoteResult.LOST
        one = self.moved[motion] if motion is not None else None
        vote = Vote(
            counts.get("for"), counts.get("against"), counts.get("abstain"), result,
            names.votes_for, names.against, names.abstain, names.not_voting,
            on=(words_of(one) or None) if one else None,
        )  # fmt: skip
        self.business.casts.append(Cast(vote, first, last, start, motion, against))
        self.put = None
        if one is None or motion is None:
            return
        self.about = motion
        one.settled += range(first, last + 1)
        one.told += [sentence] if sentence and first == last else self.texts[first : last + 1]
        one.last = max(one.last, last)
        if against is not None:
            self._divide(one, self.moved[against], vote, range(first, last + 1))
        elif result is not None:
            one.outcome = as_outcome(result)
        elif (
            vote.votes_for is not None
            and vote.against is not None
            and vote.votes_for != vote.against
        ):
            won = vote.votes_for > vote.against
            one.outcome = MotionOutcome.CARRIED if won else MotionOutcome.LOST

    def _divide(self, one: Moved, other: Moved, vote: Vote, where: range) -> None:
        """Settle two that stood against each other; a motion that wins once may stand again."""
        other.settled += where
        other.told += self.texts[where[0] : where[-1] + 1]
        other.last = max(other.last, where[-1])
        if vote.result is VoteResult.LOST:
            one.outcome, other.outcome = MotionOutcome.LOST, MotionOutcome.CARRIED
        else:
            other.outcome = MotionOutcome.LOST
            if one.kind is MotionKind.MOTION:
                one.outcome = MotionOutcome.CARRIED

    def _casting(self, who: str, sentence: str, index: int) -> None:
        if not self.business.casts:
            motion = self._target(called_in(sentence))
            self._cast(index, index, 0, {}, "", motion, _Named())
        cast = self.business.casts[-1]
        result = casting_result(sentence) or cast.vote.result
        holder = who or "the Chair"
        cast.vote = changed(cast.vote, result=result, casting=holder)
        cast.last = max(cast.last, index)
        if cast.motion is not None:
            one = self.moved[cast.motion]
            one.settled.append(index)
            one.last = max(one.last, index)
            one.outcome = as_outcome(result) if result else one.outcome

    # Outcomes

    def _outcome(self, index: int, sentence: str, called: Called | None) -> bool:
        """Take what a sentence says came of a motion; False where it says nothing of the kind."""
        became = BECAME.search(sentence)
        outcome = outcome_of(sentence)
        if outcome is MotionOutcome.WITHDRAWN:
            return self._withdrawn(index, sentence, called)
        if outcome is None or not self.moved:
            return False
        place = self._settled_place(called, index, outcome)
        if place is None:
            return False
        one = self.moved[place]
        if (own := OWN_WORDS.search(sentence)) and not self._restates(own["words"], one, sentence):
            return False
        cast = self.business.casts[-1] if self.business.casts else None
        if one.outcome is None or outcome is not MotionOutcome.CARRIED or not one.settled:
            one.outcome = outcome
        one.settled.append(index)
        one.told.append(sentence)
        one.last = max(one.last, index)
        if one.of_row:  # What is said below a table is said of all its rows.
            for other in self.moved:
                if other.of_row and other.outcome is None:
                    other.outcome, other.last = outcome, index
                    other.settled.append(index)
        if cast and cast.motion == place and cast.vote.result is None and cast.last >= index - 2:
            cast.vote = changed(cast.vote, result=result_of(sentence))
        if manner := MANNER.search(sentence):
            for each in self.moved if one.of_row else (one,):
                each.manner = manner[0] if each is one or each.of_row else each.manner
        if became and one.kind is MotionKind.AMENDMENT and one.amends is not None:
            replaced = became["what"].lower() in ("decision", "finding", "resolution")
            base = self.moved[one.amends]
            base.outcome = MotionOutcome.LOST if replaced else None
        self.about = place
        return True

    def _withdrawn(self, index: int, sentence: str, called: Called | None) -> bool:
        """Take a withdrawal: of a motion that is open, or of one that was given notice of alone.

        What was carried or lost cannot be withdrawn any more.
        """
        found = PERSON.search(sentence)
        who = tidy(found[0]) if found else None
        still = [p for p, one in enumerate(self.moved) if one.outcome is None]
        own = [p for p in still if who and same_person(who, self.moved[p].mover)]
        place = own[-1] if own else find_called(called, self.moved, last=self.about)
        if place not in still or (who and not own and self.moved[place].mover):
            place = None
        if place is None:
            if who is None:
                return False
            kind = MotionKind.AMENDMENT if called and called.amendment else MotionKind.MOTION
            place = len(self.moved)
            one = Moved(
                kind, who, None, (index, 0), (0, 0), (0, 0), True, True, last=index, of_notice=True
            )
            self.moved.append(one)
        one = self.moved[place]
        one.outcome, one.last, self.about = MotionOutcome.WITHDRAWN, max(one.last, index), place
        one.settled.append(index)
        one.told.append(sentence)
        return True

    def _restates(self, words: str, one: Moved, sentence: str) -> bool:
        """Whether what was agreed is what was moved, and not another matter."""
        if one.words is None or find_roles(sentence):
            return True
        return fuzz.token_set_ratio(words.lower(), one.words.text.lower()) >= RESTATED

    def _settled_place(
        self, called: Called | None, index: int, outcome: MotionOutcome
    ) -> int | None:
        """Return which motion a sentence about an outcome means."""
        cast = self.business.casts[-1] if self.business.casts else None
        if (
            cast
            and cast.motion is not None
            and cast.motion == self.about
            and index - cast.last <= 2
            and not self._undoes(outcome, self.moved[cast.motion].outcome)
        ):
            amendment = self.moved[cast.motion].kind is MotionKind.AMENDMENT
            plain = called is None or not (called.paragraph or called.by or called.substantive)
            if plain and (called is None or called.amendment in (None, amendment)):
                return cast.motion
        if called and (called.paragraph or called.by or called.substantive or called.amendment):
            return find_called(called, self.moved, last=self.about)
        if called and called.amendment is False:
            return find_called(called, self.moved)
        if self.put is not None:
            return self.put
        still = [p for p, one in enumerate(self.moved) if one.outcome is None]
        if not still:
            return self.about if called else None
        return self.about if self.about in still else still[-1]

    @staticmethod
    def _undoes(outcome: MotionOutcome, before: MotionOutcome | None) -> bool:
        """Whether what is carried cannot be what was just lost: it is another motion."""
        return before is MotionOutcome.LOST and outcome is MotionOutcome.CARRIED

    def _resolved(self, index: int, sentence: str) -> None:
        """Take a resolution: the motion that is open was carried by it."""
        manner = MANNER.search(sentence[:120])
        still = [
            one for one in self.moved
            if one.kind is MotionKind.MOTION and self._may_settle(one, index, sentence)
        ]  # fmt: skip
        counts = counts_in(sentence[:160])
        below = None
        if re.search(r"[:–—-]\W*$", sentence):
            below = block_from(
                self.business.paragraphs, self.texts, index + 1, self.in_roll, resolved=True
            )
        if not still:
            if manner:
                self.business.manners.append((index, manner[0]))
            return
        one = still[-1]
        if one.outcome is None:
            one.outcome = MotionOutcome.CARRIED
        one.settled.append(index)
        one.told.append(sentence)
        if below:
            one.settled += range(below.first, below.last + 1)
            one.told += self.texts[below.first : below.last + 1]
        one.last = max(one.last, below.last if below else index)
        if manner and not counts:
            one.manner = manner[0]

    def _may_settle(self, one: Moved, index: int, sentence: str) -> bool:
        """Whether a resolution may be on a motion: it is open, or was put right above."""
        near = index - one.last
        if one.outcome is MotionOutcome.CARRIED:
            return near <= NEAR and not (one.told and near > 0 and OWN_WORDS.search(one.told[-1]))
        if one.outcome is not None:
            return False
        return near <= FAR or self._restates(sentence, one, "")

    def _manner(self, index: int, sentence: str) -> None:
        manner = MANNER.search(sentence)
        if manner is None:
            return
        if re.search(r"\bfollowing\b|^\W*all\b", sentence, re.I) and not self.moved:
            self.manner_below = manner[0]
        still = [one for one in self.moved if not one.manner and not one.votes]
        near = [one for one in still if index - one.last <= 1]
        if not near:
            self.business.manners.append((index, manner[0]))
            return
        for one in [each for each in still if each.of_row] if near[-1].of_row else near[-1:]:
            one.manner = manner[0]
            one.outcome = one.outcome or MotionOutcome.CARRIED
            one.settled.append(index)
            one.last = max(one.last, index)

    # The words of each, and on what each vote was put

    def _find_words(self) -> None:
        for one in self.moved:
            if one.words:
                one.last = max(one.last, one.words.last)
                self._told_before(one, one.words)
        for cast in self.business.casts:
            if cast.motion is None:
                continue
            one = self.moved[cast.motion]
            cast.vote = changed(cast.vote, on=words_of(one) or None)
            one.votes.append(cast.vote)
            if cast.against is not None:
                other = self.moved[cast.against]
                other.votes.append(turned(cast.vote, words_of(other)))

    def _told_before(self, one: Moved, words: Words) -> None:
        """Take an outcome that is told in a motion's words: "It was agreed to …. Proposed by …"."""
        if not words.behind or one.outcome is not None:
            return
        if wordings.RESOLUTION.match(words.text) or DONE.search(words.text):
            one.outcome = as_outcome(result_of(words.text) or VoteResult.CARRIED)
            one.settled += range(words.first, words.last + 1)
            manner = MANNER.search(" ".join(words.text.split()))
            one.manner = one.manner or (manner[0] if manner else None)


_MARKED = re.compile(r"\W*(?:RESOLVED|AGREED|Resolved)\b")
"""A sentence that resolves, also within a paragraph."""


@dataclass(frozen=True, slots=True)
class _Named:
    """The names of a recorded vote."""

    votes_for: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()
    not_voting: tuple[str, ...] = ()
