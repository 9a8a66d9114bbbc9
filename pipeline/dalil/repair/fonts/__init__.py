"""Broken font maps: letters that a PDF's font swapped or lost, strokes, and pieces out of order.

`restoring.restore_fonts` is the way in. It goes through `zones` (which lines, which font),
`learning` (the font's map), `segmenting` (words of a line) and `ordering` (their order).
"""
