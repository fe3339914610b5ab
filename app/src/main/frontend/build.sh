#!/usr/bin/env bash
# Compiles govuk.scss into ../resources/static/assets/govuk.css. Needs Node and npm; the Java build needs neither,
# because the result is kept in the repository. Run it again only when govuk.scss or a version below changes.
set -euo pipefail
cd "$(dirname "$0")"
govuk=6.6.0 govuk_sha256=52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751
sass=1.108.2
out=../resources/static/assets/govuk.css

work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "govuk-frontend@$govuk" >/dev/null)
echo "$govuk_sha256  $work/govuk-frontend-$govuk.tgz" | sha256sum --check --quiet
mkdir -p "$work/node_modules/govuk-frontend"
tar -xzf "$work/govuk-frontend-$govuk.tgz" -C "$work/node_modules/govuk-frontend" --strip-components=1
(cd "$work" && npm install --silent --no-save --ignore-scripts --no-audit --no-fund --prefix "$work/tools" "sass@$sass" >/dev/null)
cp govuk.scss "$work/"
(cd "$work" && tools/node_modules/.bin/sass --load-path=. --quiet --style=compressed --no-source-map govuk.scss govuk.css)
if grep -qiE 'GDS Transport|@font-face|crest|crown' "$work/govuk.css"; then
  echo "the compiled style sheet names a Crown font or picture: leave that component out of govuk.scss" >&2; exit 1
fi
{ printf '/*! Compiled from GOV.UK Frontend %s, MIT licence. */\n' "$govuk"; cat "$work/govuk.css"; } > "$out"
sha256sum "$out"
