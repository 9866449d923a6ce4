"""收件: files that come in, read where a hostile one can do no harm."""
