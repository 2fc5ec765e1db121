"""What a reader is shown of a portfolio, page and PDF alike."""
