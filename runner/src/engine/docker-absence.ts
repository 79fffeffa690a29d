import type { FileStat } from "../hosts/host.ts";
import { HostFault } from "../hosts/host-fault.ts";
import { shownWord } from "../hosts/shown-word.ts";
import { forwardingRefused } from "../hosts/ssh-faults.ts";
import { type SocketOwner, usualSocket } from "./docker-sockets.ts";
import { findOtherSocket, type Group, groupsOf, isListenedAt, orNot, ownerOf, type ServerLook } from "./server-look.ts";
import { wordsOfSudo } from "./sudo-words.ts";

type Seen = ServerLook & {
  user: string;
  /** Where Docker was said to listen; undefined: in the usual place. */
  socket?: string | undefined;
  refusal: Error;
  /** What sudo said, and what came where Docker's answer should have. Both empty: sudo was not asked. */
  complaint: string;
  greeting: string;
};
type At = { label: string; socket: string; isNamed: boolean; evidence: string[] };

const daemonPaths = ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd", "/snap/bin/docker.dockerd"];

/** sshd says only "connect failed" for a missing socket, a dead daemon and a closed door; the files and sudo's words tell which. */
export async function whyNoDocker({ label }: { label: string }, seen: Seen): Promise<HostFault> {
  const { user, refusal, complaint, greeting, socket = usualSocket } = seen;
  const [file, owner, groups] = await Promise.all([
    orNot(seen.stat(socket)),
    ownerOf(seen, user),
    groupsOf(seen, user),
  ]);
  const evidence = [refusal.message, ...(complaint ? complaint.split("\n").slice(-3) : [])];
  const at = { label, socket, isNamed: seen.socket !== undefined, evidence };
  if (!file) return whyNoSocket(at, { look: seen, owner, complaint });
  if (file.kind !== "socket") return notASocket(at, file);
  if (saysStopped(complaint)) return dockerStopped(at);
  const door = doorOf(file, { isRoot: user === "root", owner, groups });
  if (door.isOpen) return whyDeaf(at, { isListening: await isListenedAt(seen, socket), user });
  if (greeting !== "" && complaint === "") return talkingShell(label, { user, greeting });
  return notAllowed(at, { user, openTo: door.openTo, complaint });
}

const saysStopped = (complaint: string) =>
  /cannot connect to the docker daemon|is the docker daemon running|connection refused/i.test(complaint);

async function whyNoSocket(
  at: At,
  { look, owner, complaint }: { look: ServerLook; owner: SocketOwner; complaint: string },
): Promise<HostFault> {
  const other = await findOtherSocket(look, owner);
  if (other !== undefined && other !== at.socket) return dockerElsewhere(at, other);
  if (at.isNamed) return nothingThere(at);
  const daemons = await Promise.all(daemonPaths.map((path) => orNot(look.stat(path))));
  return saysStopped(complaint) || daemons.some((each) => each !== undefined) ? dockerStopped(at) : dockerMissing(at);
}

type Door = { isOpen: boolean; openTo: string };

/** Whether the rights of the socket let the user in. */
function doorOf(
  { mode, ownerId, groupId }: FileStat,
  { isRoot, owner, groups }: { isRoot: boolean; owner: SocketOwner; groups: readonly Group[] },
): Door {
  const group = groups.find(({ id }) => id === groupId);
  const byGroup = (mode & 0o020) !== 0;
  return {
    isOpen: isRoot || (mode & 0o002) !== 0 || ownerId === owner.id || (byGroup && group?.hasUser === true),
    openTo: byGroup ? `the group ${group?.name ?? groupId}` : "its owner alone",
  };
}

/** The user may open it, and the server did not connect: nobody listens, or sshd does not forward to sockets. */
function whyDeaf(at: At, { isListening, user }: { isListening: boolean | undefined; user: string }): HostFault {
  if (isListening === true || (isListening === undefined && !at.isNamed && user !== "root"))
    return forwardingRefused(at.label, [...at.evidence, `${user} may open the socket, and it is there`]);
  return at.isNamed ? nobodyAnswers(at) : dockerStopped(at);
}

