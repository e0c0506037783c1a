"""Book to totals, terms, status and balances; pure."""
