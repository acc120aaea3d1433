"""Papers into the library: find, read in a child process, understand, cut, embed, store.

`pipeline` tells the whole flow of an ingest, `understand` that of one paper. What is where:

| what | where |
|---|---|
| the command, the flow, times of its stages | `commands`, `pipeline`, `timing` |
| find files, unpack archives and messages, report on each, versions | `files` |
| what the name of a file tells | `file_names` |
| the child process in which a file is read, and what passes between | `sandbox` |
| papers read on the nodes of a Ray cluster | `cluster` |
| one reader a format, and what a reader gives | `readers`, `document` |
| from lines to a paper as a clerk understands it | `understand` |
| lines to paragraphs, headings, tables, pages | `layout` |
| the numbers and headings by which items of business are found | `numbering` |
| what is exempt and goes no further | `exemption` |
| which paper it is: council, body, day, kind, parts of a pack | `particulars` |
| what each sentence of minutes is, as it was learned; how that is fitted | `standing`, `fitting` |
| what was done: agenda, minutes, decisions, limbs, reports, proposals | `business` |
| what is recorded beside decisions: motions, votes, attendance, interests, questions | `records` |
| wordings that several of these look for | `wordings` |
| cut passages, embed them, keep work over a crash | `passages`, `embedding`, `checkpoints` |
"""
