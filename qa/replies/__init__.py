"""Replies to messages that need no search: a call for help, abuse, a question in another language.

`messages` tells what a message is, `reply` answers it. In which language a question is, tells
`qa.writing.languages`.
"""
