import { existsSync } from "node:fs";
import {
  chmod,
  chown,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../command.ts";
import { caddyImages } from "../generation.ts";
import type { Newest } from "../newest/newest.ts";
import { newerCaddy } from "../newest/pins.ts";
import type { ImageConfig } from "./push-image.ts";

/** How to fill the folder that becomes a layer. Layers stack in the order an image names them. */
export interface LayerRecipe {
  name: string;
  /** Changes with the content, so that a cached layer is not taken for the new one. */
  version: number | string;
  fill(folder: string): Promise<void>;
}

/** A stand-in for an image of Docker Hub, made from this machine's packages. Tags say what it stands in for, not its version. */
export interface ImageRecipe {
  repository: string;
  tags: readonly string[];
  layers: readonly LayerRecipe[];
  config: ImageConfig;
}

const npmVersion = "11.21.2";
const pathEnv = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const machineCertificates = "/etc/ssl/certs/ca-certificates.crt";

/** Static busybox with all its names: a shell and small tools without a C library, as Alpine has them, but no `apk`. */
const busybox: LayerRecipe = {
  name: "busybox",
  version: 1,
  async fill(folder) {
    for (const name of ["bin", "etc", "tmp", "root", "var", "proc", "sys", "dev"]) await mkdir(join(folder, name));
    await chmod(join(folder, "tmp"), 0o1777);
    await copyFile("/bin/busybox", join(folder, "bin/busybox"));
    const { stdout } = await run(["/bin/busybox", "--list"]);
    for (const name of stdout.trim().split("\n")) {
      if (name !== "busybox") await symlink("busybox", join(folder, "bin", name));
    }
    await writeFile(join(folder, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n");
    await writeFile(join(folder, "etc/group"), "root:x:0:\nnobody:x:65534:\n");
  },
};

/** The Node that runs this, npm, and the certificates this machine trusts: builds may sit behind a proxy that it knows. */
const node: LayerRecipe = {
  name: "node",
  version: 1,
  async fill(folder) {
    const bin = join(folder, "usr/local/bin");
    await mkdir(bin, { recursive: true });
    await copyProgram(process.execPath, { folder, target: "usr/local/bin/node" });
    await unpackNpm(join(folder, "usr/local/lib/node_modules/npm"));
    for (const name of ["npm", "npx"]) await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(bin, name));
    await mkdir(join(folder, "usr/bin"), { recursive: true });
    await symlink("../../bin/env", join(folder, "usr/bin/env"));
    await copyCertificates(folder);
    await mkdir(join(folder, "etc"), { recursive: true });
    await writeFile(
      join(folder, "etc/passwd"),
      "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n",
    );
    await writeFile(join(folder, "etc/group"), "root:x:0:\nnode:x:1000:\nnobody:x:65534:\n");
    await mkdir(join(folder, "home/node"), { recursive: true });
    await chown(join(folder, "home/node"), 1000, 1000);
  },
};

const caddy = (version: number | string, program: string): LayerRecipe => ({
  name: "caddy",
  version,
  async fill(folder) {
    for (const name of ["usr/bin", "etc/caddy", "config", "data", "srv"])
      await mkdir(join(folder, name), { recursive: true });
    await copyProgram(program, { folder, target: "usr/bin/caddy" });
    await copyCertificates(folder);
    await writeFile(join(folder, "etc/caddy/Caddyfile"), ':80 {\n\trespond "caddy is running"\n}\n');
  },
});

const caddyConfig: ImageConfig = {
  Env: [pathEnv, "XDG_CONFIG_HOME=/config", "XDG_DATA_HOME=/data"],
  Cmd: ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"],
  WorkingDir: "/srv",
  ExposedPorts: { "80/tcp": {}, "443/tcp": {}, "443/udp": {}, "2019/tcp": {} },
};

export const baseImages = (newest: Newest): readonly ImageRecipe[] => [
  {
    repository: "library/busybox",
    tags: ["latest", "1", "stable"],
    layers: [busybox],
    config: { Env: [pathEnv], Cmd: ["sh"] },
  },
  {
    repository: "library/alpine",
    tags: ["latest", "3"],
    layers: [busybox],
    config: { Env: [pathEnv], Cmd: ["/bin/sh"] },
  },
  {
    repository: "library/node",
    tags: ["24-alpine", "24", "24-slim", "22-alpine", "lts-alpine"],
    layers: [busybox, node],
    config: {
      Env: [pathEnv, `NODE_VERSION=${process.versions.node}`, `NODE_EXTRA_CA_CERTS=${machineCertificates}`],
      Cmd: ["node"],
    },
  },
  {
    repository: "library/caddy",
    tags: ["latest", "2", "2-alpine", tagOf(caddyImages.stable)],
    layers: [busybox, caddy(1, "/usr/bin/caddy")],
    config: caddyConfig,
  },
  {
    repository: "library/caddy",
    tags: [tagOf(caddyImages.newest)],
    layers: [busybox, caddy(newest.caddy.version, join(newest.caddy.folder, newerCaddy.program))],
    config: {
      ...caddyConfig,
      Env: [...(caddyConfig.Env ?? []), `CADDY_VERSION=v${newest.caddy.version.split("-")[0]}`],
    },
  },
];

const tagOf = (image: string) => image.split(":")[1] ?? "latest";

/** Copies a program together with every library it is linked to, at the paths where its loader looks for them. */
async function copyProgram(program: string, { folder, target }: { folder: string; target: string }): Promise<void> {
  await mkdir(dirname(join(folder, target)), { recursive: true });
  await copyFile(await realpath(program), join(folder, target));
  await chmod(join(folder, target), 0o755);
  const { stdout } = await run(["ldd", program]);
  const linked = [...stdout.matchAll(/(\/[^\s:]+) \(0x/g)].map(([, path]) => path ?? "");
  // Looked up by name at run time, so the linker does not list them: without these a program resolves no host name.
  const namesOnDemand = linked
    .filter((path) => path.includes("/libc.so"))
    .flatMap((libc) =>
      ["libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2"].map((name) => join(dirname(libc), name)),
    );
  for (const library of [...linked, ...namesOnDemand]) {
    if (!existsSync(library)) continue;
    await mkdir(dirname(join(folder, library)), { recursive: true });
    await copyFile(await realpath(library), join(folder, library));
    await chmod(join(folder, library), 0o755);
  }
}

async function unpackNpm(target: string): Promise<void> {
  const folder = await mkdtemp("/tmp/lab-npm-");
  try {
    await run(["npm", "pack", "--silent", `npm@${npmVersion}`], { cwd: folder });
    const [archive = ""] = await readdir(folder);
    await run(["tar", "-xzf", archive], { cwd: folder });
    await cp(join(folder, "package"), target, { recursive: true });
    for (const name of ["npm-cli.js", "npx-cli.js"]) await chmod(join(target, "bin", name), 0o755);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyCertificates(folder: string): Promise<void> {
  const target = join(folder, machineCertificates);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, await readFile(machineCertificates));
}
