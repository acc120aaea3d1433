"""Which papers a question of the chat is asked of.

`sent` reads what the browser sends, `panel` makes the panel in which a reader chooses.
"""
