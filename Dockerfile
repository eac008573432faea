# Two stages: one with what installing needs, one with what running needs. `make image-steps` goes
# through the same instructions without an engine, in a folder of its own.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv .venv
# Dependencies before the source: a change of the source leaves this layer as it is.
# requirements-sentry.lock adds the library that reports faults.
ARG LOCK=requirements.lock
COPY requirements.lock requirements-sentry.lock ./
RUN .venv/bin/python -m pip install --require-hashes --no-deps -r "$LOCK"
COPY . .
RUN .venv/bin/python -m pip install --no-deps --no-build-isolation -e . \
 && .venv/bin/python -m compileall -q bot config handlers plans scheduler store texts

FROM python:${PYTHON}-slim-bookworm
# No versions here: Debian's stable ones move by security fixes only.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends fontconfig fonts-wqy-microhei \
 && rm -rf /var/lib/apt/lists/* \
 && fc-cache -f
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin duban
WORKDIR /app
COPY --from=build /app /app
RUN install -d -o 10001 -g 10001 data
USER 10001
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DUBAN_DATABASE_URL=sqlite+aiosqlite:////app/data/duban.db \
    DUBAN_LOG_FORMAT=json \
    DUBAN_WEB_HOST=0.0.0.0 \
    DUBAN_WEB_PORT=8080
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"DUBAN_WEB_PORT\"]}/healthz', timeout=3)"]
ENTRYPOINT ["duban"]
CMD ["run"]
