"""Policies that are not our own, in a process of their own: limited in time and memory, and killed beyond.

``child`` is what runs there, ``process`` what starts, asks and ends it, ``engine`` what the rest of mlgate sees.
"""
