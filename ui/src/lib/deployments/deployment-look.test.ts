import { expect, test } from "vitest";
import { stepLook, triggerText } from "./deployment-look.ts";

test("a step that never told its end is interrupted once the deployment is over", () => {
  expect(stepLook("started", "running").label).toBe("running");
  expect(stepLook("started", "failed").label).toBe("interrupted");
});

test("the trigger names the branch of a push and the person of a deployment by hand", () => {
  expect(triggerText({ trigger: "push", ref: "main", createdBy: null })).toBe("Push to main");
  expect(triggerText({ trigger: "manual", ref: "main", createdBy: { id: "u", name: "Ada" } })).toBe("Deployed by Ada");
  expect(triggerText({ trigger: "rollback", ref: null, createdBy: null })).toBe("Rolled back");
});
