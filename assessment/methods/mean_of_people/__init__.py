"""The method `mean-of-people`: the second of the digital maturity, which says how far several people can be trusted."""
