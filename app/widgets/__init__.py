"""What several panels show."""
