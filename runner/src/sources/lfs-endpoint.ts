import { execFile } from "node:child_process";
import * as v from "valibot";
import { withoutTrailing } from "../../contract/index.ts";
import type { ParsedGitUrl } from "./git-url.ts";
import type { LfsEndpoint } from "./lfs-desk.ts";

type Login = { user: string; token: string } | undefined;

/** Over https the files are told beside the repository, to whoever may read that. An .lfsconfig of the repository could name any host. */
export function httpsLfsEndpoint({ url }: ParsedGitUrl, login: Login): LfsEndpoint {
  const headers: Record<string, string> = {};
  if (login) headers.authorization = `Basic ${Buffer.from(`${login.user}:${login.token}`).toString("base64")}`;
  return { url: `${withoutTrailing(url, "/").replace(/\.git$/, "")}.git/info/lfs`, headers };
}

const Told = v.object({ href: v.string(), header: v.nullish(v.record(v.string(), v.string())) });

/** Over ssh the forge says where they are, and signs us in there. */
export function sshLfsEndpoint(parsed: ParsedGitUrl, env: Readonly<Record<string, string>>): Promise<LfsEndpoint> {
  const { host, port, path, url } = parsed;
  const [, user] = /^(?:ssh:\/\/)?([A-Za-z0-9_.-]{1,64})@/.exec(url) ?? [];
  const at = user === undefined ? host : `${user}@${host}`;
  const args = [...(port === undefined ? [] : ["-p", String(port)]), at, "git-lfs-authenticate", path, "download"];
  return new Promise((resolve, reject) => {
    execFile(env.GIT_SSH ?? "", args, { env, timeout: 60_000, maxBuffer: 65_536 }, (error, stdout) => {
      const told = error ? undefined : v.safeParse(v.pipe(v.string(), v.parseJson(), Told), stdout);
      if (told?.success) resolve({ url: withoutTrailing(told.output.href, "/"), headers: told.output.header ?? {} });
      // An answer without end is no answer either.
      else if (error && !(error instanceof RangeError)) reject(error);
      else reject(new Error("the forge does not say over ssh where its large files are"));
    });
  });
}
