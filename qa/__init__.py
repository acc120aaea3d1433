"""The product: the papers held, search over them, and quoted answers with their standing.

`answerer` tells the whole story. Where to look, in the order in which a question goes:

| what | where |
|---|---|
| the papers held | `papers`, `pages`, `passages`, `versions`, `library` |
| what is asked | `question`, `question_kinds`, `question_parts` |
| a follow-up | `conversation`, `matter`, `pointing`, `following` |
| a day to ask as at | `filters`, `retrieval.as_at` |
| words, dates, numbers, names, councils, for every wing | `language` |
| finding | `asked`, `search`, `features`, `looks`, `views`, `one_index` |
| declining | `decline`, `private_items` |
| quoting | `choosing`, `quoting`, `citing`, `pages_cited`, `effect`, `told` |
| saying it | `compose`, `saying`, `gaps`, `reading_out`, `answers` |
| a language model's sentences | `generate`, `checking` |
| page pictures | `page_image`, `page_drawer`, `page_image_worker`, `shown_copy` |
| the outside | `bootstrap`, `settings`, `protocols`, `backends`, `api` |
"""
