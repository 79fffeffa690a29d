import { at, type Grammar, noWord, servers, without } from "./grammar.ts";
import { commands, marks } from "./strings.ts";
import { url } from "./url-grammar.ts";

export const machines: Grammar[] = [
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
