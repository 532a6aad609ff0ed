#!/usr/bin/env bash
# From a fresh Debian 12 to a migrated Neo4j database.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/provision.sh

NEO4J_VERSION=5.26.30
BINARY=build/release/neo4j-migrations
MOVIES=./examples/movies

usage() {
    cat <<USAGE
Builds neo4j-migrations and applies the migrations of $MOVIES to a Neo4j $NEO4J_VERSION that it
starts on loopback and stops again.

    ./quickstart.sh                 all of the above; installs what is missing (needs root for that)
    ./quickstart.sh --keep          leaves the server running, and says how to use and stop it
    ./quickstart.sh --address URI --password PASSWORD [--username NAME]
                                    uses your own server instead, as user neo4j or NAME
USAGE
}

keep=no address='' username=neo4j password=''
server_pid='' access='' work=''

parse_arguments() {
    while [ $# -gt 0 ]; do
        case $1 in
            --keep) keep=yes ;;
            --address | --username | --password)
                [ $# -ge 2 ] || fail "$1 needs a value"
                printf -v "${1#--}" %s "$2"
                shift
                ;;
            --address=* | --username=* | --password=*)
                local name=${1%%=*}
                printf -v "${name#--}" %s "${1#*=}"
                ;;
            -h | --help)
                usage
                exit 0
                ;;
            *) fail "unknown argument '$1', see --help" ;;
        esac
        shift
    done
    [ -n "$address" ] || [ -z "$password" ] || fail "--password is for a server of yours: say which with --address"
    [ -z "$address" ] || [ "$keep" = no ] || fail "--keep is for the server that is started here, not for $address"
}

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1m' plain=$'\e[0m'
fi

step() {
    printf '\n%s%s%s\n' "$bold" "$*" "$plain"
}

# Shows a command as a user would type it, and runs it.
show_and_run() {
    printf '$ %s\n' "$*"
    "$@"
}

build() {
    quietly "$work/build.log" cmake --preset release &&
        quietly "$work/build.log" cmake --build --preset release
    echo "$BINARY: $(du -h --apparent-size "$BINARY" | cut -f1)"
}

start_server() {
    local owner=(--owner $$)
    access=${TMPDIR:-/tmp}/neo4j-quickstart-$$.env
    if [ "$keep" = yes ]; then owner=(); fi
    # In a session of its own, so that a closed terminal does not end a server that is to stay.
    setsid "$python" tests/servers/servers.py run "$NEO4J_VERSION" "${owner[@]}" \
        --file "$access" >"$work/server.log" 2>&1 </dev/null &
    server_pid=$!
    until [ -s "$access" ]; do
        kill -0 "$server_pid" 2>/dev/null || fail "the server did not start: $(cat "$work/server.log")"
        sleep 0.1
    done
    # shellcheck source=/dev/null
    . "$access"
    echo "Neo4j $NEO4J_VERSION answers at $NEO4J_URI"
}

use_own_server() {
    export NEO4J_URI=$address NEO4J_USERNAME=$username NEO4J_PASSWORD=$password
}

tell_how_to_go_on() {
    step "The server keeps running"
    printf '    %-68s # %s\n' ". $access" "sets NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD" \
        "$BINARY info --location $MOVIES" "for example" \
        "kill $server_pid" "stops it, and removes its data"
}

clean_up() {
    local code=$?
    if [ -n "$server_pid" ] && { [ "$keep" = no ] || [ "$code" -ne 0 ]; }; then
        kill "$server_pid" 2>/dev/null || true
        wait "$server_pid" 2>/dev/null || true
    fi
    if [ -n "$work" ]; then rm -rf "$work"; fi
}

main() {
    parse_arguments "$@"
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    work=$(umask 077 && mktemp -d "${TMPDIR:-/tmp}/neo4j-quickstart-XXXXXX")

    step "Looking for what is needed"
    if [ -n "$address" ]; then
        install_packages "${BUILD_PACKAGES[@]}" "${PYTHON_PACKAGES[@]}"
    else
        install_packages "${BUILD_PACKAGES[@]}" "${SERVER_PACKAGES[@]}"
    fi
    python=$(server_python)
    echo "All there."

    step "Building the release"
    build

    if [ -n "$address" ]; then
        use_own_server
    else
        step "Starting Neo4j $NEO4J_VERSION (the first time, its jars are fetched)"
        start_server
    fi

    step "Applying the migrations of $MOVIES"
    show_and_run "$BINARY" apply --location "$MOVIES"

    step "What the database says about them"
    show_and_run "$BINARY" info --location "$MOVIES"

    step "What is in the graph now"
    "$python" scripts/graph_counts.py

    if [ "$keep" = yes ]; then
        tell_how_to_go_on
    fi
}

main "$@"
