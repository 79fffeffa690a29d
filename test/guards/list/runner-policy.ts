import type { Guard } from "../guard.ts";

/** What a deployment asks of that policy is said by its kind. */
const asked = { file: "runner/contract/jobs/deploy.ts", noticedBy: "runner/src/agent/policy.test.ts" };
const policy = { file: "runner/src/agent/policy.ts", noticedBy: "runner/src/agent/policy.test.ts" };

/** That a runner does only what its own policy allows, whatever the control plane says. */
export const guards: Guard[] = [
  {
    rule: "a runner works on no server that its policy does not list",
    ...policy,
    guard:
      'if (policy.servers && server !== undefined && !policy.servers.includes(server)) return refusal("servers", server);',
    without: "",
  },
  {
    rule: "a runner does no kind of job that its policy does not list",
    ...policy,
    guard: 'if (policy.verbs && !policy.verbs.includes(verb)) return refusal("verbs", verb);',
    without: "",
  },
  {
    rule: "a runner takes code from no place that its policy does not list",
    ...asked,
    guard: 'source.kind === "git" ? source.url : source.image,',
    without: "",
  },
  {
    rule: "a runner builds with no image that its policy does not list",
    ...asked,
    guard: "...Object.values(imagesIn(build)),",
    without: "",
  },
  {
    rule: "a runner uses no image again that its policy does not list, but by its id",
    ...asked,
    guard: "...(reuseImage === null || isImageId(reuseImage) ? [] : [reuseImage]),",
    without: "",
  },
  {
    rule: "a runner mounts no folder of a server that its policy does not list",
    ...policy,
    guard: 'if (mount !== undefined) return refusal("hostMounts", mount);',
    without: "",
  },
  {
    rule: "a runner gives away no device of a server that its policy does not list",
    ...policy,
    guard: 'if (device !== undefined) return refusal("devices", device);',
    without: "",
  },
  {
    rule: "a runner makes no privileged container that its policy does not allow",
    ...policy,
    guard: 'return asked.isPrivileged && !privileged ? refusal("privileged", "true") : undefined;',
    without: "return undefined;",
  },
  {
    rule: "a runner without a policy opens no server",
    ...policy,
    guard: "function opensServer({ hostMounts = [], devices = [], privileged = false }: Policy, asked: Asked)",
    without: 'function opensServer({ hostMounts = ["*"], devices = ["*"], privileged = true }: Policy, asked: Asked)',
  },
  {
    rule: "a policy that cannot be read allows nothing",
    ...policy,
    guard: 'throw new Error(`${file}: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);',
    without: "return {};",
  },
  {
    rule: "a frontend that an old BuildKit does not hold is warned of",
    file: "runner/src/plan/frontend-warning.ts",
    guard: "|| !isBefore(version)",
    without: "|| version.length > 0",
    noticedBy: "runner/src/plan/frontend-warning.test.ts",
  },
  {
    rule: "a warning stays on the deployment that it is about",
    file: "api/src/releases/deployments/deployment-views.ts",
    guard: "...(told?.warnings ?? []),",
    without: "",
    noticedBy: "api/src/releases/deployments/deployment-warnings.test.ts",
  },
  {
    rule: "a job is looked at by the runner's policy before anything is done for it",
    file: "runner/src/agent/run-job.ts",
    guard: "if (refusal) throw new StepFailed(refusal);",
    without: "",
    noticedBy: "runner/src/agent/run-job.test.ts",
    named: "policy",
  },
];
