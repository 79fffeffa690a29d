import {
  type JobKind,
  type JobPayload,
  jobKindNames,
  type ProcedureName,
  procedures,
  type Step,
} from "../../contract/index.ts";
import { ownProcedures } from "../procedures/registry.ts";
import { ids } from "./builders.ts";
import { payloads } from "./fake-jobs.ts";

/** One kind of job, and of deployments one procedure: what breaks is tried for each. */
export type JobCase = {
  name: string;
  kind: JobKind;
  payload: (number: number) => JobPayload;
  /** What serves before it, and can be deployed after it. */
  deploy: (number: number) => JobPayload;
};

const push = { repository: "registry.test/acme/shop", tag: "latest" };
const configuration = { path: "/etc/app.yml", content: ids.file(1), mode: "0644", owner: "0:0" };
const hostPort = { port: 9_000, address: "127.0.0.1" };

const stopsOld = (procedure: ProcedureName) =>
  procedures[procedure].some(({ marks }: Step) => marks?.includes("stops-old"));

/** A deployment that goes this way, with what makes one go it. */
function deployBy(procedure: ProcedureName): (number: number) => JobPayload {
  return (number) => {
    const { spec, ...rest } = payloads.deploy(number);
    const commands = { releaseCommand: "npm run migrate", postDeployCommand: "npm run warm" };
    const usual = { ...spec.container, ...commands, files: [configuration] };
    const container = stopsOld(procedure) ? { ...usual, hostPort } : usual;
    return { ...rest, spec: { ...spec, procedure, container, push } };
  };
}

/** Every kind and every procedure of the registries: one that is added is tried from its first day. */
export const jobCases: readonly JobCase[] = jobKindNames.flatMap((kind): JobCase[] => {
  if (kind !== "deploy") return [{ name: kind, kind, payload: payloads[kind], deploy: payloads.deploy }];
  return ownProcedures.map((procedure) => {
    const deploy = deployBy(procedure);
    return { name: `${kind} by ${procedure}`, kind, payload: deploy, deploy };
  });
});
