import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { type Asked, askedBy, type Cause, hostOf, type JobPayload, jobKinds } from "../../contract/index.ts";

/**
 * What this runner lets itself be told, whatever the control plane says: `policy.json` in its state folder. A missing entry allows all of
 * its kind, but for what would give the server away: host mounts, devices and privileged containers are refused until they are listed.
 */
export const Policy = v.strictObject({
  /** Host names or addresses of servers; `local` for the machine of the runner. */
  servers: v.optional(v.array(v.string())),
  /** Kinds of jobs, e.g. `deploy`. */
  verbs: v.optional(v.array(v.string())),
  /** Git URLs and image names, those of builders and of images that are used again too; `*` stands for anything. */
  repositories: v.optional(v.array(v.string())),
  /** Hosts (`name` or `name:port`) in inner networks that git may reach at all, of those that admins set up. */
  privateHosts: v.optional(v.array(v.string())),
  /** Linux capabilities that a resource may be given beyond the usual; `[]` refuses all of them. */
  capabilities: v.optional(v.array(v.string())),
  /** Labels (`name=value`, `*` stands for anything) that a resource's containers may carry for other programs; `[]` refuses all. */
  labels: v.optional(v.array(v.string())),
  /** Ports of its server that a resource may be given; `[]` refuses all of them. */
  hostPorts: v.optional(v.array(v.pipe(v.number(), v.integer()))),
  /** Folders and files of a server that its containers may mount; `/srv/*` is all that lies in /srv. */
  hostMounts: v.optional(v.array(v.string())),
  /** Machines whose files a server may mount by NFS or SMB; `[]` refuses all of them. */
  networkShares: v.optional(v.array(v.string())),
  /** Devices of a server that its containers may have; `gpu` is any GPU. */
  devices: v.optional(v.array(v.string())),
  privileged: v.optional(v.boolean()),
});
export type Policy = v.InferOutput<typeof Policy>;

/** Throws when the file is there but cannot be understood: a policy that silently allows all is none. */
export async function readPolicy(home: string): Promise<Policy> {
  const file = join(home, "policy.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return {};
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Policy), text);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${file}: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
}

/** undefined: allowed. */
export function refusalOf(policy: Policy, payload: JobPayload): Cause | undefined {
  const { verb } = jobKinds[payload.kind];
  if (policy.verbs && !policy.verbs.includes(verb)) return refusal("verbs", verb);
  const server = serverOf(payload);
  if (policy.servers && server !== undefined && !policy.servers.includes(server)) return refusal("servers", server);
  const { repositories } = policy;
  const asked = askedBy(payload);
  const unlisted = repositories && asked.code.find((code) => !repositories.some((one) => matches(one, code)));
  if (unlisted !== undefined) return refusal("repositories", unlisted);
  const { capabilities } = policy;
  const refused = capabilities && asked.capabilities.find((name) => !capabilities.includes(name));
  if (refused !== undefined) return refusal("capabilities", refused);
  const { labels } = policy;
  const label = labels && asked.labels.find((each) => !labels.some((one) => matches(one, each)));
  if (label !== undefined) return refusal("labels", label);
  const { hostPorts } = policy;
  const port = hostPorts && asked.hostPorts.find((each) => !hostPorts.includes(each));
  if (port !== undefined) return refusal("hostPorts", String(port));
  const { networkShares } = policy;
  const share = networkShares && asked.networkShares.find((each) => !networkShares.includes(each));
  if (share !== undefined) return refusal("networkShares", share);
  return opensServer(policy, asked);
}

/** What would give the server away is refused unless it is listed. */
function opensServer({ hostMounts = [], devices = [], privileged = false }: Policy, asked: Asked): Cause | undefined {
  const mount = asked.hostMounts.find((each) => !hostMounts.some((one) => matches(one, each)));
  if (mount !== undefined) return refusal("hostMounts", mount);
  const device = asked.devices.find((each) => !devices.some((one) => matches(one, each)));
  if (device !== undefined) return refusal("devices", device);
  return asked.isPrivileged && !privileged ? refusal("privileged", "true") : undefined;
}

function serverOf(payload: JobPayload): string | undefined {
  if (!("target" in payload)) return undefined;
  return hostOf(payload.target) ?? "local";
}

/** Plain text with `*`. Compared piece by piece: a pattern from a file must not become a regular expression. */
function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return text === pattern;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

const refusal = (rule: keyof Policy, value: string): Cause => ({
  class: "policy-refused",
  step: null,
  sentence: `The runner's own policy does not allow this: "${rule}" does not list ${value.slice(0, 200)}.`,
  evidence: [`rule ${rule} in policy.json`],
  nextAction: `Add it to "${rule}" in policy.json in the runner's state folder and restart the runner, if this is meant to be allowed.`,
});
