"""The command line: the only code that reads the clock and the environment, prints and exits."""
