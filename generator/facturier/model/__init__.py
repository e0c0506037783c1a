"""The frozen model: plain values that every stage shares; standard library only."""
