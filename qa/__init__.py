"""The product: the papers held, search over them, and quoted answers with their standing.

`answerer` tells the whole flow of a question. What is where, in the order in which a question goes:

| what | where |
|---|---|
| the records that cross borders: papers, items, passages, pages; answers | `papers`, `answers` |
| the question, the answer to it, a follow-up, an answer written by a language model | `answerer`, `following`, `generating` |
| what words, dates, numbers and names mean, for every wing | `language` |
| what is asked, read once | `questions` |
| find and rank passages | `retrieval` |
| do the papers answer? | `answerability` |
| choose, complete and cite quotes, with their standing | `quoting` |
| say it; check what a language model writes | `writing` |
| the papers held: the catalogue and the indexes made from it | `library` |
| Chroma, tantivy, sentence-transformers, language models, llama-index | `backends` |
| pictures of pages, drawn in a child process | `page_images` |
| the HTTP API | `api` |
| settings, putting the parts together, protocols, errors, times of stages | `settings`, `bootstrap`, `protocols`, `errors`, `timing` |
"""
