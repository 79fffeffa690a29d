import type { Capability } from "../../../runner/contract/index.ts";
import { explainExit } from "../../../runner/src/plan/explain-start.ts";
import type { Subject } from "../diagnosis.ts";

type Said = { lines: readonly string[]; granted?: readonly Capability[] };
const printing = (...lines: string[]): Said => ({ lines });
const admin = (name: string) => new RegExp(`an admin grants ${name}`);

/** The end of what an application printed that the kernel refused something. */
export const capabilities: Subject<Said> = {
  name: "capability",
  explain: ({ lines, granted = [] }) =>
    explainExit(
      { exitCode: 1, isOutOfMemory: false, error: "" },
      { logTail: lines, memoryBytes: null, capabilities: granted },
    ),
  rows: [
    {
      setup: "ping of iputils",
      said: printing("starting", "ping: socktype: SOCK_RAW", "ping: socket: Operation not permitted"),
      class: "crashed",
      says: /capability NET_RAW/,
      advises: admin("NET_RAW"),
    },
    {
      setup: "ping of busybox",
      said: printing("ping: permission denied (are you root?)"),
      class: "crashed",
      says: /capability NET_RAW/,
      advises: admin("NET_RAW"),
    },
    {
      setup: "a right that is granted and does not help",
      said: { ...printing("ping: socket: Operation not permitted"), granted: ["NET_RAW"] },
      class: "crashed",
      says: /capability NET_RAW/,
      advises: /granted already.*run as root/,
    },
    {
      setup: "a VPN that adds a device",
      said: printing("[#] ip link add wg0 type wireguard", "RTNETLINK answers: Operation not permitted"),
      class: "crashed",
      says: /capability NET_ADMIN/,
      advises: admin("NET_ADMIN"),
    },
    {
      setup: "a firewall",
      said: printing(
        "iptables v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)",
      ),
      class: "crashed",
      says: /capability NET_ADMIN/,
      advises: admin("NET_ADMIN"),
    },
    {
      setup: "Vault, which locks its memory",
      said: printing(
        "Error initializing core: Failed to lock memory: cannot allocate memory",
        "This usually means that the mlock syscall is not available.",
      ),
      class: "crashed",
      says: /capability IPC_LOCK/,
      advises: admin("IPC_LOCK"),
    },
    {
      setup: "a daemon that locks itself in",
      said: printing('chroot("/var/empty"): Operation not permitted'),
      class: "crashed",
      says: /capability SYS_CHROOT/,
      advises: admin("SYS_CHROOT"),
    },
    {
      setup: "a debugger",
      said: printing("ptrace(PTRACE_ATTACH): Operation not permitted"),
      class: "crashed",
      says: /capability SYS_PTRACE/,
      advises: admin("SYS_PTRACE"),
    },
    {
      setup: "a device that is made",
      said: printing("mknod: /dev/fuse: Operation not permitted"),
      class: "crashed",
      says: /capability MKNOD/,
      advises: admin("MKNOD"),
    },
    {
      setup: "a mount",
      said: printing(
        "mount: /data: permission denied.",
        "       dmesg(1) may have more information after failed mount system call.",
      ),
      class: "crashed",
      says: /capability SYS_ADMIN/,
      advises: /never granted/,
    },
    {
      setup: "a change of owner by a user who is not root",
      said: printing("chown: changing ownership of '/data': Operation not permitted"),
      class: "crashed",
      says: /capability CHOWN/,
      advises: /Root has it.*Dockerfile/,
    },
    {
      setup: "a change of user by a user who is not root",
      said: printing("error: setgroups(0, (nil)): Operation not permitted"),
      class: "crashed",
      says: /capability SETUID/,
      advises: /Root has it/,
    },
    {
      setup: "nginx on port 80 by a user who is not root",
      said: printing("nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)"),
      class: "crashed",
      says: /capability NET_BIND_SERVICE/,
      advises: /PORT variable/,
    },
    {
      setup: "Node on port 80 by a user who is not root",
      said: printing(
        "Error: listen EACCES: permission denied 0.0.0.0:80",
        "    at Server.setupListenHandle [as _listen2] (node:net:1800:21)",
      ),
      class: "crashed",
      says: /capability NET_BIND_SERVICE/,
      advises: /PORT variable/,
    },
    {
      setup: "Go on port 443 by a user who is not root",
      said: printing("2026/01/01 listen tcp :443: bind: permission denied"),
      class: "crashed",
      says: /capability NET_BIND_SERVICE/,
      advises: /PORT variable/,
    },
    {
      setup: "sudo",
      said: printing('sudo: The "no new privileges" flag is set, which prevents sudo from running as root.'),
      class: "crashed",
      says: /gain rights by sudo/,
      advises: /Leave sudo out/,
    },
    {
      setup: "a program that failed of itself after it said something of locks",
      said: printing("vault: mlock is disabled by the settings", "panic: no storage configured"),
      class: "crashed",
      says: /exit code 1: panic: no storage/,
      advises: /last lines/,
    },
  ],
};
