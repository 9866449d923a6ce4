"""团员名册导入: a spreadsheet goes in whole or row by row with reasons; nothing is guessed, nothing half-imported."""
