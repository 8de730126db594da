"""Networks that find the key points of people in pictures.

`estimator` runs a network of any form that `forms` reads; `own` are those that users add.
"""
