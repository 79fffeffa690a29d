import type { Target } from "../target.ts";
import { buildSession } from "./build-session.ts";
import { buildStream } from "./build-stream.ts";
import { caddy } from "./caddy.ts";
import { controlPlane } from "./control-plane.ts";
import { deliveries } from "./deliveries.ts";
import { dockerHttp } from "./docker-http.ts";
import { dockerJson } from "./docker-json.ts";
import { dockerfile } from "./dockerfile.ts";
import { door } from "./door.ts";
import { git } from "./git.ts";
import { gitOutput } from "./git-output.ts";
import { http } from "./http.ts";
import { log } from "./log.ts";
import { names } from "./names.ts";
import { registry } from "./registry.ts";
import { requests } from "./requests.ts";
import { runnerReports } from "./runner-reports.ts";
import { serverJobs } from "./server-jobs.ts";
import { sftp } from "./sftp.ts";
import { ssh } from "./ssh.ts";
import { tar } from "./tar.ts";
import { toldAnswers } from "./told-answers.ts";

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
  names,
  dockerfile,
  gitOutput,
  door,
  deliveries,
  requests,
  toldAnswers,
  serverJobs,
  runnerReports,
  http,
  controlPlane,
  registry,
];
