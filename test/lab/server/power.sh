# Starting and ending servers.

server_folder() { echo "$LAB_FOLDER/s$1"; }

# Prints the process that is pid 1 of the server; fails when the server is off.
server_pid() {
  local pid
  pid=$(cat "$(server_folder "$1")/pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null && echo "$pid"
}

power_on() {
  local number=$1 folder unshared init=
  folder=$(server_folder "$number")
  if server_pid "$number" >/dev/null; then
    say "s$number is already up"
    return
  fi
  # A subshell: it enters the server's cgroups, and this script must not stay in them.
  (
    cgroup_enter "$number"
    exec setsid unshare --mount --uts --ipc --pid --net --cgroup --fork \
      bash "$lab_scripts/init.sh" "$number" </dev/null >"$folder/console.log" 2>&1
  ) &
  unshared=$!
  for _ in $(seq 500); do
    # Until it has become unshare, its children are only the small programs that enter the cgroups.
    if [ "$(cat "/proc/$unshared/comm" 2>/dev/null)" = unshare ]; then
      init=$(cat "/proc/$unshared/task/$unshared/children" 2>/dev/null) && [ -n "$init" ] && break
    fi
    sleep .01
  done
  init=${init%% *}
  if [ -z "$init" ]; then
    say "s$number did not start: $(tail -n 3 "$folder/console.log")"
    return 1
  fi
  echo "$init" > "$folder/pid"
  network_plug "$number" "$init"
}

# SIGKILL alone lets the kernel say goodbye with FIN and RST packets. A machine that loses power does not: the wire goes
# first, then pid 1, and with it every process in the server.
power_loss() {
  local pid
  pid=$(server_pid "$1") || return 0
  network_detach "$1"
  kill -9 "$pid"
  await_gone "$1"
}

power_off() {
  local pid
  pid=$(server_pid "$1") || return 0
  kill -TERM "$pid"
  await_gone "$1"
}

await_gone() {
  local number=$1
  for _ in $(seq 750); do
    server_pid "$number" >/dev/null || break
    sleep .02
  done
  if server_pid "$number" >/dev/null; then
    say "s$number is still running after 15 seconds"
    return 1
  fi
  rm -f "$(server_folder "$number")/pid"
  cgroup_remove "$LAB_PREFIX/s$number"
}

run_inside() {
  local pid
  pid=$(server_pid "$1") || { say "s$1 is off"; return 1; }
  shift
  exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup -- "$@"
}
