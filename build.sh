#!/usr/bin/env bash
# Everything that is done with Pinfold, by one command.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
	cat <<'TEXT'
./build.sh [build]        make dist/chrome and dist/firefox, folders that a browser loads
./build.sh run [FILE]     open a browser with Pinfold in it and the demo library, or FILE, which stands behind the options
    --firefox | --chromium    in that browser
    --profile DIR             keep the library in DIR (else it is new each time)
    --headless-check          without a window: import, search, print what was found
./build.sh test           all tests, in both browsers
./build.sh soak 8h        kill browsers, fuzz and damage for so long, into docs/PROMISE.md; can be cut off and gone on with
./build.sh dev            build again whenever a file changes
./build.sh zip            make the packages for the stores
./build.sh worker         make dist/worker, the server as a Cloudflare Worker
./build.sh bench [PEERS]  measure, into bench/results.md; with the folder of a peer benchmark, behind the options, beside the peers
    --links FILE              also with real bookmarks, a JSON object a line
    --size N --rounds N       so many bookmarks; so many openings of each page
    --growth N,N --edits N    also from size to size; also so many edits of one bookmark
    --beside N,N --seeds N,N  the sizes beside the peers; the draws of known items
    --budget MS               so long for each kind of question to a peer
TEXT
}

packages=(chromium firefox-esr xvfb xdotool gcc libc6-dev)
install_line="apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends"

# on_debian_as_root tells whether this machine lets us install what is missing.
on_debian_as_root() { [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; }

# have_all tells whether the programs given are all here.
have_all() {
	local program
	for program in "$@"; do command -v "$program" >/dev/null || return 1; done
}

# install_debian PACKAGE... installs, or says what to type and ends.
install_debian() {
	if ! on_debian_as_root; then
		echo "Something is missing. Install it, then try again:" >&2
		echo "  $install_line $*" >&2
		exit 1
	fi
	apt-get -o DPkg::Lock::Timeout=120 update -q >&2 || true
	# shellcheck disable=SC2086 # the line is several words
	if ! DEBIAN_FRONTEND=noninteractive $install_line "$@" >&2; then
		echo "Installing failed. Try it by hand:" >&2
		echo "  $install_line $*" >&2
		exit 1
	fi
}

need_go() {
	have_all go && return
	echo "Pinfold is built with Go 1.26 or later: https://go.dev/dl/" >&2
	exit 1
}

need_browser() {
	local name
	for name in chromium chromium-browser google-chrome google-chrome-stable firefox-esr firefox; do
		have_all "$name" && return
	done
	[ "$(uname)" = Darwin ] && return
	install_debian chromium
}

need_go
command="${1:-build}"
[ $# -gt 0 ] && shift
case "$command" in
soak)
	have_all chromium firefox-esr cc || install_debian "${packages[@]}"
	exec go run ./internal/build soak "$@"
	;;
build | zip | dev | worker) exec go run ./internal/build "$command" "$@" ;;
bench)
	need_browser
	exec go run ./internal/build bench "$@"
	;;
run)
	need_browser
	exec go run ./internal/build run "$@"
	;;
test)
	have_all chromium firefox-esr Xvfb xdotool cc || install_debian "${packages[@]}"
	exec go run ./internal/build test "$@"
	;;
help | -h | --help) usage ;;
*)
	usage >&2
	exit 2
	;;
esac
