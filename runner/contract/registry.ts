import * as v from "valibot";
import { spelledAuthority } from "./host-spelling.ts";
import { judgedBy } from "./refuse.ts";
import { isHost, registryName } from "./words/registry-of.ts";

export { isSameRegistry, registryName, registryOf } from "./words/registry-of.ts";

export type JudgedRegistry = { address: string } | { refusal: string };

/** Address of a registry as people have it at hand, with `https://` or Docker's `/v1/` around it or not, as it is stored. */
export function judgeRegistry(typed: string): JudgedRegistry {
  const text = typed.trim().replace(/^https:\/\//i, "");
  if (/^[a-z]+:\/\//i.test(text))
    return {
      refusal:
        "must be host or host:port without http://: Docker speaks https with a registry, unless the server's own settings name it under insecure-registries",
    };
  if (text.includes("@")) return { refusal: "must be host or host:port without a user: that one has its own field" };
  const host = text.replace(/\/(?:v[12]\/?)?$/i, "");
  if (host.includes("/"))
    return {
      refusal: `must be host or host:port without a path, so ${host.split("/")[0]}: Docker asks for one login per registry`,
    };
  const address = registryName(spelledAuthority(host));
  const refusal = refuseRegistry(address);
  return refusal === undefined ? { address } : { refusal };
}

/** Why a text is no stored address of a registry; undefined: it is one. */
function refuseRegistry(address: string): string | undefined {
  const form = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?$/;
  const port = form.exec(address);
  if (!port || address.length > 255)
    return "must be a registry such as ghcr.io or registry.example.com:5000: letters, digits, . and - between them, or an IPv6 address in brackets";
  if (port[1] !== undefined && (Number(port[1]) < 1 || Number(port[1]) > 65_535))
    return "must have a port between 1 and 65535";
  if (!isHost(address))
    return `must have a dot or a port, such as ${address}:5000: Docker takes ${address}/… for an image of Docker Hub`;
  return registryName(address) === address ? undefined : `must be written ${registryName(address)}`;
}

/** In its stored form. */
export const RegistryAddress = v.pipe(v.string(), judgedBy(refuseRegistry));
