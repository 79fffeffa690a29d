import * as v from "valibot";
import { expect, test } from "vitest";
import { Share } from "../../contract/index.ts";
import { shareOptions } from "./share-options.ts";

const nfs: Share = { kind: "nfs", host: "nas.example.com", path: "/srv/photos", version: "4.2", isSoft: false };
const smb = v.parse(Share, { kind: "smb", host: "192.168.1.4", share: "photos/2024", username: "shop" });

test("an export is mounted hard and by the newest version, unless it is told otherwise", () => {
  expect(shareOptions(nfs, null)).toEqual({
    type: "nfs",
    device: ":/srv/photos",
    o: "addr=nas.example.com,nfsvers=4.2,hard,rw,nosuid,nodev",
  });
  expect(shareOptions({ ...nfs, version: "3", isSoft: true }, null).o).toContain("nfsvers=3,soft");
});

test("a share is mounted with its login, and a comma of the password ends nothing", () => {
  expect(shareOptions(smb, "a,uid=0,b")).toEqual({
    type: "cifs",
    device: "//192.168.1.4/photos/2024",
    o: "addr=192.168.1.4,username=shop,password=a,,uid=0,,b,vers=3.1.1,uid=0,gid=0,file_mode=0644,dir_mode=0755,rw,nosuid,nodev",
  });
});

test.each([
  { kind: "nfs", host: "nas,soft", path: "/x" },
  { kind: "nfs", host: "nas.example.com", path: "/x,suid" },
  { kind: "nfs", host: "nas.example.com", path: "x" },
  { kind: "nfs", host: "nas.example.com", path: "/x/../y" },
  { kind: "nfs", host: "nas.example.com", path: "/x", version: "2" },
  { kind: "smb", host: "nas.example.com", share: "/photos", username: "u" },
  { kind: "smb", host: "nas.example.com", share: "photos\\x", username: "u" },
  { kind: "smb", host: "nas.example.com", share: "photos", username: "u,uid=0" },
  { kind: "smb", host: "nas.example.com", share: "photos", username: "u", domain: "d=x" },
  { kind: "smb", host: "nas.example.com", share: "photos", username: "u", fileMode: "4755" },
])("what could smuggle an option in is refused: %j", (share) => {
  expect(v.is(Share, share)).toBe(false);
});
