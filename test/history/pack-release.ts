import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { migrations } from "../../db/src/testing/migrate-up-to.ts";
import { contractVersion } from "../../runner/contract/version.ts";
import { version } from "../../runner/src/version.ts";
import { type KeptState, keepState } from "./capture/keep-state.ts";

/** What is known of a kept release. */
export type About = KeptState & { version: string; contract: number; migrations: readonly string[] };

/** Stands in a kept bundle for the place of the native library. */
export const libsqlMark = "the place of libsql";

/** `writer`: the program of the control plane's thread that writes. */
export type Built = { runner: string; controlPlane: string; writer: string };

/** Keeps what a release was: both programs and a state folder as it wrote them, compressed. A kept release is never written over. */
export async function packRelease(releases: string, built: Built): Promise<string[]> {
  const folder = join(releases, version);
  if (existsSync(folder)) throw new Error(`${version} is kept already; raise the version first.`);
  // Beside the others only when it is whole: what is there is a release to every test.
  const draft = mkdtempSync(join(tmpdir(), "fairlead-packing-"));
  try {
    await pack(draft, built);
    cpSync(draft, folder, { recursive: true });
    return readdirSync(folder);
  } finally {
    rmSync(draft, { recursive: true });
  }
}

async function pack(folder: string, { runner, controlPlane, writer }: Built) {
  const database = join(folder, "state.db");
  const state = await keepState(database);
  const about: About = { version, contract: contractVersion, migrations, ...state };
  writeFileSync(join(folder, "about.json"), `${JSON.stringify(about, null, 2)}\n`);
  compress(join(folder, "runner.mjs.br"), readFileSync(runner));
  compress(join(folder, "control-plane.mjs.br"), Buffer.from(withoutPlaces(readFileSync(controlPlane, "utf8"))));
  compress(join(folder, "writer.mjs.br"), Buffer.from(withoutPlaces(readFileSync(writer, "utf8"))));
  compress(`${database}.br`, readFileSync(database));
  rmSync(database);
}

/** The native library is found from where the bundle lies; in another place it lies elsewhere. */
const withoutPlaces = (bundle: string) =>
  bundle.replaceAll(/"[^"\n]*\/libsql\/index\.js"/g, JSON.stringify(libsqlMark));

function compress(file: string, bytes: Buffer) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(file, brotliCompressSync(bytes, { params }));
}
