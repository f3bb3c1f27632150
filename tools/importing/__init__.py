"""In: old texts of several kinds. Out: drafts. One module a source format; the others are what they share, in this order:

opening (what kind of file is it, may it be read) -> pasted, word, web_page, wordpress, folder (OldText) -> tails
-> questions -> draft -> ledger (is every word there?) -> command (writes, says, remembers).
"""
