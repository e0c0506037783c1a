"""The strict shape of every file: which keys it may have, what each means, and how its value is read."""
