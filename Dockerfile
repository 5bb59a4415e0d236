# The report with all that it needs, from its lock: `docker build -t report .`, then `docker run --rm report`, which
# recomputes every number and compares it. With `make book` at the end it makes the book.
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install --yes --no-install-recommends chromium-headless-shell git make \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home reader
USER reader
WORKDIR /home/reader/report
COPY --chown=reader . .
RUN rm -rf .venv _build && make .venv/.installed
CMD ["make", "validate"]
