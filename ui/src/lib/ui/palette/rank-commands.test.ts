import { expect, test } from "vitest";
import { rankCommands } from "./rank-commands.ts";

const commands = [
  { label: "Deploy shop-api", group: "Actions" },
  { label: "shop-api", group: "Applications", keywords: "production acme/shop" },
  { label: "Servers", group: "Go to" },
  { label: "Add a server", group: "Actions" },
  { label: "Roll back to #41", group: "Actions" },
];
const labels = (query: string) => rankCommands(commands, query).map((command) => command.label);

test("nothing typed keeps every command in its order", () => {
  expect(labels("  ")).toEqual(commands.map((command) => command.label));
});

test("a label that starts with the word beats one that holds it", () => {
  expect(labels("shop")).toEqual(["shop-api", "Deploy shop-api"]);
  expect(labels("serv")).toEqual(["Servers", "Add a server"]);
});

test("every typed word must match somewhere, in any order", () => {
  expect(labels("api deploy")).toEqual(["Deploy shop-api"]);
  expect(labels("shop nothing")).toEqual([]);
});

test("first letters of words find a command", () => {
  expect(labels("rb")).toEqual(["Roll back to #41"]);
  expect(labels("aas")).toEqual(["Add a server"]);
});

test("keywords find a command whose label says nothing of them", () => {
  expect(labels("acme")).toEqual(["shop-api"]);
});
