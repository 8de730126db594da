"""One module or package a panel; panels do not import each other."""
