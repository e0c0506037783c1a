"""`python -m facturier` is the command `facturier`."""

from facturier.cli.main import main

if __name__ == "__main__":
    main()
