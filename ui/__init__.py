"""The chat and the command line.

| what | where |
|---|---|
| the command line and its commands that ask | `cli`, `ask` |
| the service: the API and the chat in one web app | `service` |
| the events of the chat, and what the server keeps of a session | `chat`, `conversation` |
| the pages that a council must have, and the head of the chat's own | `pages` |
| an answer as text, and as HTML | `render`, `html` |
"""
