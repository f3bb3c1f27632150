"""The stages of the build inside Pelican, one a file; PLUGINS in pelicanconf.py is their order."""
