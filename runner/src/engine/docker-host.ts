// pure

import type { Host } from "../hosts/host.ts";
import type { DockerClient } from "./docker-client.ts";

/** A server together with its Docker, which was opened over the server's own connection and ends with it. */
export type DockerHost = Host &
  DockerClient & {
    /** How Docker is reached: its socket, or `sudo docker system dial-stdio`. */
    readonly dockerVia: "socket" | "sudo";
  };
