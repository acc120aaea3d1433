"""The embedding model in the form that the processor computes fastest.

`embedder` is what others call. `choice` has the forms and which of them this machine does best;
`graph` writes the model as an ONNX graph, in float32 or in int8; `onnx_runtime` computes it.
The third form, bfloat16, is `qa.backends.sentence_transformers`, and so is any other kind of model.
"""
