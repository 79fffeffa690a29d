import { expect, test } from "vitest";
import { emptyShare, isComplete, toShare } from "./share-draft.ts";
import { shareLine } from "./share-line.ts";

const typed = {
  ...emptyShare,
  host: " nas.lan ",
  path: "/srv/photos ",
  share: "photos",
  username: "shop",
  password: " p ",
};

test("an export is its machine and its path", () => {
  expect(toShare("nfs", typed)).toEqual({ share: { kind: "nfs", host: "nas.lan", path: "/srv/photos" } });
});

test.each([
  ["", { uid: 0, gid: 0 }],
  ["1000", { uid: 1000, gid: 1000 }],
  ["1000:50", { uid: 1000, gid: 50 }],
])("a share is its login with every letter of the password, and owned by %j", (owner, numbers) => {
  expect(toShare("smb", { ...typed, owner })).toEqual({
    share: { kind: "smb", host: "nas.lan", share: "photos", username: "shop", ...numbers },
    password: " p ",
  });
});

test("what is missing keeps it from being asked for", () => {
  expect(isComplete("nfs", typed)).toBe(true);
  expect(isComplete("nfs", { ...typed, path: "" })).toBe(false);
  expect(isComplete("smb", { ...typed, password: "" })).toBe(false);
});

test("a line says where the files are", () => {
  const nfs = { kind: "nfs" as const, host: "nas", path: "/srv", version: "4.2" as const, isSoft: false };
  expect(shareLine(nfs)).toBe("nas:/srv");
});
