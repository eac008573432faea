# The steps are those of `make setup`, with the dependencies of running only.
FROM python:3.13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make setup LOCK=requirements.lock

FROM python:3.13-slim
RUN useradd --create-home --uid 1000 duban
WORKDIR /app
COPY --from=build /app /app
RUN mkdir -p data && chown duban data
USER duban
VOLUME /app/data
ENV PYTHONUNBUFFERED=1
CMD [".venv/bin/duban", "run"]
