"""Measures the product: gold questions, runs, measures, reports, benchmarks.

| what | where |
|---|---|
| the commands of `townclerk eval` | `commands` |
| gold questions: read, checked, drafted; their evidence | `gold` |
| what an answer states, and whether its citations bear it out | `answers` |
| ask gold questions, score them, keep the run, compare two | `runs` |
| measures of ranking, judged passages, TREC and BEIR files | `ranking` |
| weights fitted and settings swept, out of fold; baselines | `tuning` |
| how well papers are understood | `reading` |
| a language model as judge | `judging` |
| how fast, and in how much memory | `speed` |
| tables on the terminal, the page of a run, plots, the gate | `reports` |
| names of the measures, intervals and tests, words as they are compared, processes | `measures`, `statistics`, `wording`, `processes` |
"""
