import { describe, expect, test } from "vitest";
import { DockerAnswered } from "./engine/docker-refusal.ts";
import { DialRefused } from "./hosts/host-fault.ts";
import { Cancelled, LeaseLost, outcomeOf } from "./outcome.ts";
import { createFakeDocker } from "./testing/fake-docker/fake-docker.ts";

const at = { step: "start", signal: new AbortController().signal };

describe("the outcome of what Docker answers", () => {
  test.each([400, 403, 404, 409, 422])(
    "a %i that nobody took is the user's and final, in Docker's sentence",
    (status) => {
      const outcome = outcomeOf(new DockerAnswered(status, "a setting it does not like"), at);
      expect(outcome).toMatchObject({
        kind: "failed",
        cause: { class: "invalid-spec", step: "start", sentence: "Docker refuses: a setting it does not like" },
      });
    },
  );

  test.each([500, 502, 503])("a %i is a fault of the server that is tried again", (status) => {
    expect(outcomeOf(new DockerAnswered(status, "layer does not exist"), at)).toMatchObject({
      kind: "fault",
      cause: { class: "docker-unavailable", sentence: "Docker on the server failed: layer does not exist" },
    });
  });

  test.each([
    ["goes away before it answers", "unheard" as const],
    ["never answers", "silent" as const],
  ])("a daemon that %s is a fault that names Docker", async (_what, fault) => {
    const docker = createFakeDocker();
    const host = await docker.connect({ deadlines: { shortMs: 100, answerMs: () => 100 } });
    docker.faultOf = () => fault;
    for (const call of [host.docker.listContainers(), host.docker.getContainer("x").stop()]) {
      const error = await Promise.resolve(call).catch((thrown: unknown) => thrown);
      expect(outcomeOf(error, at)).toMatchObject({
        kind: "fault",
        cause: { sentence: expect.stringMatching(/^Docker on /) },
      });
    }
  });

  test.each(["ENOSPC", "EDQUOT"])("%s of the runner's own disk is told as that, also below another error", (code) => {
    const full = Object.assign(new Error(`${code}: no space left on device, mkdir '/var/lib/x'`), { code });
    for (const error of [full, new Error("a mirror could not be made", { cause: full })]) {
      expect(outcomeOf(error, at)).toMatchObject({ kind: "failed", cause: { class: "disk-full", step: "start" } });
    }
  });

  test("an error that nobody knows is ours", () => {
    expect(outcomeOf(new Error("odd"), at)).toMatchObject({ kind: "fault", cause: { class: "internal" } });
    expect(outcomeOf(new DialRefused("x", "refused"), at)).toMatchObject({ kind: "fault" });
  });
});

test("the reason of an aborted signal wins over the library's error", () => {
  const signal = AbortSignal.abort(new Cancelled());
  expect(outcomeOf(new Error("socket hang up"), { step: "build", signal })).toEqual({ kind: "cancelled" });
  expect(outcomeOf(new LeaseLost("gone"), { step: "build", signal })).toBeUndefined();
});
