"""Answering in processes of its own, so that the web process stays free and nothing ends it.

| looking for | in |
|---|---|
| what the web process asks, in place of an `Answerer` | `front` |
| the queue, the workers, the time that a question may take | `crew` |
| nursery and worker as the web process sees them: started, listened to, ended | `processes` |
| the clean process that loads the models once and forks the workers | `nursery` |
| a worker: the library open, questions in, answers out | `worker` |
| how each part of the service is, for `/api/ready` | `readiness` |
| what passes between them, as checked JSON | `messages` |

The web process has the catalogue open and nothing else. A worker holds the indexes and the models;
it may be ended at any time, and another takes its place.
"""
