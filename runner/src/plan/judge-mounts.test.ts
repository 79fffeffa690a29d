import { describe, expect, test } from "vitest";
import { usualContainer } from "../../contract/index.ts";
import type { ImageFolders } from "../ports/volumes.ts";
import { ids } from "../testing/builders.ts";
import { judgeMounts, type MountsToJudge, unnamedVolumes } from "./judge-mounts.ts";

const id = ids.volume(1);
const data = { id, name: "data", dockerName: "fairlead-vol-data", isAdopted: false, isMade: true, share: null };
const adopted = { ...data, dockerName: "old_data", isAdopted: true };
const ours = { dockerName: data.dockerName, owner: { team: ids.team, volume: id } };
const plain: ImageFolders = { volumes: [], workingDirectory: "/app", begins: ["node", "server.mjs"], env: {} };
const postgres = (major: number, volume: string, folder: string): ImageFolders => ({
  volumes: [volume],
  workingDirectory: "",
  begins: ["docker-entrypoint.sh", "postgres"],
  env: { PG_MAJOR: String(major), PGDATA: folder },
});
const seventeen = postgres(17, "/var/lib/postgresql/data", "/var/lib/postgresql/data");
const eighteen = postgres(18, "/var/lib/postgresql", "/var/lib/postgresql/18/docker");

type Given = Partial<Omit<MountsToJudge, "settings" | "team">> & {
  path?: string;
  settings?: Partial<MountsToJudge["settings"]>;
};
const judge = ({ path = "/data", settings = {}, ...given }: Given) =>
  judgeMounts({
    settings: { ...usualContainer, mounts: [{ volume: id, path, isReadOnly: false }], ...settings },
    team: ids.team,
    volumes: [data],
    seen: [ours],
    image: plain,
    env: {},
    ...given,
  });

describe("a new version does not start", () => {
  test.each<[string, Given, string]>([
    ["without the volume that was to be mounted", { volumes: [] }, "begin without its data"],
    ["when the volume is gone from the server", { seen: [] }, "is gone from the server"],
    ["when the adopted volume is not there", { volumes: [adopted], seen: [] }, "has no volume old_data"],
    [
      "with a volume of another team",
      { seen: [{ ...ours, owner: { team: `team_${"9".repeat(26)}`, volume: id } }] },
      "belongs to somebody else",
    ],
    [
      "with another volume's files under the name",
      { seen: [{ ...ours, owner: { team: ids.team, volume: ids.volume(2) } }] },
      "belongs to somebody else",
    ],
    ["with a volume of that name that is nobody's", { seen: [{ ...ours, owner: null }] }, "belongs to somebody else"],
    [
      "when what was adopted is another row's",
      { volumes: [adopted], seen: [{ dockerName: "old_data", owner: { team: ids.team, volume: ids.volume(2) } }] },
      "belongs to somebody else",
    ],
    ["when the volume would hide the working directory", { path: "/app" }, "hide the program itself"],
    [
      "when it would hide a folder around the working directory",
      { path: "/srv", image: { ...plain, workingDirectory: "/srv/shop" } },
      "hide the program itself",
    ],
    [
      "when it would hide the working directory that was set",
      { path: "/code", settings: { workingDirectory: "/code" } },
      "works in /code",
    ],
    [
      "when it would hide the entrypoint",
      { path: "/opt", image: { ...plain, begins: ["/opt/start", "serve"] } },
      "begins with /opt/start",
    ],
    [
      "when it would hide what the start command names",
      { path: "/srv", settings: { command: "exec /srv/run --fast" } },
      "begins with /srv/run",
    ],
    [
      "when it would hide an argument that is a program",
      { path: "/srv", settings: { arguments: ["/srv/worker.mjs"] } },
      "begins with /srv/worker.mjs",
    ],
    [
      "when the image's own volume would lie over it",
      { path: "/var/lib/postgresql", image: seventeen },
      "that one would stay empty",
    ],
    [
      "when Postgres 18 keeps its data around it",
      { path: "/var/lib/postgresql/data", image: eighteen },
      "keeps its files at /var/lib/postgresql,",
    ],
    [
      "when Postgres keeps its data beside it",
      { path: "/backups", image: seventeen },
      "Postgres keeps its data at /var/lib/postgresql/data",
    ],
    [
      "when a variable leads the data past it",
      { path: "/var/lib/postgresql/data", image: seventeen, env: { PGDATA: "/pg" } },
      "at /pg (PGDATA)",
    ],
  ])("%s", (_what, given, sentence) => {
    const cause = judge(given);
    expect(cause?.sentence).toContain(sentence);
    expect(cause?.nextAction).not.toBe("");
    expect(cause?.class).toBe("invalid-spec");
  });

  test("and Postgres 18 is told where to mount instead", () => {
    expect(judge({ path: "/var/lib/postgresql/data", image: eighteen })?.nextAction).toContain(
      "Mount the volume at /var/lib/postgresql.",
    );
  });
});

describe("a new version starts", () => {
  test.each<[string, Given]>([
    ["with a folder of data beside the application", {}],
    ["with a folder of data below the working directory", { path: "/app/data" }],
    ["with a volume that was never used", { volumes: [{ ...data, isMade: false }], seen: [] }],
    [
      "with an adopted volume that is nobody's",
      { volumes: [adopted], seen: [{ dockerName: "old_data", owner: null }] },
    ],
    [
      "where the image declares the volume, although it works there",
      { path: "/data", image: { ...plain, volumes: ["/data"], workingDirectory: "/data" } },
    ],
    ["with Postgres 17 where it keeps its data", { path: "/var/lib/postgresql/data", image: seventeen }],
    ["with Postgres 18 where it keeps its data", { path: "/var/lib/postgresql", image: eighteen }],
    ["when the image works in /", { path: "/data", image: { ...plain, workingDirectory: "" } }],
  ])("%s", (_what, given) => {
    expect(judge(given)).toBeUndefined();
  });
});

test("folders that an image keeps in volumes without a name are told, those with a name are not", () => {
  const mounts = [
    { type: "volume", name: data.dockerName, path: "/data" },
    { type: "volume", name: "f".repeat(64), path: "/data/configdb" },
    { type: "tmpfs", name: "", path: "/tmp" },
  ];
  expect(unnamedVolumes(mounts, [data])).toEqual(["/data/configdb"]);
});
