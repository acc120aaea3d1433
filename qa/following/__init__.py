"""Conversation: what a message means after others, worked out anew from the questions before it.

| what | where |
|---|---|
| a message understood after others; its search; answers that need none | `talk` |
| what was quoted, by which the next message is understood | `state` |
| does a message belong to what was quoted? weighed, learned | `belonging` |
"""
