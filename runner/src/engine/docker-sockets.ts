// pure

import { refuseSocketPath } from "../../contract/index.ts";

export const usualSocket = "/var/run/docker.sock";

/** Whose Docker it may be: the user of the connection on the server. `id` undefined: nobody could tell. */
export type SocketOwner = { home: string; id: number | undefined };

/** Where people and installers of rootless Docker say which socket their client asks. */
export const namingFiles = [".bashrc", ".bash_profile", ".profile", ".zshrc", ".ssh/environment"] as const;
/** A folder with a file for each of the client's contexts, of which rootless Docker makes one. */
export const contextFolder = ".docker/contexts/meta";

/** Where Docker and what speaks as Docker listen when they do not in the usual place, the likeliest first. */
export function likelySockets({ home, id }: SocketOwner): string[] {
  const runtime = id === undefined ? [] : [`/run/user/${id}`];
  return [
    ...runtime.map((folder) => `${folder}/docker.sock`),
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    ...runtime.map((folder) => `${folder}/podman/podman.sock`),
    "/run/podman/podman.sock",
  ];
}

/** The sockets that a text names, as in DOCKER_HOST. Nothing is run: what a line computes in another way is not read. */
export function socketsNamedIn(text: string, { home, id }: SocketOwner): string[] {
  const known = text.slice(0, 65_536).replaceAll("$(id -u)", id === undefined ? "" : String(id));
  const runtime = id === undefined ? "" : `/run/user/${id}`;
  return [...known.matchAll(/unix:\/\/([^\s"';]{1,200})/g)].flatMap(([, written = ""]) => {
    const path = written
      .replace(/^\$\{?XDG_RUNTIME_DIR\}?/, () => runtime)
      .replace(/^\$\{?HOME\}?/, () => home)
      .replace(/\$\{?E?UID\}?/, () => (id === undefined ? "" : String(id)));
    return refuseSocketPath(path) === undefined ? [path] : [];
  });
}
