#!/usr/bin/env bash
# Writes the library of an earlier Pinfold by its own code:
#
#   internal/eras/write.sh COMMIT NAME
set -euo pipefail
commit=$1 name=$2
root=$(git rev-parse --show-toplevel)
old=$(mktemp -d)
trap 'git -C "$root" worktree remove --force "$old"' EXIT
git -C "$root" worktree add --quiet --detach "$old" "$commit"
mkdir -p "$old/internal/eras"
cp "$root"/internal/eras/*.go "$old/internal/eras/"
(cd "$old" && go run ./internal/eras "$root/core/testdata/eras" "$name")
