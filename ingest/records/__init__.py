"""What minutes record of a meeting beside its decisions, as records.

| what | where |
|---|---|
| persons as minutes print them, and initials that stand for them | `people` |
| motions and amendments: mover, words, outcome, and which decision settles them | `motions` |
| votes: counts in prose, lists and columns of who voted how | `votes` |
| who was present, sent apologies, was in attendance, sat for another | `attendance` |
| declarations of interest; questions and answers | `interests`, `questions` |
| all of these of one item, or of what stands before the items | `notes` |
| amendments filed before a meeting | `filed` |
| paragraphs as these are read from them | `pieces` |
"""
