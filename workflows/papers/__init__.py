"""文书: the numbers, the printing and the packing of papers; each is a pure function of its row."""
