"""The tests that lie beside policies: what they find, what they run through, and why one fails."""
