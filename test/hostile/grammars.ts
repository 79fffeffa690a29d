import { commands, marks, paths } from "./strings.ts";

/** A field that takes only what its grammar allows. `taken` shows that the grammar is not simply closed. */
export type Grammar = {
  what: string;
  /** Where the API takes it: route and field. */
  asked: readonly [route: string, field: string][];
  /** Where the runner reads it, in one of the payloads of payloads.ts. */
  planted?: readonly string[];
  refused: readonly string[];
  /** Refused by further rules of the API, which know more than the form of a text. */
  alsoRefused?: readonly string[];
  taken: readonly string[];
};

const anyHostile = [...Object.values(commands), ...Object.values(marks)].filter((text) => text !== "constructor");
/** Grammars of one word: nothing of the list fits them. */
const noWord = [...anyHostile, ...Object.values(paths), "", " "];
const without = (texts: readonly string[], ...harmless: string[]) => texts.filter((text) => !harmless.includes(text));

const applications = ["POST /api/v1/applications", "PATCH /api/v1/applications/{id}"];
const servers = ["POST /api/v1/servers", "PATCH /api/v1/servers/{id}"];
const sources = ["POST /api/v1/sources", "PATCH /api/v1/sources/{id}"];
const at = (routes: readonly string[], field: string) => routes.map((route): [string, string] => [route, field]);

const code: Grammar[] = [
  {
    what: "a repository URL",
    asked: at(applications, "origin.repositoryUrl"),
    planted: ["spec.source.url", "git.url"],
    refused: [
      ...noWord,
      "constructor",
      "git://github.com/mine/shop.git",
      "http:///mine/shop.git",
      "ssh://$(id)@git.example.com/shop.git",
      "git@-oProxyCommand=id:shop.git",
      "git@github.com:-upload-pack/x",
      "git@github.com:/etc/passwd",
      "https://ada:pw@github.com/mine/shop.git",
      "https://ada@github.com/mine/shop.git",
      "https://@github.com/mine/shop.git",
      "https://github.com/mine/shop.git?ref=x",
      "https://github.com/mine/shop.git#x",
      "https://github.com/mine/../../shop.git",
      "https://github.com/mine/%2e%2e/shop.git",
      " https://github.com/mine/shop.git",
      "https://github.com/mine/shop.git ",
      "https://github.com/mine/shop.git\n",
      "https:github.com/mine/shop.git",
      "https:\\\\github.com\\mine\\shop.git",
      "https://github.com\\@evil.test/mine/shop.git",
      "https://g\u0456thub.com/mine/shop.git",
      "https://-github.com/mine/shop.git",
      "https://[::1/mine/shop.git",
      "https://github.com:99999/mine/shop.git",
      "HTTPS://github.com/mine/shop.git",
    ],
    taken: ["https://github.com/mine/shop.git"],
  },
  {
    what: "a branch",
    asked: at(applications, "origin.branch"),
    planted: ["spec.source.ref", "ref"],
    refused: [
      ...without(noWord, "__proto__"),
      ..."a..b a@{1} a~1 a^ a:b a?b a*b a[b a\\b /a a/ a//b .a a/.b a. a.lock a.lock/b -a @".split(" "),
      "a b",
      "\u0432\u0435\u0442\u043a\u0430",
    ],
    taken: ["main", "release/1.x", "feature/a+b=c@2", "constructor", "__proto__"],
  },
  {
    what: "a commit",
    asked: [["POST /api/v1/applications/{id}/deployments", "commit"]],
    planted: ["spec.source.commit"],
    refused: [...noWord, "HEAD", "main", "a".repeat(39), "A".repeat(40), `${"a".repeat(40)}\n`, `-${"a".repeat(39)}`],
    taken: ["a".repeat(40), "0".repeat(64)],
  },
  {
    what: "a path in the repository",
    asked: [
      ...at(applications, "build.context"),
      ...at(applications, "build.dockerfile"),
      ...at(applications, "build.directory"),
    ],
    planted: ["spec.build.context", "spec.build.dockerfile", "spec.build.directory"],
    refused: [
      ...without(noWord, "__proto__", "@everyone"),
      "..",
      "a/..",
      "a/../b",
      "./a",
      "a//b",
      "a/",
      "-f",
      "~/x",
      "C:\\x",
      "a/./b",
    ],
    taken: [".", "apps/shop", "docker/Dockerfile.prod", "@scope/a b", "__proto__"],
  },
  {
    what: "a stage of the Dockerfile",
    asked: at(applications, "build.target"),
    planted: ["spec.build.target"],
    refused: [...noWord, "-x", "A", "a b", "a\n", "a".repeat(65)],
    taken: ["runtime", "constructor"],
  },
  {
    what: "an image",
    asked: [...at(applications, "origin.image"), ...at(applications, "build.builderImage")],
    planted: ["spec.source.image", "spec.build.builderImage"],
    refused: [
      ...noWord,
      "-v",
      "--privileged",
      "Redis",
      "redis:7:8",
      "redis@sha256:xyz",
      "https://ghcr.io/mine/shop",
      "ada:pw@ghcr.io/mine/shop",
      "ghcr.io/../shop",
      "ghcr.io//shop",
      "redis\n",
      "redis:",
      "r\u00e9dis",
      `redis:${"x".repeat(129)}`,
    ],
    taken: ["redis:7", `ghcr.io/mine/shop:1@sha256:${"a".repeat(64)}`],
  },
];

