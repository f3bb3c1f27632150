"""Builds that make only what an edit has touched. An accelerator of Pelican's build, not a second generator: the same
stages, templates and rendering, and after any sequence of edits the same bytes as a build from nothing.

What a page is made of. Some things are the *ground* of every page: the clinic's facts, the theme with its words, the code,
the settings, the packages, the day. When the ground has changed, or is in doubt, Pelican builds everything, and says why
(doubts.py). Texts are not read again for that: plugins/readings.py keeps what was read, by its content.

What is left are edits of content/: texts, pictures and other files, old addresses. A page sees the Site through a View
(rules/view.py), which notes every question that was asked while the page was made: "what is known of this text", "which
pages want this address", "the articles of this topic". A question is a tuple of words, such as ("shown",
"articles/sleep.md"). What cannot be asked through the View fails the build, so that no page depends on what nobody notes.

A build after an edit (engine.py, and from 5 on rendering.py):

1. The stamps of all inputs and outputs are compared with those of the last build (stamps.py, doubts.py). Stamps that differ
   are no proof; digests are. All equal: nothing is done.
2. The early stages read the edited texts and give them addresses. That gives a new table of what is known of every page.
3. The old table and the new one say which questions have another answer now (changes.py). A page that shows a part of a long
   list asks for that part, such as the newest articles: what else changes in the list is nothing to it.
4. Texts of pages that asked one of these are read as well, from what is kept of them, and the late stages (links, rules,
   structured data) run over the touched ones alone. Problems of the others are kept.
5. Their pages are rendered, and those lists that asked what has changed. Files whose bytes are the same stay. A check ends
   before that.
6. The new tree begins as hard links of the old one, loses what has gone, and is put in its place in one step. It is the tree
   of the build before, kept as a spare, in which only what differs is linked anew (tools/swap.py).

The state between two builds (state.py) lies in .cache/builds/, one file for each output. It is written after the output has
taken its place: a build that is killed in between leaves stamps that fit nothing, and the next build makes everything.
`--clean` ignores all that is kept.
"""
