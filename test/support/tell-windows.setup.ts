import { afterEach } from "vitest";
import { tellWindows } from "./browser.ts";

// A journey that failed on a machine that is gone by now can only be understood by what was on the screen.
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const told of await tellWindows()) process.stderr.write(`${task.name}\n${told}\n\n`);
});
