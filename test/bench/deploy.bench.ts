import type { Measurement } from "../../scripts/bench/measurement.ts";
import { median, quartiles } from "../support/load/statistics.ts";
import { type DeployStudy, deployStudy } from "./deploy-study.ts";
import { inLab } from "./in-lab.ts";

type Pairs = DeployStudy["deployMs"];

const beside = (pairs: Pairs, unit: string) => {
  const ours = pairs.map((pair) => pair.ours);
  const hand = pairs.map((pair) => pair.hand);
  const note = `${pairs.length} in turns, half of ours ${quartiles(ours)} ${unit}`;
  return { value: median(ours), plain: median(hand), note };
};

const rows: Measurement[] = [
  {
    name: "push to new version: webhook to its first answer",
    unit: "ms",
    target: { timesPlain: 1.3 },
    run: async () => beside((await deployStudy()).deployMs, "ms"),
  },
  {
    name: "redeploy of a built image: back to the release before",
    unit: "ms",
    target: { timesPlain: 1.5 },
    run: async () => beside((await deployStudy()).redeployMs, "ms"),
  },
  {
    name: "CPU of the server for a deploy",
    unit: "ms",
    target: { timesPlain: 1.1 },
    run: async () => beside((await deployStudy()).deployCpuMs, "ms"),
  },
  {
    name: "remote calls of a deploy, no command among them",
    unit: "calls",
    target: { atMost: 20 },
    run: async () => {
      const { docker, streams, sessions, connections } = (await deployStudy()).calls;
      if (sessions > 0) throw new Error(`sshd started ${sessions} commands or subsystems`);
      const opened = connections > 0 ? `, ${connections} new connections` : "";
      return { value: docker + streams, note: `${docker} to Docker, ${streams} other streams${opened}` };
    },
  },
];

export const measurements = rows.map(inLab);
