"""Networks that learn from the user's own labelled photos.

`finetune` for classifiers of photos; `sketch_body` and its sets for drawings of bodies.
"""
