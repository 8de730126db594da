"""Why a release is not made."""


class ReleaseError(Exception):
    """Something is in the way; the text says what and what to do."""
