# Sourced by quickstart.sh and test.sh: gets a machine ready to build, to run servers, and to run tests.
# shellcheck shell=bash disable=SC2034

BUILD_PACKAGES=(gcc libc6-dev cmake ninja-build pkg-config libssl-dev zlib1g-dev libexpat1-dev libcmark-dev libjansson-dev)
PYTHON_PACKAGES=(python3 python3-venv ca-certificates)
SERVER_PACKAGES=("${PYTHON_PACKAGES[@]}" openjdk-17-jdk-headless maven openssl)
PACKAGING_PACKAGES=(build-essential debhelper python3)
TEST_PACKAGES=(g++ make mandoc libcriterion-dev libxml2-dev zsh fish strace jq abigail-tools libcurl4-openssl-dev
    debootstrap lintian shellcheck systemd)

CACHE=${NEO4J_MIGRATIONS_CACHE:-${HOME:-/root}/.cache/neo4j-migrations}

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# quietly LOG COMMAND...: shows what a command said only if it fails.
quietly() {
    local log=$1
    shift
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        printf '%s: failed: %s\n' "$(basename "$0")" "$*" >&2
        return 1
    fi
}

missing_packages() {
    local package
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
    done
}

# Installs those Debian packages that are not there yet; asks no questions, and touches nothing if all of them are.
install_packages() {
    local missing log
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian: I take it that what these packages bring is there: $*"
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" -eq 0 ] || fail "these packages are missing, and it takes root to install them:
    apt-get install --no-install-recommends ${missing[*]}"
    echo "Installing ${missing[*]}"
    log=$(mktemp)
    quietly "$log" apt-get update || return
    quietly "$log" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}" || return
    rm -f "$log"
}

# python_with REQUIREMENTS: prints the Python of a virtual environment that has these, made anew when they change.
python_with() {
    local requirements=$1 folder
    folder=$CACHE/venv-$(cat "$requirements" scripts/requirements.txt | sha256sum | cut -c1-12)
    mkdir -p "$CACHE"
    (
        flock 9
        if [ ! -e "$folder/.complete" ]; then
            python3 -m venv --clear "$folder" >&2 &&
                "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" >&2 &&
                touch "$folder/.complete"
        fi
    ) 9>"$CACHE/.venv.lock" || return
    printf '%s\n' "$folder/bin/python"
}

# What starts servers and looks into them, and what the tests need besides.
server_python() {
    python_with scripts/requirements.txt
}

test_python() {
    python_with tests/requirements.txt
}
