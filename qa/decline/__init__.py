"""Judge whether the papers found answer a question at all, or whether to decline.

Near misses share the question's subject and lack only the thing asked for, so no likeness
score tells them from answers (on 165 gold questions the best logistic model of seven scores
reached an AUC of .68 out of fold). The tests here therefore look for the thing itself: the
amount beside the word for it, the count of votes, the year, the name, the later minute.
"""

from qa.decline.judging import Lack, Verdict, judge
from qa.decline.private import is_private_matter
from qa.decline.withheld import withheld_line

__all__ = ["Lack", "Verdict", "is_private_matter", "judge", "withheld_line"]
