"""A minimal application on stock Viewflow: its models, nodes, views and inbox as they come."""
