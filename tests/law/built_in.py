"""What the program cannot do otherwise: for each such rule of law the tests that show it, beside their own code."""

_SHOWN = "tests/render/test_pdf.py::test_an_invoice_shows_what_the_law_asks_for"
_REQUIRED = "tests/law/test_built_in.py::test_a_document_lacks_nothing_the_law_wants_in_every_one"
_ORIGINAL = (
    "tests/actions/test_verify.py::test_every_single_byte_counts",
    "tests/actions/test_verify.py::test_a_deleted_file_is_named",
)
_INTEREST = "tests/compute/test_interest.py::"
_NORM = (
    "tests/oracle/test_cii.py::test_the_french_rules_accept_it",
    "tests/oracle/test_cii.py::test_en16931_accepts_it",
)

BUILT_IN: dict[str, tuple[str, ...]] = {
    "MEN-001": (_REQUIRED,),
    "MEN-011": ("tests/rulings/test_words.py::test_a_vat_number_is_derived_under_the_normal_regime_alone",),
    "MEN-015": (_REQUIRED,),
    "MEN-030": (_REQUIRED, "tests/rulings/test_words.py::test_what_differs_only_in_case_collides"),
    "MEN-032": ("tests/law/test_built_in.py::test_what_is_written_is_printed",),
    "MEN-033": (_REQUIRED, _SHOWN),
    "MEN-035": (_SHOWN,),
    "MEN-036": (
        "tests/rulings/test_money.py::test_a_discount_percent_is_taken_per_group_and_half_a_cent_goes_up",
        "tests/compute/test_totals.py::test_a_line_and_a_document_discount_in_two_rates_add_up",
    ),
    "MEN-037": (_SHOWN, "tests/compute/test_totals.py::test_vat_is_rounded_once_per_group_and_never_per_line"),
    "MEN-038": ("tests/law/test_built_in.py::test_what_is_written_is_printed",),
    "PAY-001": ("tests/rulings/test_money.py::test_the_two_ways_to_count_forty_five_days", _SHOWN),
    "PAY-018": ("tests/render/test_pdf.py::test_a_payment_changes_no_byte",),
    "PEN-001": (f"{_INTEREST}test_interest_is_cut_at_half_years_and_rounded_in_each",),
    "PEN-002": (f"{_INTEREST}test_an_unknown_half_year_leaves_the_known_part_and_its_first_day",),
    "PEN-003": (f"{_INTEREST}test_the_fee_is_claimed_once_for_all_instalments",),
    "PEN-004": ("tests/rulings/test_money.py::test_interest_runs_at_the_rate_of_each_half_year_and_is_in_no_balance",),
    "PEN-005": ("tests/rulings/test_money.py::test_a_payment_goes_first_where_the_terms_say",),
    "PEN-006": ("tests/properties/test_interest.py::test_every_segment_can_be_reckoned_by_hand",),
    "PEN-007": ("tests/rulings/test_money.py::test_a_consumer_owes_interest_from_the_day_after_the_notice_and_no_fee",),
    "B2C-001": ("tests/render/test_pdf.py::test_a_consumer_reads_prices_with_vat", _REQUIRED),
    "VAT-025": ("tests/law/test_built_in.py::test_a_small_invoice_needs_no_vat_number",),
    "NUM-007": (
        "tests/actions/test_verify.py::test_a_change_is_named",
        "tests/actions/test_verify.py::test_a_deleted_file_is_named",
    ),
    "COR-006": ("tests/law/test_built_in.py::test_the_code_of_a_document_follows_from_its_type",),
    "DEP-003": ("tests/law/test_built_in.py::test_the_code_of_a_document_follows_from_its_type",),
    "EIN-005": ("tests/oracle/test_flavours.py::test_each_kind_of_buyer_has_its_flow",),
    "EIN-009": _NORM,
    "EIN-010": ("tests/rulings/test_money.py::test_how_numbers_are_typed",),
    "EIN-011": ("tests/oracle/test_flavours.py::test_attachments_are_accepted_in_both_syntaxes",),
    "EIN-012": (
        "tests/oracle/test_originals.py::test_vera_pdf_finds_nothing",
        "tests/oracle/test_originals.py::test_invoices_carry_their_xml_and_nothing_else_does",
    ),
    "EIN-018": ("tests/rulings/test_status.py::test_every_event_of_the_table_is_read",),
    "ARC-001": (*_ORIGINAL, "tests/actions/test_archive.py::test_it_proves_itself"),
    "ARC-002": _ORIGINAL,
    "ARC-003": _ORIGINAL,
    "ARC-004": ("tests/compute/test_related.py::test_both_directions",),
    "ARC-005": ("tests/actions/test_archive.py::test_an_archive_holds_source_seal_history_and_original",),
    "ARC-008": ("tests/actions/test_verify.py::test_the_commit_its_author_and_its_day_are_told",),
    "DUN-001": ("tests/rulings/test_status.py::test_reminders_hold_and_resume_by_themselves",),
    "DUN-002": ("tests/law/test_built_in.py::test_messages_are_few_unless_the_seller_says_otherwise",),
    "DUN-003": ("tests/rulings/test_words.py::test_deadlines_are_dates_and_steps_count_from_one_in_a_history",),
    "DUN-005": ("tests/rulings/test_money.py::test_a_consumer_owes_interest_from_the_day_after_the_notice_and_no_fee",),
    "DUN-008": ("tests/render/test_pdf.py::test_a_consumer_is_never_told_of_the_recovery_fee",),
    "GDPR-001": (
        "tests/publish/test_tokens.py::test_a_token_is_a_path_name_of_26_characters",
        "tests/publish/test_tokens.py::test_client_epoch_and_master_each_change_the_token",
    ),
    "GDPR-002": ("tests/publish/test_headers.py::test_every_host_is_told_every_header",),
    "GDPR-003": ("tests/isolation/test_gate.py::test_a_finding_never_shows_a_token_or_the_secret",),
    "GDPR-006": ("tests/publish/test_headers.py::test_the_policy_lets_nothing_in_from_elsewhere",),
}
