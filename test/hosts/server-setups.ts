import type { Setup } from "./find-on.ts";

/** `works`, or the reason with the words of its sentence and of what to do. */
type Expected = "works" | readonly [reason: string, says: RegExp, advises: RegExp];
export type ServerSetup = Setup & { subject: string; setup: string; expected: Expected };

const greeting = (setup: string, bashrc: string): ServerSetup => ({
  subject: "shell",
  setup,
  user: "sudoer",
  bashrc,
  expected: "works",
});

const shell = (
  setup: string,
  { says = /login shell of sudoer/, ...change }: Partial<Setup> & { says?: RegExp },
): ServerSetup => ({
  subject: "shell",
  setup,
  user: "sudoer",
  ...change,
  expected: ["docker-permission", says, /usermod -aG docker sudoer/],
});

const loginShell = (path: string): Partial<Setup> => ({
  plant: [["usermod", "--shell", path, "sudoer"]],
  undo: [["usermod", "--shell", "/bin/bash", "sudoer"]],
});

const forbidden = (user: string, sshd: string): ServerSetup => ({
  subject: "sshd",
  setup: `${sshd} for ${user}`,
  user,
  sshd,
  expected: ["forwarding-refused", /forbids forwarding/, /Allow it for this user/],
});

const tooFewSessions = (sshd: string): ServerSetup => ({
  subject: "sshd",
  setup: sshd,
  user: "sudoer",
  sshd,
  expected: ["forwarding-refused", /opens no further session/, /MaxSessions 10/],
});

