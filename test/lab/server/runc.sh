#!/bin/sh
# Stands before the real runc on machines whose root lacks CAP_SYS_RESOURCE: there --privileged, --cap-add ALL, --ulimit
# and negative out-of-memory scores fail. Takes exactly these from the bundle and leaves every other container alone.
bundle= previous=
for argument; do
  if [ "$previous" = --bundle ] || [ "$previous" = -b ]; then bundle=$argument; fi
  previous=$argument
done
if [ -n "$bundle" ] && grep -qE 'CAP_SYS_RESOURCE|"rlimits"|"oomScoreAdj":-' "$bundle/config.json"; then
  jq -c 'del(.process.rlimits)
    | (if (.process.oomScoreAdj // 0) < 0 then .process.oomScoreAdj = 0 else . end)
    | (.process.capabilities // {}) |= map_values(map(select(. != "CAP_SYS_RESOURCE")))' \
    "$bundle/config.json" > "$bundle/config.json.new" && mv "$bundle/config.json.new" "$bundle/config.json"
fi
exec /usr/sbin/runc "$@"
