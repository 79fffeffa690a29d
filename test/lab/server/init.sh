#!/usr/bin/env bash
# First process of a server, in fresh namespaces but still seeing this machine's files. Builds the server's root, waits
# for its network card and hands over to a real init.
set -euo pipefail

number=$1
folder=$LAB_FOLDER/s$number
root=$folder/root
lab_scripts=$(dirname "$(readlink -f "$0")")
# shellcheck source=/dev/null
source "$lab_scripts/cgroups.sh"

mount_files() {
  mount --make-rprivate /
  mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$root"
  local place
  for place in proc sys dev run tmp var/tmp var/lib/docker home root; do mkdir -p "$root/$place"; done
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  cgroup_mount "$root/sys/fs/cgroup"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
  mount --bind "$folder/homes/root" "$root/root"
  mount --bind "$folder/homes/users" "$root/home"
  mount_docker_disk
  # Last, because the lab's own folder is among what gets hidden.
  mount -t tmpfs -o mode=1777 tmpfs "$root/var/tmp"
  for place in $LAB_HIDE; do
    if [ -d "$root/$place" ]; then mount -t tmpfs -o mode=000 tmpfs "$root/$place"; fi
  done
}

# overlay2 cannot stack on the overlay that is the server's root, so Docker's files lie beside it: in a folder, or in a
# file of fixed size where a test wants a disk that really fills up.
mount_docker_disk() {
  if [ -f "$folder/docker.img" ]; then
    mount -o loop "$folder/docker.img" "$root/var/lib/docker"
  else
    mount --bind "$folder/docker" "$root/var/lib/docker"
  fi
}

mount_devices() {
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  mkdir "$root"/dev/{pts,shm,net}
  mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
  local device name major minor
  for device in null,1,3 zero,1,5 full,1,7 random,1,8 urandom,1,9 tty,5,0 kmsg,1,11 fuse,10,229 net/tun,10,200; do
    IFS=, read -r name major minor <<<"$device"
    mknod -m 666 "$root/dev/$name" c "$major" "$minor"
  done
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  ln -s /proc/self/fd/0 "$root/dev/stdin"
  ln -s /proc/self/fd/1 "$root/dev/stdout"
  ln -s /proc/self/fd/2 "$root/dev/stderr"
}

configure_network() {
  hostname "s$number"
  for _ in $(seq 1000); do
    if ip link show eth0 >/dev/null 2>&1; then break; fi
    sleep .01
  done
  ip link set lo up
  ip addr add "$LAB_NETWORK.1$number/24" dev eth0
  ip link set eth0 up
  ip route add default via "$LAB_NETWORK.1"
  echo 1 > /proc/sys/net/ipv4/ip_forward
}

mount_files
mount_devices
configure_network
mkdir "$root/run/sshd"
cp "$lab_scripts/services.sh" "$root/run/services.sh"
mkdir "$root/run/machine"
cd "$root"
pivot_root . run/machine
umount -l run/machine
rmdir run/machine
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
  docker-init -g -- bash /run/services.sh