const refusedKey = (setup: string, change: Partial<Setup>): ServerSetup => ({
  subject: "sshd",
  setup,
  user: "deploy",
  ...change,
  expected: ["auth-refused", /does not accept the runner's key for user deploy/, /authorized_keys.*journalctl -u ssh/],
});

const keys = "/home/deploy/.ssh/authorized_keys";
/** Puts options before the runner's line, as people do who restrict it. */
const keyOptions = (options: string): Partial<Setup> => ({
  plant: [
    ["cp", "-p", keys, "/run/kept_keys"],
    ["sed", "-i", `s/^ssh-/${options} ssh-/`, keys],
  ],
  undo: [["cp", "-p", "/run/kept_keys", keys]],
});

const rules = "/etc/sudoers.d/sudoer";
const sudo = (setup: string, rule: string, says: RegExp): ServerSetup => ({
  subject: "sudo",
  setup,
  user: "sudoer",
  plant: [
    ["cp", "-p", rules, "/run/kept_rules"],
    ["sh", "-c", 'printf "%s\\n" "$1" >"$2"', "sh", rule, rules],
  ],
  undo: [["cp", "-p", "/run/kept_rules", rules]],
  expected: ["docker-permission", says, /usermod -aG docker sudoer/],
});

export const serverSetups: readonly ServerSetup[] = [
  greeting("a line of greeting", "echo Welcome to the server"),
  greeting("a greeting without an end, in other letters", "printf 'Schön, dass du da bist: '"),
  greeting("a page of greetings", "seq 1 2000"),
  greeting("a greeting on the other output", "echo Welcome >&2"),
  greeting("start files with a mistake", "if then fi )("),
  shell("start files that end the shell", { bashrc: "echo Maintenance; exit 0" }),
  shell("a shell that lets nobody in", loginShell("/usr/sbin/nologin")),
  shell("a shell that says nothing", { ...loginShell("/bin/false"), says: /may not use Docker/ }),
  {
    subject: "shell",
    setup: "a shell that is not installed",
    user: "sudoer",
    ...loginShell("/usr/bin/fish-that-is-gone"),
    expected: ["auth-refused", /does not accept the runner's key/, /journalctl -u ssh/],
  },
  forbidden("deploy", "DisableForwarding yes"),
  forbidden("deploy", "AllowStreamLocalForwarding no"),
  forbidden("deploy", "AllowTcpForwarding no"),
  forbidden("deploy", "PermitOpen none"),
  forbidden("root", "AllowStreamLocalForwarding no"),
  forbidden("sudoer", "DisableForwarding yes"),
  {
    subject: "sshd",
    setup: "a key that is restricted without port-forwarding",
    user: "deploy",
    ...keyOptions("restrict"),
    expected: ["forwarding-refused", /forbids forwarding/, /port-forwarding/],
  },
  tooFewSessions("MaxSessions 1"),
  tooFewSessions("MaxSessions 0"),
  refusedKey("a key that may come from elsewhere only", keyOptions('from="192.0.2.1"')),
  refusedKey("a home that everybody may write", {
    plant: [["chmod", "777", "/home/deploy"]],
    undo: [["chmod", "755", "/home/deploy"]],
  }),
  refusedKey("AllowUsers without the user", { sshd: "AllowUsers root" }),
  refusedKey("keys looked for elsewhere", { sshd: "AuthorizedKeysFile /etc/ssh/keys/%u" }),
  {
    subject: "sshd",
    setup: "keys switched off",
    user: "deploy",
    sshd: "PubkeyAuthentication no\n  PasswordAuthentication yes",
    expected: ["auth-refused", /takes no keys at all/, /PubkeyAuthentication yes/],
  },
  {
    subject: "sshd",
    setup: "a second factor besides the key",
    user: "deploy",
    sshd: "PasswordAuthentication yes\n  AuthenticationMethods publickey,password",
    expected: ["auth-refused", /takes the runner's key.*wants more.*password/, /AuthenticationMethods publickey/],
  },
  {
    subject: "sshd",
    setup: "no file transfer",
    user: "deploy",
    sshd: "ForceCommand /bin/false",
    expected: ["sftp-refused", /hands out no files/, /Subsystem sftp/],
  },
  sudo("no rule at all", "# nothing", /sudo asks for a password/),
  sudo("a rule that wants a password", "sudoer ALL=(root) ALL", /sudo asks for a password/),
  sudo("a rule for another command", "sudoer ALL=(root) NOPASSWD: /usr/bin/true", /sudo (asks|does not allow)/),
  sudo(
    "a rule that wants a terminal",
    "Defaults:sudoer requiretty\nsudoer ALL=(root) NOPASSWD: ALL",
    /sudo wants a terminal/,
  ),
  sudo(
    "a path of programs without Docker",
    'Defaults:sudoer secure_path="/nowhere"\nsudoer ALL=(root) NOPASSWD: ALL',
    /finds no docker program/,
  ),
  {
    subject: "Docker",
    setup: "a user outside the docker group, without sudo",
    user: "deploy",
    plant: [["gpasswd", "-d", "deploy", "docker"]],
    undo: [["gpasswd", "-a", "deploy", "docker"]],
    expected: ["docker-permission", /open to the group docker, and sudo/, /usermod -aG docker deploy/],
  },
  {
    subject: "Docker",
    setup: "a socket of another group",
    user: "deploy",
    plant: [["chgrp", "daemon", "/run/docker.sock"]],
    undo: [["chgrp", "docker", "/run/docker.sock"]],
    expected: ["docker-permission", /open to the group daemon/, /"group": "docker"/],
  },
  {
    subject: "Docker",
    setup: "a socket that is open to root alone",
    user: "deploy",
    plant: [["chmod", "600", "/run/docker.sock"]],
    undo: [["chmod", "660", "/run/docker.sock"]],
    expected: ["docker-permission", /open to its owner alone/, /"group": "docker"/],
  },
  {
    subject: "Docker",
    setup: "a directory where the socket should be",
    user: "root",
    plant: [
      ["mv", "/run/docker.sock", "/run/kept.sock"],
      ["mkdir", "/run/docker.sock"],
    ],
    undo: [
      ["rmdir", "/run/docker.sock"],
      ["mv", "/run/kept.sock", "/run/docker.sock"],
    ],
    expected: ["docker-stopped", /no socket but a directory/, /rm -r/],
  },
  {
    subject: "Docker",
    setup: "a named socket whose Docker is gone",
    user: "deploy",
    plant: [["python3", "-c", "import os,socket; os.umask(0); socket.socket(socket.AF_UNIX).bind('/run/dead.sock')"]],
    undo: [["rm", "/run/dead.sock"]],
    dockerSocket: "/run/dead.sock",
    expected: ["docker-stopped", /Nobody answers.*\/run\/dead\.sock/, /systemctl --user start docker/],
  },
  {
    subject: "Docker",
    setup: "its socket where rootless Docker has it",
    user: "deploy",
    plant: [
      ["mkdir", "-p", "/run/user/1500"],
      ["mv", "/run/docker.sock", "/run/user/1500/docker.sock"],
    ],
    undo: [["mv", "/run/user/1500/docker.sock", "/run/docker.sock"]],
    expected: ["docker-elsewhere", /one at \/run\/user\/1500\/docker\.sock/, /Docker socket in the server's settings/],
  },
  {
    subject: "Docker",
    setup: "its socket where the user's DOCKER_HOST says",
    user: "sudoer",
    bashrc: 'export DOCKER_HOST="unix:///run/own/docker.sock"\n',
    plant: [
      ["mkdir", "-p", "/run/own"],
      ["mv", "/run/docker.sock", "/run/own/docker.sock"],
    ],
    undo: [["mv", "/run/own/docker.sock", "/run/docker.sock"]],
    expected: ["docker-elsewhere", /one at \/run\/own\/docker\.sock/, /Docker socket in the server's settings/],
  },
  {
    subject: "Docker",
    setup: "its socket elsewhere, and the runner told so",
    user: "deploy",
    plant: [
      ["mkdir", "-p", "/run/user/1500"],
      ["mv", "/run/docker.sock", "/run/user/1500/docker.sock"],
    ],
    undo: [["mv", "/run/user/1500/docker.sock", "/run/docker.sock"]],
    dockerSocket: "/run/user/1500/docker.sock",
    expected: "works",
  },
  {
    subject: "Docker",
    setup: "another socket than the settings say",
    user: "deploy",
    dockerSocket: "/run/user/1500/docker.sock",
    expected: ["docker-stopped", /no Docker socket at \/run\/user\/1500\/docker\.sock/, /change the Docker socket/],
  },
];
