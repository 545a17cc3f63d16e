"""Every statement that the table sends, by name; a parameter of ``json_each`` is a JSON list of strings."""

from __future__ import annotations

STATES = "SELECT chain, sequence, hash, recorded_at FROM state WHERE chain IN (SELECT value FROM json_each(?))"
VIEWS = "SELECT ref, digest, body FROM views WHERE ref IN (SELECT value FROM json_each(?))"
IN_FORCE = "SELECT digest, body FROM in_force"
BLOBS = "SELECT digest, size, body FROM blobs WHERE digest IN (SELECT value FROM json_each(?))"
STORED = "SELECT digest FROM blobs WHERE digest IN (SELECT value FROM json_each(?))"
ATTEMPT = "SELECT decision_id FROM requests WHERE requester = ? AND request_id = ? AND attempt = ?"
ANSWER = """
    SELECT digest, attempt, chain, sequence, decision_id, verdict FROM requests
    WHERE requester = ? AND request_id = ? ORDER BY attempt DESC LIMIT 1"""

CHAINS = "SELECT chain FROM state WHERE chain > ?1 UNION SELECT chain FROM entries WHERE chain > ?1 ORDER BY 1 LIMIT ?2"
ENTRIES = "SELECT sequence, hash, body FROM entries WHERE sequence > ? AND chain = ? ORDER BY sequence LIMIT ?"
NEWEST = """
    SELECT position, chain, sequence, hash, body FROM entries
    WHERE position < ? ORDER BY position DESC LIMIT ?"""
SUBJECTS = "SELECT ref, digest, body FROM views WHERE ref > ? ORDER BY ref LIMIT ?"
RECORDED = "SELECT DISTINCT subject FROM records WHERE subject > ? ORDER BY subject LIMIT ?"
RECORDS = "SELECT digest, body FROM records WHERE subject = ?"
KEYS = "SELECT key, max(position) FROM entries WHERE kind = ? AND key >= ? AND key < ? GROUP BY key LIMIT 2"
ENTRY = "SELECT chain, sequence, hash, body FROM entries WHERE position = ?"

ADD_STATE = "INSERT INTO state (sequence, hash, recorded_at, chain) VALUES (?, ?, ?, ?)"
MOVE_STATE = "UPDATE state SET sequence = ?, hash = ?, recorded_at = ? WHERE chain = ?"
ADD_ENTRY = "INSERT INTO entries (chain, sequence, hash, previous, kind, key, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
ADD_BLOB = """
    INSERT INTO blobs (digest, size, body) SELECT ?1, ?2, ?3
    WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE digest = ?1)"""
ADD_REQUEST = """
    INSERT INTO requests (requester, request_id, attempt, digest, chain, sequence, decision_id, verdict)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
PUT_VIEW = """
    INSERT INTO views (ref, chain, digest, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (ref) DO UPDATE SET digest = excluded.digest, body = excluded.body"""
PUT_RECORD = """
    INSERT INTO records (subject, stage, visit, digest, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (subject, stage, visit) DO UPDATE SET digest = excluded.digest, body = excluded.body"""
PUT_IN_FORCE = """
    INSERT INTO in_force (place, digest, body) VALUES (1, ?, ?)
    ON CONFLICT (place) DO UPDATE SET digest = excluded.digest, body = excluded.body"""
