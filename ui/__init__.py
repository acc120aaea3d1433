"""The chat and the command line.

| what | where |
|---|---|
| the command line and its commands that ask | `cli`, `ask` |
| the commands that look after a library, and after what was kept out | `library`, `review` |
| the service: the API and the chat in one web app | `service` |
| the events of the chat, and the exchanges of a conversation | `chat`, `conversation` |
| an answer as text, and as HTML | `render`, `html` |
"""
