"""Half-spaces and word spacing in Persian."""

from __future__ import annotations

from dalil.repair.halfspaces.decide import Wear, half_spaces, wear_of
from dalil.repair.halfspaces.spacing import word_spacing

__all__ = ["Wear", "half_spaces", "wear_of", "word_spacing"]
