"""In: a number of articles. Out: what ours, Hugo and stock Pelican need to build them, measured in turn."""
