import type { Target } from "../target.ts";
import { buildSession } from "./build-session.ts";
import { buildStream } from "./build-stream.ts";
import { caddy } from "./caddy.ts";
import { dockerHttp } from "./docker-http.ts";
import { dockerJson } from "./docker-json.ts";
import { git } from "./git.ts";
import { log } from "./log.ts";
import { sftp } from "./sftp.ts";
import { ssh } from "./ssh.ts";
import { tar } from "./tar.ts";

export const targets: readonly Target[] = [
  dockerJson,
  dockerHttp,
  buildStream,
  buildSession,
  tar,
  ssh,
  sftp,
  caddy,
  git,
  log,
];