const traffic: Grammar[] = [
  {
    what: "the host of a domain",
    asked: [["POST /api/v1/applications/{id}/domains", "host"]],
    planted: ["spec.routes.0.host", "routes.applications.0.routes.0.host"],
    refused: [
      ...noWord,
      "constructor",
      "{http.request.host}.example.com",
      "shop.{env.X}.example.com",
      "a b.example.com",
      "evil.test\nexample.com",
      "example.com\0.evil.test",
      "http://ada@example.com",
      "ftp://example.com",
      "127.0.0.1",
      "2130706433",
      "[::1]",
      "localhost",
      "com",
      "*",
      "*.*.example.com",
      "a.*.example.com",
      "a..example.com",
      "-a.example.com",
      "a_b.example.com",
      "$(id).example.com",
      "<b>.example.com",
      "%65xample.com%0a",
      `${"a".repeat(64)}.example.com`,
      `${"a.".repeat(130)}example.com`,
    ],
    alsoRefused: ["co.uk", "github.io", "*.com"],
    taken: ["*.shop.example.com", "xn--bcher-kva.example.com"],
  },
  {
    what: "the path of a domain",
    asked: [
      ["POST /api/v1/applications/{id}/domains", "path"],
      ["PATCH /api/v1/domains/{id}", "path"],
    ],
    planted: ["spec.routes.0.path", "routes.applications.0.routes.0.path"],
    refused: [
      ...without(noWord, paths.absolute, paths["process file"]),
      "shop",
      "/{env.X}",
      "/{http.request.uri}",
      "/a b",
      "/a\nb",
      "/%2e%2e/",
      "/$(id)",
      "/<b>",
      "/a?x",
      "/a#x",
      "/a\\b",
      "/\u202ea",
    ],
    alsoRefused: ["/a/../b", "/..", "/a//b", "/./a"],
    taken: ["/", "/shop/v1.x_~-"],
  },
  {
    what: "the host a redirect leads to",
    asked: [
      ["POST /api/v1/applications/{id}/domains", "redirectTo"],
      ["PATCH /api/v1/domains/{id}", "redirectTo"],
    ],
    planted: ["spec.routes.0.redirectTo", "routes.applications.0.routes.0.redirectTo"],
    refused: [
      ...noWord,
      "constructor",
      "https://evil.test",
      "evil.test/x",
      "evil.test:443",
      "EVIL.test",
      "//evil.test",
      "evil.test\r\nSet-Cookie: a=b",
      "{http.request.host}",
      "127.0.0.1",
    ],
    taken: ["www.example.com"],
  },
  {
    what: "the path of the health check",
    asked: at(applications, "health.path"),
    planted: ["spec.health.path"],
    refused: [
      ...without(noWord, paths.absolute, paths["process file"]),
      "healthz",
      "http://evil.test/",
      "/a b",
      "/a\r\nHost: evil.test",
      "/{env.X}",
      "/<b>",
      "/a\0",
      "/`id`",
      '/"x"',
      "/a\\b",
      "/a#x",
      "/a|b",
    ],
    taken: ["/healthz?deep=1&x=(a'b)", "/$(id);x"],
  },
];

