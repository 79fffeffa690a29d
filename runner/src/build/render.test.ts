import { describe, expect, test } from "vitest";
import { parseImageReference, repositoryOf, serverAddressOf } from "./image-reference.ts";
import { proxyBuildArgs } from "./proxy-args.ts";
import { nameStaticStep, renderStaticFiles, type StaticSite } from "./static-files.ts";

const site = (more: Partial<StaticSite> = {}): StaticSite => ({
  directory: "public",
  spaFallback: false,
  command: null,
  builderImage: null,
  buildArgNames: [],
  secretNames: [],
  ...more,
});
const dockerfileOf = (given: StaticSite) => renderStaticFiles(given)[0]?.content ?? "";
const caddyfileOf = (given: StaticSite) => renderStaticFiles(given)[1]?.content ?? "";

describe("a static site's files", () => {
  test("copy the directory as it is when there is no command", () => {
    expect(dockerfileOf(site()).split("\n")[2]).toBe('COPY ["public/","/srv/"]');
    expect(dockerfileOf(site({ directory: "." }))).toContain('COPY [".","/srv/"]');
  });
  test("run the command in the builder image, as one JSON string that nothing can break out of", () => {
    const command = 'npm run build "x"\nRUN rm -rf /\n# $(id) \\';
    const dockerfile = dockerfileOf(
      site({ command, builderImage: "node:22", buildArgNames: ["API_URL"], secretNames: ["TOKEN"] }),
    );
    const run = dockerfile.split("\n").filter((line) => line.startsWith("RUN"));
    // The second one is ours and holds nothing of the user's.
    expect(run.slice(1)).toEqual(
      dockerfileOf(site())
        .split("\n")
        .filter((line) => line.startsWith("RUN")),
    );
    const [mount, ...rest] = run[0]?.slice("RUN ".length).split(" ") ?? [];
    expect(mount).toBe("--mount=type=secret,id=TOKEN");
    expect(JSON.parse(rest.join(" "))).toEqual(["sh", "-ec", expect.any(String), "sh", command, "TOKEN"]);
    expect(dockerfile).toContain("FROM node:22 AS build\n");
    expect(dockerfile).toContain("ARG API_URL\n");
    // Before the command: what comes after it would not make it run anew.
    expect(dockerfile.split("ARG FAIRLEAD_BUILD_ENV\n")[1]).toMatch(/^RUN --mount/);
  });
  test("fall back to the start page only for single-page applications", () => {
    expect(
      [true, false].map((spaFallback) => caddyfileOf(site({ spaFallback })).includes("{path}/index.html /index.html")),
    ).toEqual([true, false]);
  });
});

describe("image references", () => {
  test.each([
    ["caddy", "docker.io", "library/caddy", undefined],
    ["caddy:2", "docker.io", "library/caddy", "2"],
    ["acme/app:v1", "docker.io", "acme/app", "v1"],
    ["ghcr.io/acme/app:v1", "ghcr.io", "acme/app", "v1"],
    ["localhost/app", "localhost", "app", undefined],
    ["10.0.0.1:5000/app:1", "10.0.0.1:5000", "app", "1"],
    ["10.0.0.1:5000/app", "10.0.0.1:5000", "app", undefined],
  ])("%s", (text, registry, path, tag) => {
    expect(parseImageReference(text)).toEqual({ registry, path, tag, digest: undefined });
  });
  test("keep a digest and print short names as Docker does", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    expect(parseImageReference(`caddy@${digest}`).digest).toBe(digest);
    expect(["caddy", "acme/app", "ghcr.io/a/b"].map((text) => repositoryOf(parseImageReference(text)))).toEqual([
      "caddy",
      "acme/app",
      "ghcr.io/a/b",
    ]);
  });
  test("credentials are filed under the name of their registry, which is an old one on Docker Hub", () => {
    expect([serverAddressOf("docker.io"), serverAddressOf("ghcr.io")]).toEqual([
      "https://index.docker.io/v1/",
      "ghcr.io",
    ]);
  });
});

test("a server's outbound proxy becomes build arguments in both spellings", () => {
  expect(proxyBuildArgs({ http: "http://p:1", https: null, noProxy: "localhost" })).toEqual({
    HTTP_PROXY: "http://p:1",
    http_proxy: "http://p:1",
    NO_PROXY: "localhost",
    no_proxy: "localhost",
  });
  expect(proxyBuildArgs(null)).toEqual({});
});

describe("the steps of a static site", () => {
  const nameOf = nameStaticStep({ command: "npm run build" });
  test("are called by the user's command, not by what carries it", () => {
    const step =
      '[build 4/4] RUN ["sh","-ec","script=$1; shift; for name do value=$(cat x); done","sh","npm run build","TOKEN"]';
    expect(nameOf(step)).toBe("[build 4/4] RUN npm run build");
    expect(nameOf('[stage-1 3/3] RUN ["sh","-ec","find /srv -type l -exec sh"]')).toBe(
      "[stage-1 3/3] leave out links that lead out of the site",
    );
    expect(nameOf("[internal] load build context")).toBe("[internal] load build context");
  });
});
