"""The pages beside the chat that show what is held, as HTML without scripts and as CSV.

| what | where |
|---|---|
| the addresses, their limits and their policy | `routes` |
| what a form may ask for, and its pages of fifty | `filters` |
| every paper held | `papers` |
| every meeting, and one whole | `meetings` |
| a matter in time order | `matters` |
| a line of the record as the templates show it | `lines` |
| questions made of the library's own items, and the help page | `examples` |
| the same as CSV | `tables` |
"""
