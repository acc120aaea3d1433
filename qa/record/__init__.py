"""Questions that the record answers: lists and courses of things, from the catalogue, complete.

| what | where |
|---|---|
| from what is asked to a listing, or to a search | `plan` |
| which council, body and days; what is left over | `scope` |
| which body sat when; its papers and minutes | `register` |
| results: entries in groups | `entries` |
| what one meeting did, item by item | `business` |
| lists of whole meetings: decisions, put off, in private | `meetings` |
| what a person moved and voted; who voted how | `people` |
| a matter in time order | `matters` |
| asked beside resolved | `beside` |
| a figure each year | `figures` |
| which papers are held | `held` |
| a meeting whole, a matter in stages, what was changed later | `course` |
| the listing in words | `compose` |
"""
