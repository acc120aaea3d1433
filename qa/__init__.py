"""The product: the papers held, search over them, and quoted answers with their standing.

`answerer` tells the whole flow of a question. What is where, in the order in which a question goes:

| what | where |
|---|---|
| records that all share: papers, items, features; answers | `papers`, `features`, `answers` |
| the flow; a follow-up; what needs no search | `answerer`, `following`, `replies` |
| some of the papers asked, and what is said of the others | `narrowing` |
| what words, dates, numbers and names mean, for every wing | `language` |
| what is asked, read once | `questions` |
| find and rank passages | `retrieval` |
| how well each unit answers, and the chance that any does: learned scores | `judgement` |
| answered, nearest, not found or not held | `answerability` |
| choose and cite quotes, with their standing | `quoting` |
| what a question takes for granted, beside what the papers say | `premises` |
| lists and courses of things that the record of meetings answers | `record` |
| say it; check what a language model writes; let it choose units | `writing` |
| the papers held: the catalogue and the indexes made from it | `library` |
| Chroma, tantivy, the embedding model, language models, llama-index | `backends` |
| pictures of pages, drawn in a child process | `page_images` |
| what a process may do that opens files from outside | `confinement` |
| the HTTP API | `api` |
| the log and the figures of a running service | `monitoring` |
| what readers said of answers, and declined questions, where they are kept | `feedback` |
| CSV that a spreadsheet opens safely | `sheets` |
| who may use it: keys, sign-in, proxies | `access` |
| answering in processes of its own, for the service | `pool` |
| settings, engines of a library, how parts are put together | `settings`, `engines`, `bootstrap` |
| what the parts share: protocols, errors, times of stages | `protocols`, `errors`, `timing` |
"""
