#!/usr/bin/env bash
# Installs what the tests need on a Debian 12, and runs all of them: those of the C code and those that drive the
# binary, in a debug build and under the sanitizers, on real servers.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/provision.sh

REPORTS=$PWD/build/reports
SERVERS=$PWD/build/servers.json
# Distinct from every exit code of the tool, so that a sanitizer's report never passes for an expected failure.
export ASAN_OPTIONS=exitcode=99:detect_leaks=1:strict_string_checks=1
export UBSAN_OPTIONS=exitcode=99:halt_on_error=1:print_stacktrace=1
export TSAN_OPTIONS=exitcode=99:halt_on_error=1:second_deadlock_stack=1

FAILED=$REPORTS/failed # a title on each line

servers_pid='' scripted_pid='' python=''

# stage TITLE COMMAND...: runs one part; a failure is remembered, and does not keep later parts from running.
stage() {
    local title=$1 began=$SECONDS outcome=passed
    shift
    printf '\n== %s\n' "$title"
    "$@" </dev/null || outcome=FAILED
    printf '== %s: %s, %d s\n' "$title" "$outcome" $((SECONDS - began))
    if [ "$outcome" = passed ]; then return; fi
    echo "$title" >>"$FAILED"
    return 1
}

provision() {
    install_packages "${BUILD_PACKAGES[@]}" "${SERVER_PACKAGES[@]}" "${PACKAGING_PACKAGES[@]}" "${TEST_PACKAGES[@]}" && python=$(test_python)
}

# start_servers [OPTION...]: those that servers.py starts by itself, or with --old those of lines that have ended
start_servers() {
    "$python" tests/servers/servers.py run-all "$@" --file "$SERVERS" --owner $$ >>build/servers.log 2>&1 </dev/null &
    servers_pid=$!
    export NEO4J_MIGRATIONS_TEST_SERVERS=$SERVERS
}

stop_servers() {
    if [ -n "$servers_pid" ]; then
        kill "$servers_pid" 2>/dev/null || true
        wait "$servers_pid" 2>/dev/null || true
        servers_pid=''
    fi
}

build() {
    local preset=$1
    shift
    cmake --preset "$preset" && cmake --build --preset "$preset" "$@"
}

c_tests() {
    ctest --preset "$1" --output-junit "$REPORTS/$1-ctest.xml"
}

# drive PRESET FOLDER [OPTION...]: the tests in a folder of tests/, against the binaries of a preset, in a stage
drive() {
    local preset=$1 folder=$2
    shift 2
    NEO4J_MIGRATIONS_BINARY=$PWD/build/$preset/neo4j-migrations N4M_BOLTSH=$PWD/build/$preset/tests/protocol/boltsh \
        "$python" -m pytest -q -p no:cacheprovider --dist loadgroup --junit-xml "$REPORTS/$title.xml" \
        "tests/$folder" "$@"
}

# A stage that writes a report has its name, so that the sum tells failed tests from a stage that did not get to them.
test_preset() {
    local preset=$1
    stage "$preset-ctest" c_tests "$preset" || true
    stage "$preset-cli" drive "$preset" cli -n 2 || true
    stage "$preset-live" drive "$preset" live -n 4 || true
    if [ "$preset" = dev ]; then
        stage dev-architecture drive dev architecture || true
        stage dev-package drive dev package || true
        stage dev-interop drive dev interop -n 3 || true
        stage dev-faults drive dev faults -n 3 || true
    fi
}

# What several threads do, or a signal handler; the rest of the driver has one thread to a session. Criterion does not
# start under ThreadSanitizer.
test_threads() {
    stage tsan-build build tsan --target boltsh boltapi lender name_servers || return
    stage tsan-protocol drive tsan protocol -n 2 -k 'threads or network or cancel' || true
    stage tsan-enterprise drive tsan enterprise -k lent_driver || true
}

# What others get: packages, the static build, an image.
test_delivery() {
    stage static-build build static || return
    stage static-delivery drive static delivery || true
}

# Tests with scripted servers wait more than they compute.
test_scripted() {
    local preset
    test_delivery || true
    for preset in dev asan; do
        stage "$preset-protocol" drive "$preset" protocol -n 2 || true
        stage "$preset-enterprise" drive "$preset" enterprise -n 2 || true
    done
    test_threads
}

# Beside those with real servers; what it says comes at the end. A process group of its own, to be stopped as a whole.
start_scripted() {
    set -m
    test_scripted >"$REPORTS/scripted.log" 2>&1 </dev/null &
    scripted_pid=$!
    set +m
}

finish_scripted() {
    wait "$scripted_pid" || true
    scripted_pid=''
    cat "$REPORTS/scripted.log"
}

stop() {
    if [ -n "$scripted_pid" ]; then kill -- -"$scripted_pid" 2>/dev/null || true; fi
    stop_servers
}

sum_up() {
    printf '\n== Summary, after %d s\n' "$SECONDS"
    local failed=()
    if [ -e "$FAILED" ]; then mapfile -t failed <"$FAILED"; fi
    "$python" scripts/tally.py "$REPORTS" "${failed[@]}"
    [ ${#failed[@]} -eq 0 ]
}

main() {
    trap stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    rm -rf "$REPORTS" "$SERVERS" build/servers.log
    mkdir -p "$REPORTS"

    stage provision provision || exit 1
    start_servers
    if ! { stage dev-build build dev && stage asan-build build asan; }; then
        sum_up
        exit 1
    fi
    start_scripted
    test_preset dev
    test_preset asan
    stop_servers
    start_servers --old
    stage dev-old-servers drive dev live --old -n 3 || true
    stop_servers
    finish_scripted
    sum_up
}

main "$@"
