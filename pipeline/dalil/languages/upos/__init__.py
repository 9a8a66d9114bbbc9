"""Parts of speech: the tags of Universal Dependencies, by a small CRF a language."""
