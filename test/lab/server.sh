#!/usr/bin/env bash
# A "server" of the lab: its own view of this machine's files, its own processes, network, host name, sshd and dockerd.
#
#   server.sh network           make the lab's network
#   server.sh boot I            start server I (its files must have been prepared: see server-files.ts)
#   server.sh kill I            power loss: the wire goes first, then every process at once
#   server.sh stop I            orderly shutdown
#   server.sh cut|heal I        silent partition | end of it
#   server.sh exec I ARGV...    run a program inside
#   server.sh down              end every server and service of this lab and forget its files
#
# LAB_FOLDER  where the lab keeps its state            LAB_PREFIX  names interfaces, namespaces and cgroups
# LAB_NETWORK first three numbers of the lab's /24     LAB_HIDE    folders of this machine no server may see
set -euo pipefail

: "${LAB_FOLDER:?}" "${LAB_PREFIX:?}" "${LAB_NETWORK:?}" "${LAB_HIDE:=}"
lab_scripts=$(dirname "$(readlink -f "$0")")/server
for part in network cgroups power down; do
  # shellcheck source=/dev/null
  source "$lab_scripts/$part.sh"
done

say() { echo "$*" >&2; }

verb=${1:-}
shift || true
case $verb in
  network) network_up ;;
  boot) power_on "$1" ;;
  kill) power_loss "$1" ;;
  stop) power_off "$1" ;;
  cut) network_detach "$1" ;;
  heal) network_attach "$1" ;;
  exec) run_inside "$@" ;;
  down) lab_down ;;
  *)
    sed -n '2,10p' "$0"
    exit 2
    ;;
esac
