"""What minutes record of a meeting beside its decisions, as records.

| what | where |
|---|---|
| persons as minutes print them, and initials that stand for them | `people` |
| who moved and who seconded, by their place to the verb | `movers` |
| the counts, names and outcome of votes, in prose, lists and columns | `votes`, `rolls` |
| the text of each motion and amendment, and which votes were put on it | `motions`, `wording` |
| who was present, declarations of interest, questions | `attendance` |
"""
