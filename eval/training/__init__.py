"""Training the embedded reader: a small cross-encoder that judges units and finds what answers.

`groups` makes what it learns from: questions with texts that answer and texts that do not, of
public questions and of gold questions over a library. `model` is the network, `fitting` trains it,
`export` writes it as int8 for onnxruntime. docs/models.md has what it was trained on.
"""
