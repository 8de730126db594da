"""Use-cases without Qt; the one place where storage and networks meet.

Services are parts of `services.Services`; `types` holds the values that panels get from them.
"""
