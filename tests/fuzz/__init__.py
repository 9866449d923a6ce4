"""No 500: every address, parameter and field is sent what no program expects; the answer is 2xx, 3xx or 4xx."""
