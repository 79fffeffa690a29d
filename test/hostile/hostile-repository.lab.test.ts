import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../lab/docker.ts";
import { ask } from "../support/ask.ts";
import { containers, containersOf, runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { until } from "../support/until.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";
import { pushOf } from "./hostile-push.ts";
import { aForgedContainer, makeHostile } from "./hostile-server.ts";
import { logText } from "./log-text.ts";
import { commands, hostile, marks } from "./strings.ts";
import { isTripped, tripwire } from "./tripwire.ts";

// Everything that people, a repository and a server can say is hostile at once, and a push still does what a push does.

const name = `${commands.substitution} ${marks.script} ${marks["Caddy variable"]}`;
const branch = "release/--upload-pack=x+@y";
const subject = `${marks["event handler"]} ${marks.ANSI} ${commands.substitution} "q" 'q' %s ${marks.braces}`;
const author = `$(touch ${tripwire}) "Ada" ${marks.braces} ${marks["right to left"]}`;
const otherBranch = `$(touch\${IFS}${tripwire});\`id\`&<b>`;
/** What cannot be in a variable of an environment is refused earlier: NUL and half characters. */
const values = Object.entries(hostile).filter(([what]) => !["NUL", "NUL in a path", "lone surrogate"].includes(what));
/** For the build: one as an argument, one as a secret. */
const spoken = `${subject}\n$X "\\n"`;
const variables = [
  ...values.map(([, value], index) => ({ key: `HOSTILE_${index}`, value, isSecret: index % 2 === 0 })),
  { key: "SPOKEN", value: spoken, scope: "build", isSecret: false },
  { key: "TOLD", value: spoken, scope: "build", isSecret: true },
];
const dockerfile = [
  "FROM node:24-alpine",
  "WORKDIR /app",
  "COPY . .",
  "ARG SPOKEN",
  'ENV BUILT="$SPOKEN"',
  "RUN --mount=type=secret,id=TOLD cp /run/secrets/TOLD told.txt",
  "USER node",
].join("\n");
/** Runs in the container, where it may; the same file outside of it is the trip. */
const command = `touch ${tripwire}\nexport SAID="it's \\"fine\\" & <b>"\n${commands.pipe.replace("x", "echo x")}; exec node server.mjs`;
const health = { path: "/up?x=$(id)&y='z';(a)*!~%20@:+,=", deadlineMs: 20_000 };

let world: World;
let application: WorldApplication;
let system: string;
let forged: string;
const api = () => world.controlPlane.api;
const view = <T>(path: string) => api().get<T>(path);

beforeAll(async () => {
  world = await aWorld({ servers: 1 });
  application = await world.anApplication({ fixture: "healthy", name: "shop", settings: { health } });
  system = await makeHostile(world.lab.server(0));
  forged = await aForgedContainer(world.lab.server(0), { application: application.id });
  const { environmentId } = world;
  const { projectId } = await view<{ projectId: string }>(`/environments/${environmentId}`);
  const origin = {
    kind: "git",
    sourceId: application.source.id,
    repositoryUrl: application.repository.httpsUrl,
    branch,
  };
  await Promise.all([
    api().patch(`/projects/${projectId}`, { name, description: name }),
    api().patch(`/environments/${environmentId}`, { name }),
    api().patch(`/servers/${world.servers[0]?.id}`, { name }),
    api().patch(`/applications/${application.id}`, { name, origin, container: { command } }),
    api().put(`/applications/${application.id}/variables`, { variables }),
  ]);
});
afterAll(() => world?.stop());

const deploymentOf = async (commit: string) => world.ended(application, commit);
const environmentOf = async (key: string) => (await world.ask(application, `/env/${key}`)).body;

describe("a push in which everything is hostile", () => {
  let deployment: string;

  test("becomes a release that serves", async () => {
    const files = { Dockerfile: dockerfile, "version.txt": "two\n" };
    const push = await pushOf(world, application, {
      branch,
      files,
      message: subject,
      author: `${author} <a@lab.test>`,
    });
    const ended = await deploymentOf(push.after);
    expect([ended.status, ended.cause]).toEqual(["succeeded", null]);
    deployment = ended.id;
    const answer = await until("the release to answer", async () => {
      const asked = await world.ask(application);
      return asked.status === 200 ? asked : undefined;
    });
    expect(JSON.parse(answer.body)).toMatchObject({ commit: push.after });
  });

  test("brings every value to the container byte for byte", async () => {
    const wrong: string[] = [];
    for (const [index, [what, value]] of values.entries())
      if ((await environmentOf(`HOSTILE_${index}`)) !== value) wrong.push(what);
    expect(wrong).toEqual([]);
    expect(await environmentOf("SAID")).toBe('it\'s "fine" & <b>');
    expect(await environmentOf("BUILT")).toBe(spoken);
    const [release] = await containersOf(world.lab.server(0), deployment);
    expect(await docker(world.lab.server(0), ["exec", "--user", "root", release?.name ?? "", "cat", "told.txt"])).toBe(
      spoken,
    );
  });

  test("is told with the words of its commit and the names of its place as they are", async () => {
    expect(await view(`/deployments/${deployment}`)).toMatchObject({
      applicationName: name,
      ref: branch,
      commitSubject: subject,
      commitAuthor: author,
    });
    expect(await view(`/applications/${application.id}`)).toMatchObject({
      name,
      project: { name },
      environment: { name },
      server: { name },
      container: { command },
      health: { path: health.path },
    });
  });

  test("leaves a container alone that only claims to be ours", async () => {
    const server = world.lab.server(0);
    const running = await runningOf(server, application.id);
    const [own, ...others] = running.filter(({ labels }) => labels["fairlead.deployment"] === deployment);
    expect([own?.state, others, running.length]).toEqual(["running", [], 2]);
    const seen = (await containers(server)).filter(({ labels }) => labels["fairlead.commit"] === marks.braces);
    expect(seen).toMatchObject([{ state: "running" }]);
    expect(forged).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("a push to a branch of a hostile name deploys nothing and is told literally", async () => {
  await pushOf(world, application, { branch: otherBranch, message: "Elsewhere" });
  const ref = await until("the delivery to be decided", async () => {
    const { items } = await view<{ items: { ref: string | null; state: string }[] }>("/deliveries");
    return items.find((delivery) => delivery.ref?.includes("IFS") && delivery.state === "ignored")?.ref ?? undefined;
  });
  expect(ref).toContain(otherBranch);
});

test("what a server says of itself is shown as text", async () => {
  const id = world.servers[0]?.id;
  const before = await view<{ checkedAt: number }>(`/servers/${id}`);
  await api().post(`/servers/${id}/check`);
  const server = await until("the check to end", async () => {
    const seen = await view<{ checkedAt: number; facts: { os: string } }>(`/servers/${id}`);
    return seen.checkedAt > before.checkedAt ? seen : undefined;
  });
  expect(server.facts.os).toContain(system);
});

test("a host in mixed case still leads to its application when a server has very many hosts", async () => {
  const { ip } = application;
  const hosts = Array.from({ length: 150 }, (_, index) => world.lab.domain(0, `shop-${index}`));
  for (const host of hosts) await api().post(`/applications/${application.id}/domains`, { host, scheme: "http" });
  for (const host of [hosts[0] ?? "", hosts.at(-1) ?? ""]) {
    const mixed = host.replace(/[a-m]/g, (letter) => letter.toUpperCase());
    const answer = await until(`${mixed} to answer`, async () => {
      const asked = await ask({ host: mixed, ip, path: "/" });
      return asked.status === 200 ? asked : undefined;
    });
    expect(JSON.parse(answer.body)).toMatchObject({ version: "two" });
  }
});

describe("a repository that points at the machine", () => {
  test("gets no Dockerfile from outside of it, and the release before keeps serving", async () => {
    const links = { Dockerfile: "/etc/passwd" };
    const push = await pushOf(world, application, { branch, links, message: "Point elsewhere" });
    const ended = await deploymentOf(push.after);
    expect([ended.status, ended.cause?.class]).toEqual(["failed", "dockerfile-missing"]);
    expect(JSON.stringify(ended) + (await logText(world.controlPlane, ended.id))).not.toContain("root:x:0");
    expect((await world.ask(application)).status).toBe(200);
  });

  test("publishes nothing that lies outside of its static site", async () => {
    const settings = { build: { kind: "static", directory: "public" } };
    const site = await world.anApplication({ fixture: "static", name: "site", settings });
    const files = Object.fromEntries(
      Object.entries(await readFixture("static")).map(([path, bytes]) => [`public/${path}`, bytes]),
    );
    const links = {
      "public/passwd": "/etc/passwd",
      "public/etc": "/etc",
      "public/up": "../../../../etc/passwd",
      "public/environ": "/proc/self/environ",
      "public/inside.html": "index.html",
    };
    const push = await pushOf(world, site, { files, links, message: "Publish" });
    const ended = await world.ended(site, push.after);
    expect([ended.status, ended.cause]).toEqual(["succeeded", null]);
    expect((await world.ask(site, "/inside.html")).status).toBe(200);
    for (const path of ["/passwd", "/etc/passwd", "/up", "/environ"]) {
      const { status, body } = await world.ask(site, path);
      expect([path, status]).toEqual([path, 404]);
      expect(body).not.toMatch(/root:x:0|PATH=/);
    }
  });
});

test("nothing was run on the runner's machine, on the server or beside the control plane", () => {
  expect(isTripped()).toBe(false);
  expect(isTripped(world.lab.server(0).rootFolder)).toBe(false);
});