function notAllowed(
  { label, socket, isNamed, evidence }: At,
  { user, openTo, complaint }: { user: string; openTo: string; complaint: string },
): HostFault {
  const sudo = isNamed ? undefined : wordsOfSudo(complaint);
  const isUsual = openTo === "the group docker";
  const join = `Add the user to the docker group on the server: \`sudo usermod -aG docker ${shownWord(user)}\`, then check again.`;
  return new HostFault("docker-permission", {
    sentence: `User ${user} may not use Docker on ${label}: ${socket} is open to ${openTo}${sudo === undefined ? "" : `, and ${sudo}`}.`,
    evidence,
    nextAction: isUsual
      ? join
      : `Let the group docker open it (\`"group": "docker"\` in /etc/docker/daemon.json, then \`sudo systemctl restart docker\`), and add the user to it: \`sudo usermod -aG docker ${shownWord(user)}\`. Or use a user who may open it.`,
  });
}

/** The command was answered by words, and sudo said nothing: the shell did not come to it. */
const talkingShell = (label: string, { user, greeting }: { user: string; greeting: string }) =>
  new HostFault("docker-permission", {
    sentence: `The login shell of ${user} on ${label} prints text and does not run the runner's command.`,
    evidence: greeting.split("\n").slice(0, 3),
    nextAction: `Give the user an ordinary shell (\`sudo chsh -s /bin/bash ${shownWord(user)}\`) whose start files let commands run, or let it use Docker directly: \`sudo usermod -aG docker ${shownWord(user)}\`. Then check again.`,
  });

const dockerMissing = ({ label, evidence }: At) =>
  new HostFault("docker-missing", {
    sentence: `There is no Docker on ${label}.`,
    evidence,
    nextAction:
      "Install Docker 24 or newer (https://docs.docker.com/engine/install/), then `sudo systemctl enable --now docker`.",
  });

const dockerStopped = ({ label, evidence }: At) =>
  new HostFault("docker-stopped", {
    sentence: `Docker is installed on ${label} but does not run.`,
    evidence,
    nextAction: "Start it and see why it stopped: `sudo systemctl start docker && sudo journalctl -u docker -n 50`.",
  });

const dockerElsewhere = ({ label, socket, evidence }: At, other: string) =>
  new HostFault("docker-elsewhere", {
    sentence: `There is no Docker socket at ${socket} on ${label}, but there is one at ${other}.`,
    evidence: [...evidence, `socket ${other}`],
    nextAction: `If that is the Docker to use, enter ${other} as Docker socket in the server's settings. Otherwise start the one of the system: \`sudo systemctl start docker\`.`,
  });

const nothingThere = ({ label, socket, evidence }: At) =>
  new HostFault("docker-stopped", {
    sentence: `There is no Docker socket at ${socket} on ${label}, where the server's settings say that it is.`,
    evidence,
    nextAction:
      "Start that Docker (rootless: `systemctl --user start docker` as its user, who needs `sudo loginctl enable-linger`), or change the Docker socket in the server's settings; empty means /var/run/docker.sock.",
  });

const nobodyAnswers = ({ label, socket, evidence }: At) =>
  new HostFault("docker-stopped", {
    sentence: `Nobody answers at the Docker socket ${socket} on ${label}.`,
    evidence,
    nextAction:
      "Start that Docker (rootless: `systemctl --user start docker` as its user). If it runs, sshd forbids it: `AllowStreamLocalForwarding yes` in /etc/ssh/sshd_config.",
  });

const notASocket = ({ label, socket, evidence }: At, { kind }: FileStat) =>
  new HostFault("docker-stopped", {
    sentence: `At ${socket} on ${label} is no socket but a ${kind === "other" ? "thing of another kind" : kind}, so Docker cannot listen there.`,
    evidence,
    nextAction: `Remove it on the server (\`sudo rm -r ${shownWord(socket)}\`) and \`sudo systemctl restart docker\`. A container that mounts the socket makes a directory of it when it starts before Docker.`,
  });
