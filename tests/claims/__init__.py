"""Tests of the claims room."""
