import { expect, test } from "vitest";
import { createCallBudget } from "./call-budget.ts";

test("nothing more begins once four fifths of the calls are used, whoever made them", async () => {
  const budget = createCallBudget({ calls: 10, atOnce: 4, fetch: async () => new Response("ok") });
  for (let i = 0; i < 4; i++) await budget.fetch("https://forge.test/");
  for (let i = 0; i < 3; i++) budget.count();
  expect(budget.isSpent()).toBe(false);
  budget.count();
  expect(budget.isSpent()).toBe(true);
  expect(await (await budget.fetch("https://forge.test/")).text()).toBe("ok");
});
