import { describe, expect, test } from "vitest";
import { dockerUpstreams } from "../../drivers/docker/upstreams.ts";
import { someRoutes } from "../../testing/builders.ts";
import type { CaddyConfig } from "./caddy-config.ts";
import { renderProxyContainer } from "./container.ts";
import { proxyPaths } from "./proxy-paths.ts";
import { type ProxySettings, renderCaddy, withoutCertificates } from "./render.ts";
import { probeHeader } from "./render-upstream.ts";
import { featuresOf, readVersion } from "./version.ts";

const settings: ProxySettings = {
  probeSecret: someRoutes().probeSecret,
  acme: { email: "ops@example.com", directory: "https://ca.test/dir", trustedRoots: "PEM" },
  trustedProxies: [],
};
const render = (version = "2.11.4", given = settings): CaddyConfig =>
  renderCaddy(given, { features: featuresOf(version), hash: "0123456789abcdef", upstreams: dockerUpstreams });
const textOf = (part: unknown) => JSON.stringify(part);

describe("a server's proxy document", () => {
  test("finds the live container by its name and falls back to whatever runs", () => {
    const proxies =
      textOf(render().apps?.http.servers.web?.routes).match(/\{"handler":"reverse_proxy".*?"flush_interval"/g) ?? [];
    const [probe, upstream] = [proxies[0], proxies.at(-1)];
    expect(upstream).toContain(
      '"dynamic_upstreams":{"source":"a","name":"live-{http.regexp.entry.1}.","port":"{http.regexp.entry.2}","refresh":"300ms"}',
    );
    expect(upstream).toContain('"upstreams":[{"dial":"any-{http.regexp.entry.1}.:{http.regexp.entry.2}"}]');
    expect(upstream).toContain('"keep_alive":{"enabled":true,"idle_timeout":1000000000}');
    expect(upstream).toContain('"load_balancing":{"try_duration":5000000000,"try_interval":50000000}');
    // Whoever only wants to know who answers waits for no page, and asks once.
    expect(probe).toContain('"response_header_timeout":2000000000');
    expect(probe).not.toContain("load_balancing");
  });

  test("serves what its table names, of whatever kind it is", () => {
    const patterns = [...textOf(render()).matchAll(/"pattern":("[^"]*")/g)].map(([, text = ""]) =>
      String(JSON.parse(text)),
    );
    const entries = ["app", "wrk", "postgres"].map((kind) => `plain/a.test/@${kind}-01k7f3m8s2vz4q6r8t0w2y4x6a~3000`);
    for (const entry of entries) expect(patterns.some((each) => entry.match(each)?.[2] === "3000")).toBe(true);
  });

  test("only a request with the secret is told the upstream, and nothing behind it sees the secret", () => {
    const routes = render().apps?.http.servers.web?.routes ?? [];
    const telling = routes.filter((each) => textOf(each).includes("upstream.hostport"));
    expect(telling.map(({ match }) => match?.[0]?.header)).toEqual([{ [probeHeader]: [settings.probeSecret] }]);
    const upstreams = textOf(routes).match(/"request":\{"delete":\[[^\]]*\]/g) ?? [];
    expect(upstreams.length).toBeGreaterThan(1);
    for (const each of upstreams)
      for (const header of [probeHeader, "Forwarded", "X-Forwarded-User"]) expect(each).toContain(`"${header}"`);
  });

  test("has certificates from the configured authority, on demand, and only for hosts that are asked for", () => {
    expect(render().apps?.tls?.automation).toEqual({
      policies: [
        {
          issuers: [
            {
              module: "acme",
              email: "ops@example.com",
              ca: "https://ca.test/dir",
              trusted_roots_pem_files: [`${proxyPaths.shared}/acme-roots-0123456789abcdef.pem`],
            },
          ],
          on_demand: true,
        },
      ],
      on_demand: { permission: { module: "http", endpoint: "http://127.2.36.70:2080/" } },
    });
  });

  test("a document leaves by degrees: another follows it on other addresses of its own, and it asks everybody to come again", () => {
    const { apps } = render();
    expect(apps?.http.shutdown_delay).toBe(1_500_000_000);
    for (const server of [apps?.http.servers.web, apps?.http.servers.secure]) {
      expect(server?.routes[0]).toEqual({
        match: [
          { file: { root: "/run/fairlead", try_files: ["leaving-0123456789abcdef"] }, header: { Upgrade: null } },
        ],
        handle: [{ handler: "headers", response: { set: { Connection: ["close"] } } }],
      });
    }
    expect(apps?.http.servers.permit?.listen).toEqual(["127.2.36.70:2080"]);
  });

  test("without certificates only the plain door is open", () => {
    const config = render("2.11.4", withoutCertificates(settings));
    expect(config.apps?.tls).toBeUndefined();
    expect(Object.keys(config.apps?.http.servers ?? {})).toEqual(["web", "permit"]);
  });

  test.each([
    ["2.6.2", "", false, "ask"],
    ["v2.7.6 h1:abc=", "|0222", false, "ask"],
    ["v2.8.4", "|0222", true, "permission"],
    ["2.11.4", "|0222", true, "permission"],
    ["v3.0.0", "|0222", true, "permission"],
  ])("Caddy %s is only told what it understands", (text, mode, isDuplex, asking) => {
    const { admin, apps } = render(readVersion(text));
    expect(admin.listen).toBe(`unix//run/fairlead/admin.sock${mode}`);
    expect(apps?.http.servers.web?.enable_full_duplex ?? false).toBe(isDuplex);
    expect(apps?.http.servers.secure?.enable_full_duplex ?? false).toBe(isDuplex);
    expect(Object.keys(apps?.tls?.automation.on_demand ?? {})).toEqual([asking]);
  });

  test.each(["", "caddy", "2.11", "2.11.4; rm -rf", "../../x", "v2.6.2\n../x"])("%j names no file of ours", (text) => {
    expect(readVersion(text) ?? "none").toMatch(/^(none|v2\.6\.2)$/);
  });
});

describe("the proxy's container", () => {
  const container = renderProxyContainer({ folder: "/home/deploy/.fairlead/proxy", image: "caddy:2.11" });

  test("starts with fixed text only, says its version and waits for what this version is to start with", () => {
    expect(container.Cmd).toEqual([
      "-c",
      [
        "umask 0 && cd /run/fairlead && rm -f admin.sock",
        `version=$(caddy version | cut -d' ' -f1) && echo "$version" > version`,
        'until [ -f "start-$version.json" ]; do sleep 0.1; done',
        'exec caddy run --config "start-$version.json"',
      ].join("\n"),
    ]);
  });

  test("may do nothing but bind low ports and write its folder", () => {
    expect(container.HostConfig).toMatchObject({
      CapDrop: ["ALL"],
      CapAdd: ["NET_BIND_SERVICE", "DAC_OVERRIDE"],
      SecurityOpt: ["no-new-privileges"],
    });
  });
});

describe("proxies in front", () => {
  const behind = { ...settings, trustedProxies: ["173.245.48.0/20", "2400:cb00::/32"] };
  const servers = (version: string, given: ProxySettings) => render(version, given).apps?.http.servers ?? {};

  test("are believed by nobody unless they are named, which leaves the document as it was", () => {
    for (const version of ["2.6.2", "2.11.4"])
      expect(textOf(servers(version, settings))).not.toContain("trusted_proxies");
  });

  test("are told to the server where it can find out who the client is, from the nearest on", () => {
    const { web, secure } = servers("2.11.4", behind);
    for (const server of [web, secure]) {
      expect(server).toMatchObject({
        trusted_proxies: { source: "static", ranges: behind.trustedProxies },
        trusted_proxies_strict: 1,
      });
      expect(textOf(server)).toContain('"X-Real-Ip":["{http.vars.client_ip}"]');
    }
  });

  test("are told on the way to the container by versions that know no more", () => {
    const { web } = servers("2.6.2", behind);
    expect(web).not.toHaveProperty("trusted_proxies");
    expect(textOf(web)).toContain('"trusted_proxies":["173.245.48.0/20","2400:cb00::/32"]');
  });
});
