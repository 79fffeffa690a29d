import { describe, expect, test } from "vitest";
import { isLongCall } from "./docker-call.ts";
import { settleApi } from "./docker-client.ts";
import { createFakeHost } from "./fake-host.ts";

describe("the Engine API version", () => {
  test.each([
    ["1.41", "1.41"],
    ["1.44", "1.44"],
    ["1.47", "1.47"],
    ["1.55", "1.47"],
    ["1.40", undefined],
    ["", undefined],
    ["2.0", undefined],
  ])("a daemon of %j is spoken to in %j", (offered, settled) => {
    expect(settleApi(offered)).toBe(settled);
  });
  test("a daemon that is too old is named", async () => {
    await expect(createFakeHost({ apiVersion: "1.39" })).rejects.toMatchObject({ reason: "docker-outdated" });
  });
});

describe("long calls", () => {
  test.each([
    ["GET", "/v1.47/containers/abc/json", false],
    ["GET", "/v1.47/containers/json?all=1", false],
    ["POST", "/v1.47/containers/create?name=x", false],
    ["POST", "/v1.47/containers/abc/rename?name=stop", false],
    ["POST", "/v1.47/containers/abc/stop?t=300", true],
    ["POST", "/v1.47/containers/abc/wait", true],
    ["GET", "/v1.47/containers/abc/logs?follow=1", true],
    ["POST", "/v1.47/build?version=2", true],
    ["POST", "/v1.47/images/create?fromImage=x", true],
    ["DELETE", "/v1.47/images/abc", true],
    ["GET", "/v1.47/events", true],
  ])("%s %s: %s", (method, path, isLong) => {
    expect(isLongCall(method, path)).toBe(isLong);
  });
});

describe("requests", () => {
  test("dockerode and raw requests go through the same streams with the settled version", async () => {
    const seen: string[] = [];
    const host = await createFakeHost({
      docker: (request, response) => {
        seen.push(`${request.method} ${request.url}`);
        response.writeHead(200, { "content-type": "application/json" }).end("[]");
      },
    });
    expect(await host.docker.listContainers({ all: true })).toEqual([]);
    const answer = await host.dockerRequest({
      method: "GET",
      path: "/images/json",
      query: { all: "1", digests: undefined },
    });
    answer.response.resume();
    expect(seen).toEqual(["GET /v1.47/containers/json?all=true", "GET /v1.47/images/json?all=1"]);
    await host.close();
  });

  test("an abort in mid-stream ends the body with the signal's reason", async () => {
    const host = await createFakeHost({ docker: (_request, response) => void response.writeHead(200).write("part") });
    const abort = new AbortController();
    const { response } = await host.dockerRequest({ method: "GET", path: "/events", signal: abort.signal });
    const reading = (async () => {
      for await (const _chunk of response) abort.abort(new Error("cancelled by Ada"));
    })();
    await expect(reading).rejects.toThrow("cancelled by Ada");
    await host.close();
  });

  test("losing the server fails what is in flight, also in mid-answer, with the reason", async () => {
    const host = await createFakeHost({ docker: (_request, response) => void response.writeHead(200).write("part") });
    const { response } = await host.dockerRequest({ method: "GET", path: "/events" });
    const listing = host.docker.listContainers();
    const reading = (async () => {
      for await (const _chunk of response) host.lose();
    })();
    await expect(reading).rejects.toMatchObject({ reason: "lost" });
    await expect(listing).rejects.toMatchObject({ reason: "lost" });
    await expect(host.docker.listContainers()).rejects.toMatchObject({ reason: "lost" });
  });
});