const url: Pick<Grammar, "refused" | "taken"> = {
  refused: [
    ...noWord,
    "constructor",
    "{env.X}",
    "https://{env.X}/",
    "https://ca.example.com/{http.request.uri}",
    "ftp://ca.example.com",
    "https://ada:pw@ca.example.com",
    "https://ada@ca.example.com",
    " https://ca.example.com",
    "https://ca.example.com\n",
    "https://ca.example.com/`id`",
    'https://ca.example.com/"x"',
    "https://ca .example.com",
    "https:ca.example.com",
    "https:///x",
    "https://ca.example.com/<b>",
    "https://ca.example.com\\@evil.test",
  ],
  taken: ["https://ca.example.com:8443/acme/directory?x=1"],
};

const machines: Grammar[] = [
  {
    what: "the address of a server",
    asked: at(servers, "host"),
    planted: ["target.host"],
    refused: [
      ...noWord,
      "-oProxyCommand=id",
      "a b",
      "web;id",
      "root@web",
      "ssh://web",
      "web/x",
      "web\n",
      "web:22x",
      "web.",
      "w\u0435b.example.com",
      "x".repeat(254),
    ],
    taken: ["web.example.com", "203.0.113.9", "2001:db8::1"],
  },
  {
    what: "the user of a server",
    asked: at(servers, "user"),
    planted: ["target.user"],
    refused: [...without(noWord, "__proto__"), "-l", "root;id", "ROOT", "root ", "root\n", "a".repeat(33), "1a"],
    taken: ["root", "_deploy-1"],
  },
  {
    what: "the certificate authority",
    asked: at(servers, "acmeDirectory"),
    planted: ["routes.acme.directory"],
    ...url,
  },
  { what: "the proxy for http", asked: at(servers, "httpProxy"), planted: ["spec.outboundProxy.http"], ...url },
  { what: "the proxy for https", asked: at(servers, "httpsProxy"), planted: ["spec.outboundProxy.https"], ...url },
  {
    what: "the mail address for certificates",
    asked: at(servers, "acmeEmail"),
    planted: ["routes.acme.email"],
    refused: [...noWord, "constructor", "{env.X}@example.com", "a@example.com\nBcc: b@evil.test", "a@b.test, c@d.test"],
    taken: ["ops@example.com"],
  },
  {
    what: "the roots of a private authority",
    asked: at(servers, "acmeTrustedRoots"),
    planted: ["routes.acme.trustedRoots"],
    refused: [
      ...noWord,
      "constructor",
      "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
      "-----BEGIN CERTIFICATE-----\n{env.X}\n-----END CERTIFICATE-----\n",
    ],
    taken: ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],
  },
  {
    what: "what goes around the proxy",
    asked: at(servers, "noProxy"),
    planted: ["spec.outboundProxy.noProxy"],
    refused: [
      ...Object.values(commands),
      marks["Caddy variable"],
      marks.script,
      marks.NUL,
      marks.ANSI,
      "a;b",
      "a\nb",
      "`id`",
    ],
    taken: ["", "localhost, 10.0.0.0/8,*.lan"],
  },
];

const names: Grammar[] = [
  {
    what: "the address of a source",
    asked: at(sources, "baseUrl"),
    ...url,
  },
  {
    what: "the host key of a source",
    asked: at(sources, "knownHost"),
    planted: ["spec.source.knownHost", "git.knownHost"],
    refused: [
      ...noWord,
      "constructor",
      "@cert-authority * ssh-ed25519 AAAA",
      "git.example.com ssh-ed25519 AAAA\nevil.test ssh-ed25519 BBBB",
      "git.example.com ssh-dss AAAA",
      'git.example.com command="id" ssh-ed25519 AAAA',
    ],
    taken: ["git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "[git.example.com]:2222 ssh-rsa AAAA="],
  },
  {
    what: "the name of a variable",
    asked: [
      ["POST /api/v1/applications/{id}/variables", "key"],
      ["PUT /api/v1/applications/{id}/variables", "variables.0.key"],
    ],
    planted: ["spec.env.0.key"],
    refused: [
      ...noWord,
      "constructor",
      "prototype",
      "1A",
      "A-B",
      "A.B",
      "A B",
      "A=B",
      "A\n",
      "\u00c4",
      "A".repeat(257),
    ],
    taken: ["_KEY_1"],
  },
];

export const grammars: readonly Grammar[] = [...code, ...traffic, ...machines, ...names];
