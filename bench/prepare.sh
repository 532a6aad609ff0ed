# Sourced by the commands of this folder: installs what they need, and sets `python`.
# shellcheck shell=bash disable=SC2034
. "$here/../scripts/provision.sh"
install_packages "${BUILD_PACKAGES[@]}" "${SERVER_PACKAGES[@]}"
python=$(cd "$here/.." && test_python)
