import { BlockList, isIP } from "node:net";
import { rootCertificates } from "node:tls";
import * as v from "valibot";
import type { DockerHost } from "../engine/docker-host.ts";

/** How the Docker of a server reaches a registry. */
export type RegistryAccess = {
  host: string;
  port: number;
  /** PEM of every authority that it trusts for it. */
  authorities: string[];
  /** It takes any certificate of it, and plain http too: the server's own settings say so. */
  isInsecure: boolean;
};

const bundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

const Info = v.object({
  SecurityOptions: v.nullish(v.array(v.string())),
  RegistryConfig: v.nullish(
    v.object({
      IndexConfigs: v.nullish(v.record(v.string(), v.object({ Secure: v.optional(v.boolean(), true) }))),
      InsecureRegistryCIDRs: v.nullish(v.array(v.string())),
    }),
  ),
});
type Info = v.InferOutput<typeof Info>;

/** By what Docker says of itself, and by the authorities that lie on its server. */
export async function accessOf(host: DockerHost, registry: string): Promise<RegistryAccess> {
  const info = v.parse(Info, await host.docker.info());
  const isRootless = (info.SecurityOptions ?? []).some((option) => option.split(",").includes("name=rootless"));
  const folder = `${isRootless ? `${host.home}/.config/docker` : "/etc/docker"}/certs.d/${registry}`;
  const [systems, own] = await Promise.all([
    Promise.all(bundles.map((file) => textOf(host, file))),
    ownAuthorities(host, folder),
  ]);
  const system = systems.filter((pem) => pem !== "");
  return {
    ...endpointOf(registry),
    authorities: [...(system.length > 0 ? system : rootCertificates), ...own],
    isInsecure: isInsecure(registry, info),
  };
}

const textOf = (host: DockerHost, file: string) =>
  host.files.read(file).then(
    (bytes) => bytes.toString("utf8"),
    () => "",
  );

/** Docker takes every file of that folder that ends so for an authority. */
async function ownAuthorities(host: DockerHost, folder: string): Promise<string[]> {
  const names = await host.files.list(folder).catch(() => []);
  const files = names.filter((name) => /^[\w.-]{1,200}\.crt$/.test(name)).slice(0, 20);
  const read = await Promise.all(files.map((name) => textOf(host, `${folder}/${name}`)));
  return read.filter((pem) => pem !== "");
}

/** Docker Hub is asked at another name than the one that images have. */
function endpointOf(registry: string): { host: string; port: number } {
  if (registry === "docker.io") return { host: "registry-1.docker.io", port: 443 };
  const url = new URL(`https://${registry}`);
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 443) };
}

/** Networks count for addresses: which ones a name has is known on the server alone. */
function isInsecure(registry: string, { RegistryConfig }: Info): boolean {
  if (RegistryConfig?.IndexConfigs?.[registry]?.Secure === false) return true;
  const { host } = endpointOf(registry);
  const address = host === "localhost" ? "127.0.0.1" : host;
  const family = isIP(address);
  if (family === 0) return false;
  const list = new BlockList();
  for (const network of RegistryConfig?.InsecureRegistryCIDRs ?? []) {
    const [base = "", bits] = network.split("/");
    const is = isIP(base);
    if (is !== 0 && Number.isInteger(Number(bits))) list.addSubnet(base, Number(bits), is === 6 ? "ipv6" : "ipv4");
  }
  return list.check(address, family === 6 ? "ipv6" : "ipv4");
}
