"""通知: who is told what."""
