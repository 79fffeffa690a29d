#!/usr/bin/env bash
# What a freshly booted server starts: sshd and dockerd. Stays, so that dockerd may be stopped and started by hand inside.
/usr/sbin/sshd -f /etc/ssh/lab_sshd_config
dockerd >/var/log/dockerd.log 2>&1 &
docker_pid=$!

shut_down() {
  kill "$docker_pid" 2>/dev/null
  wait "$docker_pid"
  exit 0
}
trap shut_down TERM
while kill -0 "$docker_pid" 2>/dev/null; do wait "$docker_pid"; done
sleep infinity &
wait
