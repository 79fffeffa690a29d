// pure

/**
 * Installs the runner as a systemd service. The whole work is one function that is called on the last line, so a download that was
 * cut in half does nothing. Everything it takes comes by environment and is checked before it is used.
 */
export const runnerScript = (defaultUrl: string) => script.replaceAll("@@URL@@", defaultUrl);

const script = `#!/usr/bin/env bash
# Installs the Fairlead runner on this machine: one file, one system user, one systemd unit.
#
#   FAIRLEAD_URL    address of the control plane       (default: @@URL@@)
#   FAIRLEAD_TOKEN  one-time enrolment token           (required, except when the runner is enrolled already)
#
# Run it again to update the runner. Remove it with:
#   systemctl disable --now fairlead-runner; rm -r /etc/systemd/system/fairlead-runner.service /opt/fairlead-runner /var/lib/fairlead-runner
set -euo pipefail

readonly USER_NAME=fairlead-runner
readonly PROGRAM=/opt/fairlead-runner
readonly STATE=/var/lib/fairlead-runner
readonly UNIT=/etc/systemd/system/fairlead-runner.service

fail() { printf 'fairlead: %s\\n' "$1" >&2; exit 1; }
say() { printf 'fairlead: %s\\n' "$1"; }

check_input() {
  [[ "$URL" =~ ^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$ ]] || fail "FAIRLEAD_URL must look like https://fairlead.example.com"
  [[ -z "$TOKEN" || "$TOKEN" =~ ^fle_[0-9A-Za-z]{36}$ ]] || fail "FAIRLEAD_TOKEN is not an enrolment token; copy it again from the runners page"
  [[ -n "$TOKEN" || -d "$STATE/state" ]] || fail "FAIRLEAD_TOKEN is missing; make one on the runners page"
}

# The command of whichever package manager this machine has.
installer() {
  local command
  for command in "apt-get install" "dnf install" "apk add" "pacman -S" "zypper install"; do
    if command -v "\${command%% *}" >/dev/null; then
      echo "$command"
      return
    fi
  done
  echo "apt-get install"
}

check_machine() {
  [[ "$(id -u)" == 0 ]] || fail "run this as root, for example with sudo"
  command -v systemctl >/dev/null || fail "systemd is needed; without it, run the runner by hand: the guide has a page about runners"
  command -v curl >/dev/null || fail "curl is missing; install it, for example: $(installer) curl"
  command -v git >/dev/null || fail "git is missing; install it, for example: $(installer) git"
  NODE="$(command -v node || true)"
  [[ -n "$NODE" ]] || fail "Node 22 or newer is missing; install it from https://nodejs.org/en/download"
  local major
  major="$("$NODE" -p 'process.versions.node.split(".")[0]')"
  [[ "$major" =~ ^[0-9]+$ && "$major" -ge 22 ]] || fail "Node 22 or newer is needed, this is $("$NODE" --version); install it from https://nodejs.org/en/download"
}

make_user() {
  id "$USER_NAME" >/dev/null 2>&1 || useradd --system --home-dir "$STATE" --shell /usr/sbin/nologin "$USER_NAME"
  install -d -m 0755 -o root -g root "$PROGRAM"
  install -d -m 0700 -o "$USER_NAME" -g "$USER_NAME" "$STATE" "$STATE/state"
}

fetch_runner() {
  # Node reads the kind of a file off the end of its name.
  local part="$PROGRAM/part.mjs"
  curl --fail --silent --show-error --location --proto '=http,https' --max-time 120 --output "$part" "$URL/install/runner.mjs"
  "$NODE" --check "$part" || fail "what $URL sent is not the runner; is the address right?"
  chmod 0644 "$part"
  mv "$part" "$PROGRAM/runner.mjs"
}

write_token() {
  [[ -n "$TOKEN" ]] || return 0
  # The file exists with its mode before the token is in it.
  install -m 0600 -o "$USER_NAME" -g "$USER_NAME" /dev/null "$STATE/enrolment.token"
  printf '%s\\n' "$TOKEN" >"$STATE/enrolment.token"
}

write_unit() {
  local groups=""
  # Only needed when this machine is itself a server of yours.
  if getent group docker >/dev/null; then groups="SupplementaryGroups=docker"; fi
  cat >"$UNIT" <<UNIT
[Unit]
Description=Fairlead runner
Documentation=$URL
After=network-online.target
Wants=network-online.target

[Service]
User=$USER_NAME
$groups
Environment=NODE_ENV=production
Environment=FAIRLEAD_URL=$URL
Environment=FAIRLEAD_RUNNER_HOME=$STATE/state
Environment=FAIRLEAD_RUNNER_TOKEN_FILE=$STATE/enrolment.token
# A resting runner is to be small: less room for young objects, fewer malloc arenas.
Environment=MALLOC_ARENA_MAX=2
ExecStart=$NODE --max-semi-space-size=1 $PROGRAM/runner.mjs
Restart=always
RestartSec=5
# It was revoked, or its settings are wrong: starting again would change nothing.
RestartPreventExitStatus=77 78
# A running job is finished first.
KillSignal=SIGTERM
KillMode=mixed
TimeoutStopSec=1200
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ReadWritePaths=$STATE
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
UNIT
}

start_service() {
  systemctl daemon-reload
  systemctl enable --quiet fairlead-runner
  systemctl restart fairlead-runner
  say "the runner is installed and connects to $URL"
  say "its log: journalctl -u fairlead-runner -f"
}

main() {
  URL="\${FAIRLEAD_URL:-@@URL@@}"
  URL="\${URL%/}"
  TOKEN="\${FAIRLEAD_TOKEN:-}"
  check_machine
  check_input
  make_user
  fetch_runner
  write_token
  write_unit
  start_service
}

main
`;
