"""Measures how well papers are read, found and answered from.

| looking for | in |
|---|---|
| the commands of `townclerk eval` | `commands` |
| gold questions and their evidence: read, checked, drafted | `gold` |
| gold questions asked, scored, kept and compared | `runs` |
| answers that a person marks by reading: gold of other kinds, untrue denials | `marking` |
| what an answer states, and whether its citations support it | `answers` |
| measures of rankings; TREC's files | `ranking` |
| how well papers are understood | `reading` |
| fitted weights, swept settings, other systems as baselines, BEIR's collections | `tuning` |
| the embedded reader, trained | `training` |
| time and memory | `speed` |
| ingests that are killed | `faults` |
| a language model as judge of answers | `judging` |
| tables, the report as a page, the gate | `reports` |
| which measures there are; means, intervals and tests | `measures`, `statistics` |
| comparing the wording of two texts | `wording` |
| processes that are measured, and what runs in them | `processes`, `workers` |
| how far a command is | `progress` |
"""
