"""One file per verb: puts the stages together."""
