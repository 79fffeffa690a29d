import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JobSecrets } from "../../runner/contract/index.ts";
import type { BuildEvent } from "../../runner/src/build/build-event.ts";
import type { BuildRun } from "../../runner/src/build/build-run.ts";
import { buildDockerfile } from "../../runner/src/build/dockerfile.ts";
import { pullImage } from "../../runner/src/build/image.ts";
import { buildStatic } from "../../runner/src/build/static.ts";
import { treeOf } from "../../runner/src/build/testing/tree-of.ts";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import { docker } from "../lab/docker.ts";
import { fixtureFiles } from "../lab/fixture-files.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { waitFor } from "../lab/wait-for.ts";
import { aBuild } from "./a-build.ts";
import { targetOf } from "./lab-target.ts";

const quick = { ...sshTimings, keepaliveIntervalMs: 500, keepaliveCountMax: 2 };
const hostile = 'it\'s "q" $HOME `id` \\ ü😀\nsecond line\n\n';

describe("builds on a server", () => {
  let lab: Lab;
  let host: DockerHost;
  beforeAll(async () => {
    lab = await startLab({ servers: [{}, { diskBytes: 512 * 1024 * 1024 }] });
    host = await openSshDockerHost(await targetOf(lab.server(0), "deploy"), { timings: quick });
  });
  afterAll(async () => {
    await host?.close();
    await lab?.stop();
  });

  const build = (dockerfile: string, run: BuildRun, files: Record<string, string> = {}) =>
    buildDockerfile(host, {
      tree: treeOf({ Dockerfile: dockerfile, ...files }),
      settings: { dockerfile: "Dockerfile", target: null, noCache: true },
      run,
    });
  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => "succeeded",
      (error) => error,
    );
  const onServer = (...args: string[]) => docker(lab.server(0), args);

  describe("a Dockerfile", () => {
    test("becomes an image with its labels, and tells its steps and output on the way", async () => {
      const run = aBuild();
      const { imageId } = await build("FROM alpine:3\nRUN echo to-out && echo to-err >&2\n", run);
      expect(await onServer("inspect", "-f", '{{.Id}} {{index .Config.Labels "dev.fairlead.test"}}', run.tag)).toBe(
        `${imageId} yes`,
      );
      const outputs = run.events.filter((event) => event.kind === "output");
      // Two streams: which of them is read first is nobody's promise.
      const told = outputs.map((event) => `${event.stream}: ${Buffer.from(event.bytes).toString()}`);
      expect(told.sort()).toEqual(["stderr: to-err\n", "stdout: to-out\n"]);
      const states = run.events.flatMap((event) =>
        event.kind === "step" && event.name.includes("RUN") ? [event.state] : [],
      );
      expect(states).toEqual(["started", "completed"]);
    });

    test("gets arguments and secrets byte for byte, and secrets stay out of the image", async () => {
      const run = aBuild({ buildArgs: { PLAIN: "a 'b' \"c\"" }, secrets: { TOKEN: hostile } });
      const mount = "--mount=type=secret,id=TOKEN,required=true";
      const dockerfile = `FROM alpine:3\nARG PLAIN\nRUN ${mount} base64 /run/secrets/TOKEN | tr -d '\\n'; printf '|%s' "$PLAIN"\n`;
      await build(dockerfile, run);
      expect(run.output()).toBe(`${Buffer.from(hostile).toString("base64")}|a 'b' "c"`);
      expect(await onServer("history", "--no-trunc", run.tag)).not.toContain("second line");
      expect(
        await onServer("run", "--rm", run.tag, "find", "/", "-xdev", "-path", "/run/secrets/*", "-size", "+0"),
      ).toBe("");
    });

    test("sees what .dockerignore leaves, and its own Dockerfile stays readable", async () => {
      const run = aBuild();
      const files = { ".dockerignore": "*\n!src\n**/*.log\n", "src/a.js": "a", "src/b.log": "b", ".env": "SECRET" };
      await build("FROM alpine:3\nCOPY . /x\nRUN cd /x && find . -type f | sort\n", run, files);
      expect(run.output().trim().split("\n")).toEqual(["./Dockerfile", "./src/a.js"]);
    });

    test("may name a stage to stop at", async () => {
      const tree = treeOf({ Dockerfile: "FROM alpine:3 AS one\nRUN echo one\nFROM one AS two\nRUN false\n" });
      const settings = { dockerfile: "Dockerfile", target: "one", noCache: true };
      expect((await buildDockerfile(host, { tree, settings, run: aBuild() })).imageId).toMatch(/^sha256:/);
    });

    test("is still given its secret after half a minute of other steps", async () => {
      const run = aBuild({ secrets: { TOKEN: "late" } });
      await build(
        "FROM alpine:3\nRUN sleep 30\nRUN --mount=type=secret,id=TOKEN,required=true cat /run/secrets/TOKEN\n",
        run,
      );
      expect(run.output()).toBe("late");
    });

    test("installs real packages through the server's outbound proxy", async () => {
      const files = await fixtureFiles("npm-deps");
      const run = aBuild({
        tag: "npm-deps:1",
        proxy: { http: lab.outboundProxy, https: lab.outboundProxy, noProxy: "localhost" },
      });
      const settings = { dockerfile: "Dockerfile", target: null, noCache: false };
      await buildDockerfile(host, { tree: treeOf(files), settings, run });
      expect(await onServer("history", "--no-trunc", run.tag)).not.toContain(lab.outboundProxy);
    });
  });

  describe("what goes wrong is named", () => {
    test("a failing step, with its instruction, exit code and last lines", async () => {
      const failure = await failureOf(build("FROM alpine:3\nRUN echo first; echo last >&2; exit 3\n", aBuild()));
      expect(failure).toMatchObject({
        reason: "build-failed",
        exitCode: 3,
        instruction: "RUN echo first; echo last >&2; exit 3",
      });
      expect(failure.evidence).toEqual(expect.arrayContaining(["first", "last"]));
    });
    test.each([
      ["a registry that is not there", "FROM 127.0.0.1:9/x:1\n", "registry-unreachable"],
      ["a word that is no instruction", "FROM alpine:3\nRUNN x\n", "dockerfile-invalid"],
      ["a secret nobody gave", "FROM alpine:3\nRUN --mount=type=secret,id=NOPE,required=true true\n", "secret-missing"],
      ["a file that is not in the context", "FROM alpine:3\nCOPY nope /\n", "context-refused"],
    ])("%s", async (_name, dockerfile, reason) => {
      expect(await failureOf(build(dockerfile, aBuild()))).toMatchObject({ name: "BuildFault", reason });
    });
    test("an ignore file that holds no pattern, before anything is sent, and the next build goes on", async () => {
      const files = { ".dockerignore": "[\n" };
      const failure = await failureOf(build("FROM alpine:3\nCOPY . /x\n", aBuild(), files));
      expect(failure).toMatchObject({ reason: "context-refused", message: expect.stringContaining(".dockerignore") });
      await build("FROM alpine:3\nCOPY . /x\n", aBuild(), { ".dockerignore": "node_modules\nvendor/c++\n" });
    });
    test("a base image that does not exist", async () => {
      const failure = await failureOf(build(`FROM ${lab.registry.address}/library/alpine:none\n`, aBuild()));
      expect(failure).toMatchObject({ reason: "image-not-found", causeClass: "image-unavailable" });
    });
    test("a Dockerfile that is not in the repository", async () => {
      const settings = { dockerfile: "docker/Dockerfile", target: null, noCache: false };
      const failure = await failureOf(
        buildDockerfile(host, { tree: treeOf({ Dockerfile: "FROM alpine:3" }), settings, run: aBuild() }),
      );
      expect(failure).toMatchObject({ reason: "dockerfile-missing", causeClass: "dockerfile-missing" });
    });
    test("a full disk", async () => {
      const small = await openSshDockerHost(await targetOf(lab.server(1), "deploy"), { timings: quick });
      await pullImage(small, {
        image: "alpine:3",
        credentials: null,
        onEvent: () => undefined,
        signal: new AbortController().signal,
      });
      const tree = treeOf({ Dockerfile: "FROM alpine:3\nRUN dd if=/dev/zero of=/fill bs=1M count=2000\n" });
      const failure = await failureOf(
        buildDockerfile(small, {
          tree,
          settings: { dockerfile: "Dockerfile", target: null, noCache: true },
          run: aBuild(),
        }),
      );
      expect(failure).toMatchObject({ reason: "disk-full", causeClass: "disk-full" });
      await small.close();
    });
  });

  describe("cancelling", () => {
    const cancelAt = (dockerfile: string, isTime: (event: BuildEvent) => boolean) => {
      const abort = new AbortController();
      const run = aBuild({
        signal: abort.signal,
        onEvent: (event) => isTime(event) && abort.abort(new Error("cancelled by Ada")),
      });
      return failureOf(build(dockerfile, run));
    };
    test("ends what the build runs on the server", async () => {
      const failure = await cancelAt("FROM alpine:3\nRUN echo go; sleep 31337\n", ({ kind }) => kind === "output");
      expect(failure.message).toBe("cancelled by Ada");
      const isGone = async () =>
        (await lab.server(0).exec(["pgrep", "-f", "sleep 31337"], { acceptedCodes: [1] })).code === 1 || undefined;
      await waitFor("the end of the step", isGone);
    });
    test("before the upload is over leaves no image", async () => {
      const abort = new AbortController();
      abort.abort(new Error("too late"));
      const run = aBuild({ tag: "never:1", signal: abort.signal });
      expect((await failureOf(build("FROM alpine:3\nRUN true\n", run))).message).toBe("too late");
      expect(await onServer("images", "-q", "never:1")).toBe("");
    });
  });

  test("a server that loses power in mid-build is a lost server, not a failed build", async () => {
    const doomed = await openSshDockerHost(await targetOf(lab.server(1), "root"), { timings: quick });
    const run = aBuild({ onEvent: (event) => event.kind === "output" && void lab.server(1).kill() });
    const tree = treeOf({ Dockerfile: "FROM alpine:3\nRUN echo go; sleep 60\n" });
    const failure = await failureOf(
      buildDockerfile(doomed, { tree, settings: { dockerfile: "Dockerfile", target: null, noCache: true }, run }),
    );
    expect(failure).toMatchObject({ name: "HostFault", reason: "lost" });
    await lab.server(1).boot();
  });

  describe("a static site", () => {
    const serve = async (tag: string) => {
      const name = tag.replace(":", "-");
      await onServer("run", "-d", "--name", name, tag);
      const address = await onServer("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", name);
      return (path: string) =>
        waitFor("the site", async () => {
          const { stdout } = await lab
            .server(0)
            .exec(["curl", "-s", "-w", "%{redirect_url}\n%{http_code}", `http://${address}:80${path}`]);
          return stdout.endsWith("000") ? undefined : stdout;
        });
    };
    test("is served from its directory, with the fallback only when asked for, and without dot files", async () => {
      const files = {
        "public/index.html": "home",
        "public/about.html": "about",
        "public/team/index.html": "team",
        "public/team/jobs.html": "jobs",
        "public/empty/note.txt": "note",
        "public/.env": "SECRET",
        "other.txt": "no",
      };
      for (const spaFallback of [true, false]) {
        const run = aBuild({ tag: `site:${spaFallback}` });
        const settings = { directory: "public", spaFallback, command: null, builderImage: null, noCache: false };
        await buildStatic(host, { tree: treeOf(files), settings, run });
        const ask = await serve(run.tag);
        expect(await ask("/")).toBe("home\n200");
        expect(await ask("/about")).toBe("about\n200");
        expect(await ask("/team?a=b")).toMatch(/\/team\/\?a=b\n308$/);
        expect(await ask("/team")).toMatch(/\/team\/\n308$/);
        expect(await ask("//team")).not.toContain("308");
        expect(await ask("/team/")).toBe("team\n200");
        expect(await ask("/team/jobs")).toBe("jobs\n200");
        expect(await ask("/empty")).toBe(spaFallback ? "home\n200" : "\n404");
        expect(await ask("/deep/link")).toBe(spaFallback ? "home\n200" : "\n404");
        expect(await ask("/other.txt")).toBe(spaFallback ? "home\n200" : "\n404");
        expect(await ask("/.env")).not.toContain("SECRET");
      }
    });
    test.each([
      [null, "There is no directory site/out in the repository."],
      ["mkdir other", "There is no directory site/out after the build command has run."],
    ])("whose directory is missing says so: command %j", async (command, message) => {
      const run = aBuild({ tag: "site:missing" });
      const settings = { directory: "site/out", spaFallback: false, command, builderImage: "alpine:3", noCache: false };
      await expect(buildStatic(host, { tree: treeOf({ "a.txt": "x" }), settings, run })).rejects.toMatchObject({
        reason: "context-refused",
        message,
      });
    });
    test("is made by the user's command, which gets its words, variables and secrets exactly", async () => {
      const run = aBuild({ tag: "site:made", buildArgs: { PLAIN: "plain" }, secrets: { TOKEN: hostile } });
      const command = `mkdir -p "out dir" && printf '%s|%s|%s' "$PLAIN" "$TOKEN" 'a"b$c' > "out dir/index.html"`;
      const settings = { directory: "out dir", spaFallback: false, command, builderImage: "alpine:3", noCache: false };
      await buildStatic(host, { tree: treeOf({ "a.txt": "x" }), settings, run });
      const ask = await serve(run.tag);
      expect(await ask("/")).toBe(`plain|${hostile}|a"b$c\n200`);
      expect(await onServer("history", "--no-trunc", run.tag)).not.toContain("second line");
    });
  });

  describe("an image", () => {
    const pull = (image: string, credentials: { username: string; password: string } | null = null) =>
      pullImage(host, { image, credentials, onEvent: () => undefined, signal: new AbortController().signal });

    test("is pulled and told by the digest its tag stood for", async () => {
      const pulled = await pull("caddy:2");
      expect(pulled).toEqual({
        imageId: expect.stringMatching(/^sha256:/),
        digest: expect.stringMatching(/^caddy@sha256:/),
      });
      expect((await pull(pulled.digest ?? "")).imageId).toBe(pulled.imageId);
    });
    test("from a private registry needs the right credentials, for pulls and for base images", async () => {
      const { address, username, password } = lab.privateRegistry;
      const image = `${address}/acme/base:v1`;
      await onServer("tag", "alpine:3", image);
      await onServer("login", "-u", username, "-p", password, address);
      await onServer("push", image);
      await onServer("logout", address);
      await onServer("rmi", image);
      const asked = { reason: "image-denied", nextAction: expect.stringContaining(`a login for ${address}`) };
      const refused = { reason: "image-denied", nextAction: expect.stringContaining("is wrong or has ended") };
      expect(await failureOf(pull(image))).toMatchObject(asked);
      expect(await failureOf(pull(image, { username, password: "wrong" }))).toMatchObject(refused);
      const dockerfile = `FROM ${image}\nRUN true\n`;
      const buildWith = (...registries: JobSecrets["registries"]) => build(dockerfile, aBuild({ registries }));
      const login = { registry: address, username, password };
      const elsewhere = { ...login, registry: "registry.example.com" };
      expect(await failureOf(buildWith())).toMatchObject(asked);
      expect(await failureOf(buildWith(elsewhere))).toMatchObject(asked);
      expect(await failureOf(buildWith(elsewhere, { ...login, password: "wrong" }))).toMatchObject(refused);
      await buildWith(elsewhere, login);
      expect((await pull(image, { username, password })).imageId).toMatch(/^sha256:/);
    });
    test("that does not exist says so", async () => {
      expect(await failureOf(pull(`${lab.registry.address}/library/alpine:none`))).toMatchObject({
        reason: "image-not-found",
      });
    });
  });
});
