"""Replies to messages that need no search: a call for help, abuse, a question in another language.

`messages` tells what a message is, `languages` in which language it is, `reply` answers it.
"""
