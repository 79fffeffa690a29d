import { describe, expect, test } from "vitest";
import { explainDocker } from "./explain-docker.ts";
import { explainSilence, type Silence } from "./explain-silence.ts";
import { explainExit } from "./explain-start.ts";
import { parseListeners } from "./listeners.ts";

const exit = (exitCode: number, change: object = {}) => ({ exitCode, isOutOfMemory: false, error: "", ...change });

describe("why a container stopped", () => {
  test.each([
    ["the kernel killed it for memory", exit(137, { isOutOfMemory: true }), [], "out-of-memory", /256 MiB/],
    [
      "the heap of Node was full",
      exit(134),
      ["FATAL ERROR: Reached heap limit - JavaScript heap out of memory"],
      "out-of-memory",
      /256 MiB/,
    ],
    ["it is of another architecture", exit(1), ["exec /app/server: exec format error"], "crashed", /architecture/],
    [
      "its port was taken",
      exit(1),
      ["Error: listen EADDRINUSE: address already in use :::3000"],
      "crashed",
      /already taken/,
    ],
    ["the command is missing", exit(127), ["sh: gunicorn: not found"], "crashed", /does not exist/],
    ["somebody killed it", exit(137), [], "crashed", /killed/],
    ["it was done", exit(0), [], "crashed", /exit code 0/],
    ["it failed", exit(3), ["TypeError: x is not a function"], "crashed", /exit code 3/],
  ])("%s", (_why, seen, logTail, causeClass, sentence) => {
    const cause = explainExit(seen, { logTail, memoryBytes: 268_435_456, capabilities: [] });
    expect(cause.class).toBe(causeClass);
    expect(cause.sentence).toMatch(sentence);
    expect(cause.evidence).toEqual(logTail);
    expect(cause.nextAction).not.toBe("");
  });

  test("evidence stays within what a cause may hold", () => {
    const logTail = Array.from({ length: 50 }, () => "x".repeat(5_000));
    const { evidence } = explainExit(exit(1, { error: "e" }), { logTail, memoryBytes: null, capabilities: [] });
    expect(evidence).toHaveLength(8);
    expect(Math.max(...evidence.map((line) => line.length))).toBeLessThanOrEqual(500);
  });
});

describe("why a container never became ready", () => {
  const silence = (change: Partial<Silence>): Silence => ({
    port: 3000,
    question: { kind: "http", port: 3000, method: "GET", path: "/up", headers: {}, text: null },
    waitedMs: 30_000,
    lastAnswer: { kind: "refused" },
    listeners: undefined,
    logTail: ["started"],
    ...change,
  });
  const at = (address: string, port: number) => ({ address, port, isLoopback: address.startsWith("127.") });

  test.each([
    ["it listens on loopback", { listeners: [at("127.0.0.1", 3000)] }, "loopback-only", /127\.0\.0\.1:3000 only/],
    ["it listens on another port", { listeners: [at("0.0.0.0", 8080)] }, "wrong-port", /port 8080/],
    ["it listens on another port of loopback", { listeners: [at("127.0.0.1", 8080)] }, "wrong-port", /port 8080/],
    ["it listens on nothing", { listeners: [] }, "never-ready", /no port at all/],
    ["nobody could look", {}, "never-ready", /did not answer on port 3000/],
    [
      "it listens but does not answer",
      { listeners: [at("0.0.0.0", 3000)], lastAnswer: { kind: "timeout" } },
      "never-ready",
      /did not answer/,
    ],
    [
      "it answers an error",
      { lastAnswer: { kind: "status", status: 503, location: undefined, body: "" } },
      "never-ready",
      /503 from \/up/,
    ],
    [
      "the path is unknown to it",
      { lastAnswer: { kind: "status", status: 404, location: undefined, body: "" } },
      "never-ready",
      /404/,
    ],
    [
      "it answers without the text",
      {
        question: { kind: "http", port: 3000, method: "GET", path: "/up", headers: {}, text: "ok" },
        lastAnswer: { kind: "status", status: 200, location: undefined, body: "starting" },
      },
      "never-ready",
      /200 from \/up for 30 s, without the text/,
    ],
    [
      "its check asks a port that nobody listens on",
      { question: { kind: "tcp", port: 9090 }, listeners: [at("0.0.0.0", 3000)] },
      "wrong-port",
      /listens on port 3000, but its health check asks port 9090/,
    ],
    [
      "the command of its check says no",
      {
        question: { kind: "command", line: "pg_isready" },
        lastAnswer: { kind: "ended", exitCode: 2, lines: ["no response"] },
      },
      "never-ready",
      /command of the health check ended with 2 for 30 s/,
    ],
  ] satisfies [string, Partial<Silence>, string, RegExp][])("%s", (_why, change, causeClass, sentence) => {
    const cause = explainSilence(silence(change));
    expect(cause.class).toBe(causeClass);
    expect(cause.sentence).toMatch(sentence);
    expect(cause.evidence.length).toBeGreaterThan(0);
  });
});

