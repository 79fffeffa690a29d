import { at, type Grammar, noWord, sources } from "./grammar.ts";
import { url } from "./url-grammar.ts";

export const names: Grammar[] = [
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
      "git.example.com ssh-ed25519 AAAA\n@cert-authority * ssh-ed25519 BBBB",
      "git.example.com ssh-ed25519 AAAA\n",
      "git.example.com ssh-ed25519 AAAA\r\nother.example ssh-ed25519 BBBB",
      Array(9).fill("git.example.com ssh-ed25519 AAAA").join("\n"),
      "git.example.com ssh-dss AAAA",
      'git.example.com command="id" ssh-ed25519 AAAA',
    ],
    taken: [
      "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
      "[git.example.com]:2222 ssh-rsa AAAA=",
      "a.test ssh-rsa AA\nb.test ssh-rsa BB",
    ],
  },
  {
    what: "the address of a registry",
    asked: at(["POST /api/v1/registries", "PATCH /api/v1/registries/{id}"], "address"),
    refused: [
      ...noWord,
      "constructor",
      "http://registry.example.com",
      "robot@registry.example.com",
      "registry.example.com/team",
      "registry.example.com:0",
      "registry.example.com\nevil.test",
      "registry.example.com evil.test",
      "registry",
    ],
    taken: ["registry.example.com:5000", "https://registry.example.com/", "[2001:db8::1]:5000", "localhost"],
  },
  {
    what: "the name of a variable",
    asked: ["applications", "servers", "environments", "projects", "teams"].flatMap((holders): [string, string][] => [
      [`POST /api/v1/${holders}/{id}/variables`, "key"],
      [`PUT /api/v1/${holders}/{id}/variables`, "variables.0.key"],
    ]),
    planted: ["spec.env.0.key"],
    refused: [
      ...noWord,
      "constructor",
      "prototype",
      "-A",
      ".A",
      "..",
      "A/B",
      "A B",
      "A=B",
      "A\n",
      "\u00c4",
      "A".repeat(257),
    ],
    taken: ["_KEY_1", "1A", "A-B", "spring.datasource.url"],
  },
];
