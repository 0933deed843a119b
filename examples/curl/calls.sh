#!/bin/sh
# Calls Headgate with nothing but curl: sh calls.sh [MODEL]
set -eu

gate=${HEADGATE_URL:-http://127.0.0.1:4000}
key=${HEADGATE_KEY:-none} # an application key, where the gate asks for one
model=${1:-fast}

# The key goes by standard input: a command line can be read by everybody on the machine.
call() {
  path=$1
  shift
  echo "== $path"
  printf 'Authorization: Bearer %s\n' "$key" |
    curl --silent --show-error --fail-with-body --header @- "$gate$path" "$@"
  echo
}

json='Content-Type: application/json'

call /v1/models

call /v1/chat/completions --header "$json" \
  --data '{"model": "'"$model"'", "messages": [{"role": "user", "content": "What is a weir?"}]}'

# A feature: its prompt stays on the server, the client sends what fills it in.
call /v1/features/support-reply/completions --header "$json" \
  --data '{"inputs": {"question": "Where is my parcel?"}, "targeting_key": "ada"}'

# The same, shown as it comes.
call /v1/features/support-reply/completions --no-buffer --header "$json" \
  --data '{"inputs": {"question": "Where is my parcel?"}, "targeting_key": "ada", "stream": true}'