describe("what Docker refuses", () => {
  test.each([
    ["write /var/lib/docker/x: no space left on device", "disk-full"],
    ["No such image: sha256:abc", "image-unavailable"],
    ['OCI runtime create failed: exec: "gunicorn": executable file not found in $PATH: unknown', "crashed"],
    [
      "driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated",
      "route-refused",
    ],
    ["exec /app: exec format error", "crashed"],
  ])("%s", (message, causeClass) => {
    expect(explainDocker({ status: 500, message }, "start")).toMatchObject({ class: causeClass, step: "start" });
  });

  test("a CPU limit above the server's cores names both", () => {
    const message = "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available";
    expect(explainDocker({ status: 400, message }, "start")).toMatchObject({
      class: "invalid-spec",
      sentence: "The CPU limit is larger than the server, which has 2.",
    });
  });

  test.each([400, 403, 404, 409])("a refusal that we do not know (%i) is the user's, in Docker's words", (status) => {
    const message = "invalid mount config for type bind\nmore";
    expect(explainDocker({ status, message }, "start")).toMatchObject({
      class: "invalid-spec",
      sentence: "Docker refuses: invalid mount config for type bind",
      evidence: [message],
    });
  });

  test("what nobody can act on is left to whoever asked", () => {
    expect(explainDocker({ status: 500, message: "something odd" }, null)).toBeUndefined();
  });
});

describe("where processes listen", () => {
  const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  const line = (address: string, state = "0A") =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000\n`;

  test.each([
    ["0100007F:0BB8", "", [{ address: "127.0.0.1", port: 3000, isLoopback: true }]],
    ["00000000:1F90", "", [{ address: "0.0.0.0", port: 8080, isLoopback: false }]],
    ["", "00000000000000000000000000000000:0BB8", [{ address: "::", port: 3000, isLoopback: false }]],
    ["", "00000000000000000000000001000000:0BB8", [{ address: "::1", port: 3000, isLoopback: true }]],
    ["", "0000000000000000FFFF00000100007F:0BB8", [{ address: "127.0.0.1", port: 3000, isLoopback: true }]],
  ])("%s%s is read as the kernel means it", (tcp, tcp6, expected) => {
    const table = (address: string) => head + (address ? line(address) : "");
    expect(parseListeners({ tcp: table(tcp), tcp6: table(tcp6) })).toEqual(expected);
  });

  test("Docker's own resolver and connections in use are no listeners", () => {
    const tcp = head + line("0B00007F:A3F1") + line("0100007F:0BB8", "01");
    expect(parseListeners({ tcp, tcp6: "" })).toEqual([]);
  });

  test("garbage is read as nothing", () => {
    expect(parseListeners({ tcp: "not\na table\n\u0000\u0000", tcp6: "x y z 0A" })).toEqual([]);
  });
});
