"""Settings of the site that stock Pelican builds in `bench`: its own theme `simple`, no plugin, typogrify as it comes.

Articles, index pages of 10, categories, an archive and a feed. Tags and authors are off: nobody's articles have them here.
"""

SITENAME = "Plain days"
SITEURL = ""
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "simple"
PLUGINS: list[str] = []
IGNORE_FILES: list[str] = []  # else --autoreload sees no save in a folder below .cache
TYPOGRIFY = True

ARTICLE_URL = "health/{slug}/"
ARTICLE_SAVE_AS = "health/{slug}/index.html"
DEFAULT_PAGINATION = 10
DIRECT_TEMPLATES = ["index", "categories", "archives"]
AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
STATIC_PATHS: list[str] = []

FEED_DOMAIN = "https://example.com"
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
