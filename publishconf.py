"""What is different in production, and nothing else."""

from pelicanconf import *  # noqa: F403
from pelicanconf import PLUGINS

CLINIC_PUBLISH = True
PLUGINS = [plugin for plugin in PLUGINS if plugin not in ("plugins.coach", "plugins.gallery")]
