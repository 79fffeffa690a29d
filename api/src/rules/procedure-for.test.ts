import { usualContainer } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { procedureFor } from "./compile-workload.ts";

const folder = (isReadOnly: boolean) => ({
  ...usualContainer,
  hostMounts: [{ source: "/srv/photos", path: "/photos", isReadOnly }],
});

test("an application that writes a folder of its server is replaced, and one that reads it is not", () => {
  expect(procedureFor("ssh", folder(false))).toEqual({
    procedure: "replace",
    because: "Two versions must not both write /srv/photos of the server.",
  });
  expect(procedureFor("ssh", folder(true)).procedure).toBe("overlap");
});
