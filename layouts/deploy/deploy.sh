#!/usr/bin/env bash
# @@say.made@@
# @@say.server-use@@
#   ./deploy.sh [--if-due] [--no-build] [USER@HOST:FOLDER/ | FOLDER/]
# @@say.server-swap@@
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if_due=false build=true to="${DISPATCH_TO:-}"
for word in "$@"; do
  case "$word" in
    --if-due) if_due=true ;;
    --no-build) build=false ;;
    -*) echo "deploy.sh: $word?" >&2; exit 2 ;;
    *) to="$word" ;;
  esac
done

mkdir -p .dispatch
exec 9> .dispatch/deploy.lock
flock -w 600 9

# @@say.server-due@@
if $if_due; then
  if git rev-parse --verify --quiet '@{upstream}' > /dev/null; then git pull --quiet --ff-only; fi
  now="$(git rev-parse HEAD 2> /dev/null || true)"
  read -r was next 2> /dev/null < .dispatch/deployed || { was='' next=''; }
  if [[ -n $was && $was == "$now" && -n $next && $(TZ=@@timezone@@ date +%F) < $next ]]; then exit 0; fi
fi

if $build; then python3 build.py build --integrity; fi

if [[ -n $to ]]; then
  # @@say.server-whole@@
  [[ -s public/index.html && -d public/assets ]] || exit 1
  # @@say.server-times@@
  send=(rsync --recursive --links --checksum --chmod=D755,F644 --exclude='/.*')
  # @@say.server-first@@
  "${send[@]}" --exclude='*.html' --exclude='*.xml' --exclude='*.json' public/ "${to%/}/"
  # @@say.server-second@@
  "${send[@]}" --delay-updates public/ "${to%/}/"
  # @@say.server-last@@
  sleep "${DISPATCH_GRACE:-10}"
  "${send[@]}" --delete-after public/ "${to%/}/"
fi

if $build; then
  echo "$(git rev-parse HEAD 2> /dev/null || echo -) $(python3 build.py next --format day)" > .dispatch/deployed
fi
