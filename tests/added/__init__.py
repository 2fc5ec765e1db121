"""What somebody might add: a kind of question and a scoring method that the product does not know.

Nothing here is imported by the product, and nothing of the product is changed for it: tests/test_seams.py puts both
into the registries and walks an instrument that uses them from the first page to the report.
"""
