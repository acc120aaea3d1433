"""The course of a meeting and of a matter, whole: what the pages beside the chat show.

| what | where |
|---|---|
| whether a later decision varies or rescinds one, and which | `later` |
| a meeting with all its items, those that only its agenda lists among them | `sitting` |
| a matter in stages, from the proposal to what came of it | `stages` |
"""
