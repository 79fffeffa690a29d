import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { secretOpeners } from "./secret-openers.ts";

const inFile = (path: string, text: string) => placesOf(secretOpeners, { [path]: text });

test.each([
  ["api/src/pushes/poll-heads.ts", "const token = await box.open(place, source.token);"],
  ["api/src/sources/update-source.ts", "const token = await deps.secrets.open(key, place, row.token);"],
  ["api/src/work/jobs/claim-job.ts", "await openOr(secrets, key, { place, sealed });"],
  ["api/src/work/jobs/claim-job.ts", "await openKept(deps, { wrappedKey, place, sealed });"],
  ["api/src/releases/jobs/compile-deploy.ts", 'open({ table: "source", column: "token", row: id }, sealed);'],
  [
    "api/src/releases/jobs/compile-deploy.ts",
    'const at = { table: "application", column: "registry_password", row: id };',
  ],
])("%s may not hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([`${path}:1`]);
});

test.each([
  ["api/src/releases/jobs/compile-deploy.ts", "open(frozenPlace(id), sealed);"],
  ["api/src/kit/secrets/secret-places.ts", 'const at = { table: "source", column: "token", row: id };'],
  ["api/src/sources/sources.test.ts", "await box.open(place, sealed);"],
  ["api/src/people/identity/open-session.ts", "await openSession(deps, person);"],
  ["ui/src/lib/ui/menu.ts", "menu.open(item, event);"],
])("%s may hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([]);
});
