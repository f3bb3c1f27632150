"""In: bodies of posts. Out: a WordPress export of them, as small as one can be. EXPORT is one with everything in it."""

from __future__ import annotations

from pathlib import Path

EXPORT = Path(__file__).with_name("export.xml")
ITEM = """<?xml version="1.0" encoding="UTF-8"?><rss xmlns:content="c" xmlns:wp="w" xmlns:dc="d" xmlns:excerpt="e"><channel>
<link>https://spine.example</link>{}</channel></rss>"""


def export(*bodies: str) -> str:
    """An export of posts with these bodies, called "Post 1" and so on."""
    return ITEM.format(
        "".join(
            f"<item><title>Post {number}</title><link>https://spine.example/post-{number}/</link><content:encoded><![CDATA[{body}]]></content:encoded>"
            f"<wp:post_id>{number}</wp:post_id><wp:post_date>2020-01-0{number % 9 + 1} 08:00:00</wp:post_date><wp:post_name>post-{number}</wp:post_name>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
            for number, body in enumerate(bodies, 1)
        )
    )
