"""What may be asked: `examples` for the start, and `further` questions after an answer.

Both are made of the items and the records of the papers held (`items`), and checked before shown.
"""
