"""The wall's widgets: the view, its tiles, flights, mini-map and controls.

`view` shows a `content` that `model` made; `bar` says what is wanted, `arranging` ties them.
"""
