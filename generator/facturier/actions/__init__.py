"""One module per verb: puts the stages together, without a terminal and without a clock."""
