import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { registryCacheFolder } from "../places.ts";
import { registryPorts } from "../ports.ts";
import type { Slot } from "../slot.ts";
import { serviceFolder, startDaemon } from "./daemon.ts";

/** An image registry without a password. It holds the base images and is what servers use in place of Docker Hub. */
export interface Registry {
  /** As it stands in an image reference: `10.77.4.1:5000`. */
  address: string;
  url: string;
}

export interface PrivateRegistry extends Registry {
  username: string;
  password: string;
}

const labAccount = { username: "puller", password: "only-for-the-lab" };

/** bcrypt of that password at its lowest cost: every request of a pull is checked, and the usual cost takes a second each. */
const passwordHash = "$2b$04$labLABlabLABlabLABlabOBdD7yG.LMuvi1.vXeQLmAxIZHSdCuN6";

/** All labs of this machine serve the same stored images, so base images are made once. */
export async function startSharedRegistry(slot: Slot): Promise<Registry> {
  await startRegistry(slot, { name: "registry", port: registryPorts.shared, storage: registryCacheFolder });
  return openRegistries(slot).registry;
}

/** Starts empty with each lab; asks for a user name and password for reading and writing. */
export async function startPrivateRegistry(slot: Slot): Promise<PrivateRegistry> {
  const folder = serviceFolder(slot);
  writeFileSync(join(folder, "htpasswd"), `${labAccount.username}:${passwordHash}\n`);
  await startRegistry(slot, {
    name: "private-registry",
    port: registryPorts.private,
    storage: join(folder, "private-images"),
    passwordFile: join(folder, "htpasswd"),
  });
  return openRegistries(slot).privateRegistry;
}

export function openRegistries(slot: Slot): { registry: Registry; privateRegistry: PrivateRegistry } {
  const at = (port: number) => ({ address: `${slot.address}:${port}`, url: `http://${slot.address}:${port}` });
  return { registry: at(registryPorts.shared), privateRegistry: { ...at(registryPorts.private), ...labAccount } };
}

interface RegistryOptions {
  name: string;
  port: number;
  storage: string;
  passwordFile?: string;
}

async function startRegistry(slot: Slot, { name, port, storage, passwordFile }: RegistryOptions): Promise<void> {
  const host = slot.address;
  mkdirSync(storage, { recursive: true });
  // JSON is YAML, which is what the registry reads.
  const config = {
    version: "0.1",
    log: { level: "warn" },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: { addr: `${host}:${port}` },
    ...(passwordFile === undefined ? {} : { auth: { htpasswd: { realm: "lab", path: passwordFile } } }),
  };
  const file = join(serviceFolder(slot), `${name}.yml`);
  writeFileSync(file, JSON.stringify(config));
  await startDaemon(slot, { name, argv: ["docker-registry", "serve", file], listensOn: { host, port } });
}
