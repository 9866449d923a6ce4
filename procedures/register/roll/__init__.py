"""团员名册: who is on the rolls under an organization, to be filtered, sorted, searched and taken away."""
