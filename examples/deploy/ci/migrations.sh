#!/bin/sh
# Runs the tool from its image on the migrations of this repository: ./migrations.sh apply
# NEO4J_URI and NEO4J_PASSWORD say where; MIGRATIONS_IMAGE is the image.
set -eu
cd "$(dirname "$0")"
exec docker run --rm --network host --env NEO4J_URI --env NEO4J_USERNAME --env NEO4J_PASSWORD \
    --volume "$PWD/neo4j:/app/neo4j:ro" "$MIGRATIONS_IMAGE" "$@"
