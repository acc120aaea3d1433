"""The pages beside the chat that show what is held, as HTML without scripts and as CSV.

| what | where |
|---|---|
| the addresses, their limits and their policy; the help page | `routes` |
| what a form may ask for, and its pages of fifty | `filters` |
| every paper held | `papers` |
| every meeting, and one whole | `meetings` |
| a matter in time order | `matters` |
| a line of the record as the templates show it | `lines` |
| the same as CSV | `tables` |
"""
