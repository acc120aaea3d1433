"""The chat and the command line.

| what | where |
|---|---|
| the command line and its commands that ask | `cli`, `ask` |
| what was kept out, for the administrator | `review` |
| the service: the API and the chat in one web app | `service` |
| the events of the chat, and the exchanges of a conversation | `chat`, `conversation` |
| an answer as text, and as HTML | `render`, `html` |
"""
