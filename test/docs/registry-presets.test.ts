import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type RegistryPreset, registryPresets } from "../../runner/contract/words/registries.ts";

const rowOf = ({ title, address, username, secret, made, endsAfterHours }: RegistryPreset) => {
  const at = address === "*" ? "your own host" : `\`${address}\``;
  const ends = endsAfterHours === undefined ? "" : `; it ends after ${endsAfterHours} hours`;
  return `| ${title} | ${at} | ${username} | ${secret}${ends} | ${made} |`;
};

test("the guide shows the registries that the form offers, in the same words", () => {
  const page = readFileSync(new URL("../../docs/registries.md", import.meta.url), "utf8");
  const section = page.split("## Registries that many have")[1]?.split("\n## ")[0] ?? "";
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1);
  expect(rows).toEqual(Object.values<RegistryPreset>(registryPresets).map(rowOf));
});
