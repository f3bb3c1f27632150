"""Preview settings. PLUGINS is the pipeline: read it from top to bottom. publishconf.py says what production does otherwise."""

from functools import partial
from pathlib import Path

CLINIC_ROOT = str(Path(__file__).resolve().parent)  # where the project lies
CLINIC_SHOWN = "content"  # the content folder as people are shown it
CLINIC_PUBLISH = False  # True: drafts stay out, and any E stops the build
CLINIC_SAY = partial(print, flush=True)  # told how far a long build is
CLINIC_CHECK_ONLY = False  # True: find the problems, write no page
CLINIC_CLEAN = False  # True: use nothing that is kept of earlier builds

PATH = f"{CLINIC_ROOT}/content"
OUTPUT_PATH = f"{CLINIC_ROOT}/output"
THEME = f"{CLINIC_ROOT}/theme"

PLUGINS = [
    "plugins.clinic",  # clinic.toml and interface words -> the Site
    "plugins.sources",  # content/ -> texts and files; what is no plain UTF-8 file of this folder is refused
    "plugins.reader",  # text -> head, Markdown, sanitised and set HTML
    "plugins.addresses",  # slugs, addresses, redirects.toml; drafts leave a production build
    "plugins.links",  # links to files -> links to addresses
    "plugins.images",  # pictures -> <picture> with width and height, and the names of its copies
    "plugins.related",  # services, conditions and articles linked both ways
    "plugins.gate",  # rules/ -> problems; a production build with an E ends here
    "plugins.image_copies",  # originals -> the copies, AVIF and JPEG in several widths
    "plugins.structured_data",  # what the page shows -> JSON-LD
    "plugins.contact_files",  # places -> vCards, and calendars of the days closed
    "plugins.evidence",  # what each page says with a source
    "plugins.theme",  # words, filters and addresses for the templates
    "plugins.coach",  # previews: each page's problems and reading grades, beside what they are about
    "plugins.listings",  # A to Z, evidence, topics, people, search, 404, feed, sitemap, robots
    "plugins.problem_list",  # previews: all pages and files with something to mend
    "plugins.gallery",  # previews: every part of the theme in every state
    "plugins.contents",  # finished Documents -> Pelican's articles and pages
    "plugins.writer",  # Pelican's pages -> files with just the CSS they need, and what they bring
]

# Templates never let a `<` of a title through; that they fail on a misspelt name is plugins/templates.py.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt"]

# The reader does this better: see DESIGN decision 3.
TYPOGRIFY = False
DEFAULT_LANG = "en"
TIMEZONE = "UTC"  # the clinic's, once clinic.toml is read
SITEURL = ""

# The stages have decided what is published and where; Pelican's own lists are off.
WITH_FUTURE_DATES = True
THEME_STATIC_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
ARTICLE_ORDER_BY = "relative_source_path"
PAGE_ORDER_BY = "relative_source_path"
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = None
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
