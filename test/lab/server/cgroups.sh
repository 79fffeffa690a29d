# Every server lives in a cgroup of its own, so that its dockerd can limit containers and one server can be limited.
# Machines have either the unified hierarchy (v2) or one hierarchy per controller (v1).

cgroup_root=/sys/fs/cgroup
cgroup_v1_controllers="cpu cpuacct cpuset memory devices freezer blkio pids systemd"

cgroup_is_unified() { [ "$(stat -fc %T "$cgroup_root")" = cgroup2fs ]; }

cgroup_hierarchies() { # one line per hierarchy: the folder a server's group is made in
  if cgroup_is_unified; then
    echo "$cgroup_root"
    return
  fi
  local controller
  for controller in $cgroup_v1_controllers; do
    if [ -d "$cgroup_root/$controller" ]; then echo "$cgroup_root/$controller"; fi
  done
}

# Moves the calling shell into the server's group; what it starts afterwards inherits that.
cgroup_enter() {
  local number=$1 shell_pid=$BASHPID hierarchy group
  for hierarchy in $(cgroup_hierarchies); do
    group=$hierarchy/$LAB_PREFIX/s$number
    mkdir -p "$group"
    if cgroup_is_unified; then
      cgroup_delegate "$hierarchy"
      cgroup_delegate "$hierarchy/$LAB_PREFIX"
    elif [ "${hierarchy##*/}" = cpuset ]; then
      cgroup_copy_cpuset "$hierarchy" "$hierarchy/$LAB_PREFIX" "$group"
    fi
    echo "$shell_pid" > "$group/cgroup.procs"
  done
}

# A new v1 cpuset is empty and takes no process until it is given processors and memory nodes.
cgroup_copy_cpuset() {
  local from=$1 to
  shift
  for to in "$@"; do
    cat "$from/cpuset.cpus" > "$to/cpuset.cpus"
    cat "$from/cpuset.mems" > "$to/cpuset.mems"
  done
}

cgroup_delegate() {
  local controller
  for controller in $(cat "$1/cgroup.controllers"); do
    echo "+$controller" > "$1/cgroup.subtree_control" 2>/dev/null || true
  done
}

# Inside the server's cgroup namespace: shows it its own group as the root.
cgroup_mount() {
  local target=$1 hierarchy controller options
  if cgroup_is_unified; then
    mount -t cgroup2 cgroup2 "$target"
    # A v2 group that hands controllers to children may hold no process itself.
    mkdir -p "$target/init"
    echo $$ > "$target/init/cgroup.procs"
    cgroup_delegate "$target"
    return
  fi
  mount -t tmpfs -o mode=755 tmpfs "$target"
  for hierarchy in $(cgroup_hierarchies); do
    controller=${hierarchy##*/}
    options=$controller
    if [ "$controller" = systemd ]; then options=none,name=systemd; fi
    mkdir "$target/$controller"
    mount -t cgroup -o "$options" cgroup "$target/$controller"
  done
}

# Ends whatever runs in a group, known or not: a start that failed half-way leaves processes no pid file tells of.
cgroup_kill() {
  local group=$1 hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    find "$hierarchy/$group" -name cgroup.procs -exec cat {} + 2>/dev/null | xargs -r kill -9 2>/dev/null || true
  done
}

# Groups can be removed only after the last process in them is gone, which the kernel finishes a moment after the kill.
cgroup_remove() {
  local group=$1 hierarchy attempt remaining
  for attempt in $(seq 150); do
    remaining=
    for hierarchy in $(cgroup_hierarchies); do
      find "$hierarchy/$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
      if [ -d "$hierarchy/$group" ]; then remaining=$hierarchy/$group; fi
    done
    if [ -z "$remaining" ]; then return; fi
    sleep .02
  done
  say "cgroup $remaining is still in use"
}
