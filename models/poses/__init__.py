"""Networks that find the key points of people in pictures."""
