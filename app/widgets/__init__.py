"""What several panels show.

Panels make them and tell them what to show; what one panel alone shows stays with it.
"""
