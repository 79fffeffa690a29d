# Ends the lab. Safe to repeat and safe on a half-started lab: this is also what cleans up after a test run that was killed.

lab_down() {
  local folder
  for folder in "$LAB_FOLDER"/s[0-9]*/; do
    if [ -d "$folder" ]; then power_loss "$(basename "$folder" | tr -d s)" || true; fi
  done
  cgroup_kill "$LAB_PREFIX"
  cgroup_remove "$LAB_PREFIX"
  stop_services
  network_down
  remove_files
}

# What was killed may still write its last file while its folder is emptied.
remove_files() {
  for _ in $(seq 50); do
    if rm -rf "$LAB_FOLDER" 2>/dev/null; then return; fi
    sleep .1
  done
  rm -rf "$LAB_FOLDER"
}

# A pid file holds "PID START_TIME": a number alone may meanwhile belong to somebody else.
stop_services() {
  local file pid started
  for file in "$LAB_FOLDER"/services/*.pid; do
    [ -f "$file" ] || continue
    read -r pid started < "$file"
    if [ "$(process_start "$pid")" = "$started" ]; then kill -9 -- "-$pid" 2>/dev/null || kill -9 "$pid" 2>/dev/null || true; fi
    rm -f "$file"
  done
}

# The program's name (field 2) may hold spaces, so the fields are counted from behind its closing bracket.
process_start() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
