"""Policies: bundle, catalogue, engines, evaluation."""
