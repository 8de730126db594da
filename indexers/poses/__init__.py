"""Poses of people in pictures: their key points on disk, and how alike two poses are."""
