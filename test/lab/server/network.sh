# The switch: a bridge in a network namespace of its own, so that the firewall rules of this machine (a host dockerd sets
# FORWARD to DROP) cannot reach into the lab. One wire leads out of it, to the lab address on this machine.

switch_name="${LAB_PREFIX}sw"
uplink="${LAB_PREFIX}up"

in_switch() { ip -n "$switch_name" "$@"; }

network_up() {
  if ip netns list | grep -qw "$switch_name"; then return; fi
  ip netns add "$switch_name"
  in_switch link set lo up
  in_switch link add br0 type bridge
  in_switch link set br0 up
  ip link add "$uplink" type veth peer name up0 netns "$switch_name"
  ip addr add "$LAB_NETWORK.1/24" dev "$uplink"
  ip link set "$uplink" up
  in_switch link set up0 master br0 up
}

network_down() {
  ip netns del "$switch_name" 2>/dev/null || true
  ip link del "$uplink" 2>/dev/null || true
}

# The address is fixed by the server's number: a rebooted server with a new MAC is unreachable for seconds, until the
# ARP entries of its neighbours expire.
network_plug() {
  local number=$1 pid=$2
  in_switch link del "port$number" 2>/dev/null || true
  in_switch link add "port$number" type veth peer name eth0 address "02:4c:42:00:00:1$number" netns "$pid"
  network_attach "$number"
}

network_attach() { in_switch link set "port$1" up master br0; }
network_detach() { in_switch link set "port$1" nomaster; }
