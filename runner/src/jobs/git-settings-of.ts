import type { GitSource, JobSecrets } from "../../contract/index.ts";
import { ensureDeployKey } from "../hosts/ssh-keys.ts";
import { StepFailed } from "../outcome.ts";
import type { GitAuth, GitSettings } from "../sources/git-settings.ts";
import type { JobTools } from "./job-tools.ts";

/** How git reaches a source, with what this job brought or this runner keeps. */
export async function gitSettingsOf(
  { git, inside, forgePath = "" }: { git: GitSource; inside: GitSettings["inside"]; forgePath?: string },
  secrets: JobSecrets,
  tools: JobTools,
): Promise<GitSettings> {
  return {
    url: git.url,
    auth: await authOf(git, secrets, tools),
    knownHost: git.knownHost,
    submodules: git.submodules,
    lfs: git.lfs,
    scope: git.source ?? "public",
    inside,
    forgePath,
    allowHttp: tools.allowHttpGit,
  };
}

async function authOf(
  { auth, source }: GitSource,
  { gitToken, gitUser }: JobSecrets,
  { home }: JobTools,
): Promise<GitAuth> {
  if (auth === "deploy-key" && source !== null) {
    const { privateKeyFile } = await ensureDeployKey(home, source);
    return { kind: "deploy-key", privateKeyFile };
  }
  if (auth === "token") {
    if (gitToken === null) throw withoutCredentials("an access token");
    return { kind: "token", user: gitUser, token: gitToken };
  }
  if (auth === "deploy-key") throw withoutCredentials("a deploy key");
  return { kind: "none" };
}

const withoutCredentials = (what: string) =>
  new StepFailed({
    class: "source-denied",
    step: null,
    sentence: `The source should be read with ${what}, but it has none.`,
    evidence: [],
    nextAction: "Open the source's page, enter its credentials again, and deploy again.",
  });
