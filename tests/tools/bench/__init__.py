"""In: small corpora, made-up figures and known children. Out: what `bench` makes of them."""
