# facturier with all that it needs, for machines and CIs that have no Python of their own:
#   docker build --tag facturier .
#   docker run --rm --volume "$PWD:/book" facturier check
# BASE may name an image by its digest (python@sha256:…), to have the very same one each time.
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS made
WORKDIR /src
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY requirements requirements
COPY tools/install tools/install
COPY theme theme
COPY generator generator
RUN tools/install /usr/local/facturier

FROM ${BASE}
RUN apt-get update --quiet \
    && apt-get install --yes --no-install-recommends \
        fontconfig git libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 openssh-client rsync \
    && rm -rf /var/lib/apt/lists/*
COPY --from=made /usr/local/facturier /usr/local/facturier
# The book is mounted and belongs to somebody else; git would not look at it otherwise.
ENV PATH=/usr/local/facturier/bin:$PATH \
    HOME=/tmp \
    LANG=C.UTF-8 \
    GIT_CONFIG_COUNT=1 \
    GIT_CONFIG_KEY_0=safe.directory \
    GIT_CONFIG_VALUE_0=*
USER 1000:1000
WORKDIR /book
ENTRYPOINT ["facturier"]
CMD ["--help"]
