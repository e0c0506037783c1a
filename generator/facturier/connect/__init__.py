"""The outside world: Stripe, mail, bank files, git; each through a transport given as an argument."""
