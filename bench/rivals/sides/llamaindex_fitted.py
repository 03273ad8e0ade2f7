"""As ``llamaindex``, with chunks of no more tokens than the model reads."""

from bench.rivals.sides.llamaindex import main

if __name__ == "__main__":
    main(chunk_size=256, chunk_overlap=50)
