from tests.isolation.conftest import built as built  # noqa: PLC0414 - the small business, also here
