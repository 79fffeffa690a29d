import { cpSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { build, type Plugin, stop } from "esbuild";

/** Bundled CommonJS still calls `require` for builtins and optional native parts, and asks for its own folder. */
const banner =
  'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;';

interface Bundle {
  entry: string;
  outfile: string;
  plugins?: Plugin[];
}

async function bundle({ entry, outfile, plugins = [] }: Bundle): Promise<void> {
  // A program that starts meanwhile finds the old file or the new one, never half of one.
  const unfinished = `${outfile}.${process.pid}`;
  await build({
    entryPoints: [entry],
    outfile: unfinished,
    plugins,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "warning",
    banner: { js: banner },
    // ssh2 works without its native parts and tries them in a try block.
    external: ["cpu-features", "*.node"],
  });
  renameSync(unfinished, outfile);
}

/** esbuild keeps a compiler process of 200 MB for the next build; there is none. */
export const endBundling = stop;

/** libsql is native code and stays where pnpm put it; the bundle points there by a relative path. */
function nativeLibsql(root: string, folder: string): Plugin {
  return {
    name: "native-libsql",
    setup(builder) {
      builder.onResolve({ filter: /^libsql$/ }, ({ importer }) => {
        const path = createRequire(importer || join(root, "db/package.json")).resolve("libsql");
        return { path: `./${relative(folder, path)}`, external: true };
      });
    },
  };
}

/** `api/src` and `dist/api` lie equally deep, so paths the code builds from its own place stay true. */
export async function bundleApi(root: string): Promise<void> {
  const plugins = [nativeLibsql(root, join(root, "dist/api"))];
  const writer = { entry: join(root, "db/src/apart/writer-thread.ts"), outfile: join(root, "dist/api/writer.mjs") };
  await bundle({ ...writer, plugins });
  // Last: it is what tells that the others are there too.
  await bundle({ entry: join(root, "api/src/entry.node.ts"), outfile: join(root, "dist/api/main.mjs"), plugins });
  cpSync(join(root, "db/migrations"), join(root, "dist/migrations"), { recursive: true });
}

/** dockerode loads a gRPC server at its start for builds that we make ourselves: ten megabytes of memory that nobody uses. */
const withoutBuildSessions: Plugin = {
  name: "without-build-sessions",
  setup(builder) {
    builder.onLoad({ filter: /[\\/]dockerode[\\/]lib[\\/]session\.js$/ }, () => ({
      contents: 'module.exports = () => { throw new Error("builds go through their own session"); };',
    }));
  },
};

/**
 * `import … from "node:http"` reads every export, and one of them, WebSocket, brings Node's whole second HTTP client into memory:
 * thirteen megabytes. Taken as an object, it loads what is used.
 */
const withoutUndici: Plugin = {
  name: "without-undici",
  setup(builder) {
    builder.onResolve({ filter: /^node:http$/, namespace: "file" }, ({ kind }) =>
      kind === "import-statement" ? { path: "node:http", namespace: "builtin" } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** One file without anything beside it: the control plane also serves it to other machines. */
export async function bundleRunner(root: string): Promise<void> {
  const plugins = [withoutBuildSessions, withoutUndici];
  await bundle({ entry: join(root, "runner/src/main.ts"), outfile: join(root, "dist/runner/main.mjs"), plugins });
}
