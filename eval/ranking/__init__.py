"""How well passages are found: measures, judged passages, TREC and BEIR files."""
