"""The product: the papers held, search over them, and quoted answers with their standing.

`answerer` has the whole flow. Where to look, in the order in which a question goes:

| what | where |
|---|---|
| papers, items, passages, pages, standing: the types that all share | `papers` |
| what is asked; what a follow-up asks | `questions`, `following` |
| words, dates, numbers, names, for every wing | `language` |
| the papers held | `library` |
| finding and ranking passages | `retrieval` |
| whether the papers answer | `answerability` |
| quotes, their pages and standing | `quoting` |
| the answer in words; a language model's sentences | `writing`, `generating` |
| the answer contract | `answers` |
| pictures of pages | `page_images` |
| the outside | `api`, `backends`, `bootstrap`, `settings` |
| what the parts share | `protocols`, `errors`, `timing` |
"""
