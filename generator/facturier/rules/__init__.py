"""Book to faults, each rule with a code; pure."""
