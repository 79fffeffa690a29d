import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { ServerRoutes } from "../../../contract/index.ts";
import { aRoute, ids, someRoutes } from "../../testing/builders.ts";
import type { CaddyConfig, CaddyRoute } from "./caddy-config.ts";
import { adminListen, renderProxyContainer } from "./container.ts";
import { proxyPaths } from "./proxy-paths.ts";
import { probeHeader, renderCaddy } from "./render.ts";

const render = (change: Partial<ServerRoutes>): CaddyConfig =>
  renderCaddy(someRoutes(change), "unix//run/fairlead/admin.sock");
const routed = (...routes: ReturnType<typeof aRoute>[]) => ({
  applications: [{ application: ids.application, port: 3000, routes }],
});
const routesOf = (config: CaddyConfig, server: string): CaddyRoute[] => config.apps?.http.servers[server]?.routes ?? [];
const hostsOf = (routes: CaddyRoute[]) => routes.flatMap(({ match }) => match?.flatMap(({ host }) => host) ?? []);
const handlerOf = (route: CaddyRoute | undefined) => route?.handle[0];

describe("a server's proxy configuration", () => {
  test("finds the live container by its name and falls back to whatever runs", () => {
    const route = routesOf(render(routed(aRoute())), "web").find(({ match }) => match?.[0]?.header === undefined);
    expect(handlerOf(route)).toMatchObject({
      handler: "reverse_proxy",
      dynamic_upstreams: {
        source: "a",
        name: `live-${ids.application.replace("_", "-")}.`,
        port: "3000",
        refresh: "300ms",
      },
      upstreams: [{ dial: `any-${ids.application.replace("_", "-")}.:3000` }],
      transport: { keep_alive: { idle_timeout: 1_000_000_000 } },
      load_balancing: { try_duration: 5_000_000_000, try_interval: 50_000_000 },
    });
  });

  test("the same routes in another order are the same document", () => {
    const routes = [aRoute({ host: "b.test" }), aRoute({ host: "a.test" }), aRoute({ host: "a.test", path: "/api" })];
    expect(render(routed(...routes))).toEqual(render(routed(...routes.toReversed())));
  });

  test("the longer path and the exact host come first", () => {
    const web = routesOf(
      render(routed(aRoute({ host: "*.test" }), aRoute({ host: "a.test" }), aRoute({ host: "a.test", path: "/api" }))),
      "web",
    );
    const plain = web.filter(
      ({ match }) => match?.[0]?.header === undefined && match?.[0] && !match[0].host[0]?.endsWith(".invalid"),
    );
    expect(plain.map(({ match }) => match?.[0])).toEqual([
      { host: ["a.test"], path: ["/api", "/api/*"] },
      { host: ["a.test"] },
      { host: ["*.test"] },
    ]);
  });

  test("plain requests for a secure host are sent to https, and only secure hosts get certificates", () => {
    const config = render({
      ...routed(aRoute({ host: "safe.test", scheme: "https" }), aRoute({ host: "plain.test" })),
      acme: { email: "ops@example.com", directory: "https://ca.test/dir", trustedRoots: "PEM" },
    });
    const upgrade = routesOf(config, "web").find(
      ({ match }) => match?.[0]?.host[0] === "safe.test" && match[0].header === undefined,
    );
    expect(handlerOf(upgrade)).toMatchObject({
      status_code: "308",
      headers: { Location: ["https://{http.request.host}{http.request.uri}"] },
    });
    expect(hostsOf(routesOf(config, "secure"))).toEqual(["safe.test"]);
    expect(config.apps?.tls?.automation.policies).toEqual([
      {
        subjects: ["safe.test"],
        issuers: [
          {
            module: "acme",
            email: "ops@example.com",
            ca: "https://ca.test/dir",
            trusted_roots_pem_files: [proxyPaths.acmeRoots],
          },
        ],
      },
    ]);
  });

  test("without a secure route no certificate is asked for and port 443 stays closed", () => {
    const config = render(routed(aRoute()));
    expect(config.apps?.tls).toBeUndefined();
    expect(Object.keys(config.apps?.http.servers ?? {})).toEqual(["web"]);
  });

  test("a redirecting host leads to its target and never to a container", () => {
    const config = render(routed(aRoute({ host: "www.test", redirectTo: "shop.test", scheme: "https" })));
    expect(handlerOf(routesOf(config, "secure")[0])).toMatchObject({
      headers: { Location: ["https://shop.test{http.request.uri}"] },
    });
    expect(JSON.stringify(config)).not.toContain("reverse_proxy");
  });

  test("only a request with the secret is told the upstream, and no application sees the secret", () => {
    const [first, ...others] = routesOf(render(routed(aRoute())), "web");
    expect(first?.match?.[0]?.header).toEqual({ [probeHeader]: [someRoutes().probeSecret] });
    expect(JSON.stringify(others)).not.toContain("upstream.hostport");
    expect(JSON.stringify(first)).toContain(`"delete":[`);
    expect(handlerOf(first)).toMatchObject({
      headers: { request: { delete: expect.arrayContaining([probeHeader, "Forwarded", "X-Forwarded-User"]) } },
    });
  });

  test("carries its revision where it serves nobody", () => {
    const marked = routesOf(render({ revision: 42 }), "web").find((route) => route["@id"] === "fairlead-revision");
    expect(marked?.match).toEqual([{ host: ["revision-42.fairlead.invalid"] }]);
  });

  test("holds no placeholder that a user could have written, whatever passes the grammar", () => {
    const label = fc.stringMatching(/^[a-z0-9{}.$*-]{1,20}$/);
    fc.assert(
      fc.property(label, fc.string({ maxLength: 30 }), (host, path) => {
        const routes = someRoutes(routed(aRoute({ host: `${host}.test`, path: `/${path}` })));
        if (!v.is(ServerRoutes, routes)) return;
        const own = JSON.stringify(renderCaddy(routes, "x")).match(/\{[a-z_.]+\}/g) ?? [];
        expect(new Set(own)).toEqual(new Set(["{http.reverse_proxy.upstream.hostport}", "{http.request.remote.host}"]));
      }),
      { numRuns: 500 },
    );
  });
});

describe("the proxy's container", () => {
  const container = renderProxyContainer({ folder: "/home/deploy/.fairlead/proxy", image: "caddy:2" });

  test("starts with fixed text only, on the paths that the runner expects", () => {
    expect(container.Cmd).toEqual([
      "-c",
      `umask 0 && rm -f ${proxyPaths.socket} && exec caddy run --resume --config ${proxyPaths.startConfig}`,
    ]);
  });

  test("may do nothing but bind low ports and write its folder", () => {
    expect(container.HostConfig).toMatchObject({
      CapDrop: ["ALL"],
      CapAdd: ["NET_BIND_SERVICE", "DAC_OVERRIDE"],
      SecurityOpt: ["no-new-privileges"],
    });
  });

  test.each([
    [["CADDY_VERSION=v2.10.0"], "|0222"],
    [["CADDY_VERSION=v2.7.6"], "|0222"],
    [["CADDY_VERSION=v2.6.4"], ""],
    [[], ""],
  ])("opens its socket to us as its version %j understands", (env, suffix) => {
    expect(adminListen(env)).toBe(`unix//run/fairlead/admin.sock${suffix}`);
  });
});
