"""Networks written in our own torch code; imported only when a network is used.

One module an architecture; `common` runs them in onnxruntime or torch.
"""
