"""Drawing with OpenGL in a widget: asked whether it works, and given up when it fails.

`probe` tries it, `surface` and `program` draw; used by the wall and the body.
"""
