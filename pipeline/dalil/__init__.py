"""Dalil: aligned, annotated corpora of Persian, Arabic and English texts."""

__version__ = "0.1.0"


def load(lang, **options):
    from dalil.languages import load as load_pipeline

    return load_pipeline(lang, **options)
