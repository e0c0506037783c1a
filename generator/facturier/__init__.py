"""facturier turns invoices written as YAML in git into a private static portal per client."""
