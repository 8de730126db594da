"""Drawing with OpenGL in a widget: asked whether it works, and given up when it fails."""
