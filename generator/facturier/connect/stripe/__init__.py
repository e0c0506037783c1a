"""Talks to Stripe: payment links, sessions, balance transactions and disputes, in our terms."""
