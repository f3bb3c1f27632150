"""What is different in production, and nothing else."""

from pelicanconf import *  # noqa: F403
from pelicanconf import PLUGINS

CLINIC_PUBLISH = True
PREVIEWS = ("plugins.coach", "plugins.problem_list", "plugins.gallery")
PLUGINS = [plugin for plugin in PLUGINS if plugin not in PREVIEWS]
