"""How findings are written down. Every writer takes a result and returns a string."""
