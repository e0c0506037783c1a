"""The limits of what is read: far above any honest book, far below what could exhaust a machine."""

MAX_BYTES = 256 * 1024
MAX_LINE = 8 * 1024  # bytes of one line
MAX_DEPTH = 24  # nested lists and mappings
MAX_NODES = 20_000  # scalars, lists and mappings of one file
MAX_SCALAR = 20_000  # characters of one value
MAX_MARKS = 6  # combining marks on one letter
MAX_FAULTS = 200  # shown of one file: past that the file is something else than what its name says

MAX_FILE_BYTES = 25 * 1024 * 1024  # of a PDF or image shown in a portal
MAX_LOGO_PIXELS = 16_000_000  # a small file may unpack into gigabytes
MAX_PAGE_BYTES = MAX_BYTES  # of a Markdown page
