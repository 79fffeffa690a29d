import type { HealthCheck, WorkloadSpec } from "../../../contract/index.ts";

/** What one version is asked, once. */
export type Question =
  | { kind: "tcp"; port: number }
  | {
      kind: "http";
      port: number;
      method: HealthCheck["method"];
      path: string;
      headers: Readonly<Record<string, string>>;
      /** Must stand in the answer; null: its status is enough. */
      text: string | null;
    }
  | { kind: "command"; line: string };

export type ProbeAnswer =
  | { kind: "status"; status: number; location: string | undefined; body: string }
  | { kind: "accepted" }
  /** Of a command, with the last lines of both its outputs. */
  | { kind: "ended"; exitCode: number; lines: readonly string[] }
  | { kind: "refused" }
  | { kind: "timeout" }
  /** Connected, but what came back was no HTTP answer. */
  | { kind: "broken"; detail: string };

export type AskedSpec = Pick<WorkloadSpec, "routes" | "container">;

/** One way of asking. A further one is a file that fills this, and a line in the registry. */
export type QuestionKind<K extends Question["kind"]> = {
  question: (health: HealthCheck, spec: AskedSpec) => Extract<Question, { kind: K }>;
  accepts: (answer: ProbeAnswer, health: HealthCheck) => boolean;
  /** In words, before what it answered: `GET / on port 3000`. */
  name: (question: Extract<Question, { kind: K }>) => string;
};
