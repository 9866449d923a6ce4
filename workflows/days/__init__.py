"""日期: days in Chinese, the clock at the edge, and working days."""
