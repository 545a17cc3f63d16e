"""Two bundles side by side: what changed for those who are asked, and whether that is looser or stricter.

What moved within a bundle, and what only reads differently (comments, spacing), is no change. Every difference of data
shows: what no other part knows is told by its path.
"""
