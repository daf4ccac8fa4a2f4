"""Section 117 of the Higher Education Act: foreign gifts and contracts, as reported."""
