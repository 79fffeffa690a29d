import * as v from "valibot";
import {
  ClaimAnswer,
  ClaimRequest,
  contractHeader,
  contractOf,
  contractVersion,
  EnrolAnswer,
  EnrolRequest,
  FinishAnswer,
  FinishRequest,
  ProgressAnswer,
  ProgressRequest,
  tolerant,
  written,
} from "../../contract/index.ts";
import { type CallProblem, ControlPlaneError, problemOf } from "./control-plane-error.ts";
import { type Post, type PostAnswer, post } from "./post.ts";
import type { ClaimedJob } from "./run-job.ts";

export type ControlPlane = {
  enrol: (request: EnrolRequest) => Promise<EnrolAnswer>;
  /** undefined: there was no job within `waitMs`. */
  claim: (request: ClaimRequest, signal?: AbortSignal) => Promise<ClaimedJob | undefined>;
  progress: (request: ProgressRequest, signal?: AbortSignal) => Promise<ProgressAnswer>;
  finish: (request: FinishRequest, signal?: AbortSignal) => Promise<{ accepted: boolean }>;
};

export type ControlPlaneOptions = {
  /** Origin of the control plane, without a trailing slash. */
  url: string;
  /** undefined until enrolled. */
  credential: string | undefined;
  version: string;
  fetch?: Post;
};

const callTimeoutMs = 20_000;
/** Our own proxies and the platform's may add to a long poll; more than this is a hanging connection. */
const claimSlackMs = 15_000;
const maxAnswerBytes = 16 * 1_048_576;

/**
 * Typed client of the runner API. Every failure is a ControlPlaneError that says what may be done about it; nothing is retried here.
 * What it says is what the control plane knows by its last answer; before the first one, what the first release knew.
 */
export function createControlPlane(options: ControlPlaneOptions): ControlPlane {
  let reader = 1;
  const onReader = (contract: number) => {
    reader = contract;
  };
  const call = (path: string, request: Request, { signal, timeoutMs = callTimeoutMs }: CallOptions = {}) =>
    send(options, {
      path,
      body: JSON.stringify(written(request.of, request.value, { reader })),
      timeoutMs,
      onReader,
      ...(signal ? { signal } : {}),
    });
  return {
    enrol: async (value) => decode(EnrolAnswer, await call("enrol", { of: EnrolRequest, value })),
    claim: async (value, signal) => {
      const answer = await call(
        "claim",
        { of: ClaimRequest, value },
        { timeoutMs: value.waitMs + claimSlackMs, ...(signal ? { signal } : {}) },
      );
      return answer === undefined ? undefined : decode(Claimed, answer);
    },
    progress: async (value, signal) =>
      decode(ProgressAnswer, await call("progress", { of: ProgressRequest, value }, signal ? { signal } : {})),
    finish: async (value, signal) =>
      decode(FinishAnswer, await call("finish", { of: FinishRequest, value }, signal ? { signal } : {})),
  };
}

type Request = { of: v.GenericSchema; value: unknown };

/** A job that is not what it may be still has to be answered for; so it is judged where its outcome is reported. */
const Claimed = v.strictObject({ ...ClaimAnswer.entries, payload: v.unknown(), secrets: v.unknown() });

type CallOptions = { signal?: AbortSignal; timeoutMs?: number };
type Call = {
  path: string;
  body: string;
  timeoutMs: number;
  onReader: (contract: number) => void;
  signal?: AbortSignal;
};

/** The decoded JSON body; undefined for 204. */
async function send(options: ControlPlaneOptions, { path, body, timeoutMs, onReader, signal }: Call): Promise<unknown> {
  const { url, credential, version, fetch: send = post } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  let answer: PostAnswer;
  let text: string;
  try {
    answer = await send(`${url}/api/v1/runner/${path}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "User-Agent": `fairlead-runner/${version}`,
        [contractHeader]: String(contractVersion),
        ...(credential ? { Authorization: `Bearer ${credential}` } : {}),
      },
      body,
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    text = await readText(answer);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new ControlPlaneError("unavailable", { detail: describeNetworkError(error), path });
  }
  const judged = judge(answer, { text, path });
  // Only now is it known that no proxy's page was read.
  onReader(contractOf(answer.headers.get(contractHeader)));
  return judged;
}

/** A body of any size may come from whatever sits between; it is cut off, not collected. */
async function readText(answer: PostAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxAnswerBytes) throw new Error(`the answer is larger than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function judge(answer: PostAnswer, { text, path }: { text: string; path: string }): unknown {
  if (answer.status === 204) return undefined;
  const json = parseJson(text);
  if (answer.ok && json !== undefined) return json;
  const problem: CallProblem = {
    status: answer.status,
    code: codeOf(json),
    isDecoded: json !== undefined,
  };
  const retryAfter = Number(answer.headers.get("retry-after"));
  throw new ControlPlaneError(problemOf(problem), {
    path,
    status: answer.status,
    code: problem.code,
    detail: detailOf(json) ?? `HTTP ${answer.status}: ${text.slice(0, 200)}`,
    ...(retryAfter > 0 ? { retryAfterMs: retryAfter * 1000 } : {}),
  });
}

/** A body that is JSON but not what we speak is treated like a proxy's error page: retried, because it may be gone in a moment. */
function decode<T extends v.GenericSchema>(schema: T, body: unknown): v.InferOutput<T> {
  const parsed = v.safeParse(tolerant(schema), body);
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]) ?? "the body";
  throw new ControlPlaneError("unavailable", { path, detail: `the answer does not decode at ${path}` });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Problem = v.object({
  code: v.optional(v.string()),
  detail: v.optional(v.string()),
  title: v.optional(v.string()),
});
const codeOf = (json: unknown) => {
  const parsed = v.safeParse(Problem, json);
  return parsed.success ? parsed.output.code : undefined;
};
const detailOf = (json: unknown) => {
  const parsed = v.safeParse(Problem, json);
  return parsed.success ? (parsed.output.detail ?? parsed.output.title)?.slice(0, 300) : undefined;
};

/** fetch says only "fetch failed"; what failed is in its cause. */
function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}`;
}
