"""The chat and the command line.

| what | where |
|---|---|
| the command line and its commands that ask | `cli`, `ask` |
| its other commands: keys, back-ups, the review list, settings, meetings, feedback | `commands` |
| the service: the API and the chat in one web app | `service` |
| what may be sent to the chat | `guard` |
| the server around it: ready, and stopped in time | `server` |
| the events of the chat, and what the server keeps of a session | `chat`, `conversation` |
| the pages that a council must have, and the head of the chat's own | `pages` |
| the pages beside the chat: meetings, papers, a matter in order, help | `records` |
| which papers are asked; what may be asked next | `narrow`, `prompts` |
| Right? Yes or No under an answer, and the page on which the council reads it | `feedback` |
| an answer as text, and as HTML; its card | `render`, `html`, `cards` |
| the page beside the answer | `panel` |
"""
