import { describe, expect, test } from "vitest";
import { isSameRegistry, judgeRegistry, registryOf } from "./registry.ts";

test.each([
  ["nginx:1", "docker.io"],
  ["harbour/shop", "docker.io"],
  ["index.docker.io/harbour/shop", "docker.io"],
  ["ghcr.io/harbour/shop:1", "ghcr.io"],
  ["GHCR.io/harbour/shop:1", "ghcr.io"],
  ["localhost:5000/shop", "localhost:5000"],
  ["[2001:db8::1]:5000/shop", "[2001:db8::1]:5000"],
])("the image %s is pulled from %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});

test.each([
  ["registry-1.docker.io", "docker.io", true],
  ["GHCR.io", "ghcr.io", true],
  ["ghcr.io", "ghcr.io:5000", false],
  ["evil.example", "docker.io", false],
  ["ghcr.io.evil.example", "ghcr.io", false],
])("whether %s is the registry %s: %s", (one, other, isSame) => {
  expect(isSameRegistry(one, other)).toBe(isSame);
});

describe("the address of a registry", () => {
  test.each([
    ["ghcr.io", "ghcr.io"],
    [" https://GHCR.io/ ", "ghcr.io"],
    ["https://registry.example.com:5000/v2/", "registry.example.com:5000"],
    ["https://index.docker.io/v1/", "docker.io"],
    ["hub.docker.com", "docker.io"],
    ["ghcr.io.", "ghcr.io"],
    ["registry.example.com.:5000", "registry.example.com:5000"],
    ["localhost", "localhost"],
    ["localhost:5000", "localhost:5000"],
    ["[2001:DB8::1]:5000", "[2001:db8::1]:5000"],
    ["10.0.0.5:5000", "10.0.0.5:5000"],
  ])("typed %j is stored %s", (typed, address) => {
    expect(judgeRegistry(typed)).toEqual({ address });
  });

  test.each([
    ["http://registry.example.com:5000", "insecure-registries"],
    ["ssh://registry.example.com", "without http://"],
    ["robot@ghcr.io", "its own field"],
    ["registry.gitlab.com/acme/base", "so registry.gitlab.com"],
    ["registry", "registry:5000"],
    ["registry.example.com:0", "between 1 and 65535"],
    ["registry.example.com:70000", "between 1 and 65535"],
    ["", "such as ghcr.io"],
    ["-evil.example", "such as ghcr.io"],
    ["ghcr.io\nevil.example", "such as ghcr.io"],
    ["ghcr.io$(id)", "such as ghcr.io"],
    ["ünlaut.example", "such as ghcr.io"],
  ])("typed %j is refused with words that say why", (typed, words) => {
    expect(judgeRegistry(typed)).toEqual({ refusal: expect.stringContaining(words) });
  });
});
