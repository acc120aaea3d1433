"""The page beside the answer: a page of a cited paper, with the quote or words found marked.

`wanted` is what the browser asks for, `marking` where the marks stand in a text, `views` what is
shown of a paper, `file` what can be had of its file, `rendering` all of it as HTML.
"""
