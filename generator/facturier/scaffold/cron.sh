#!/bin/sh
# Publishes a clone of the business, for cron: 17 4 * * *  FACTURIER_TO=dir:/srv/www/invoices /path/to/publish.sh
# FACTURIER_SECRET comes from the environment (a file that only this user may read, sourced by the crontab).
set -eu
cd "$(dirname "$0")"
exec facturier publish --to "${FACTURIER_TO:?say where to, for instance dir:/srv/www/invoices}"
