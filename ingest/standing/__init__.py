"""What a sentence of minutes *is*: decided, recommended, noted, deferred, lost, or only said.

It is learned from labelled sentences (docs/adr/0026), not listed. What is where:

| what | where |
|---|---|
| paragraphs into sentences, and what leads each of them in | `sentences` |
| what speaks for the standing of a sentence | `features` |
| the weights, and the chances that they give | `model`, `data/weights.json` |
| the standing of each sentence, and paragraphs parted by it | `judging` |
| what a row of a table decides, by its columns | `rows` |
| what a meeting did in an item, sentence by sentence | `listing` |
| words by their meaning; sentences written to learn from | `data` |

`ingest/fitting.py` fits the weights and measures them with bodies left out.
"""
