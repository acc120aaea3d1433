"""Check what a language model wrote, sentence by sentence, against the quotes it cites.

A sentence stays only where each of its clauses is borne out by one clause of a cited quote: its
figures, dates and names, what they are tied to, whether it is affirmed or denied, and whether it
was decided or only asked for. The check knows no meaning, so it is strict: what it cannot find,
it drops. A true sentence may be lost; the quotes follow in any case.
"""

from qa.checking.enough import enough
from qa.checking.sentences import Sentences, split_sentences
from qa.checking.support import check_sentence

__all__ = ["Sentences", "check_sentence", "enough", "split_sentences"]
