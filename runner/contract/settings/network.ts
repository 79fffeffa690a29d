import * as v from "valibot";
import { isAddress } from "../address.ts";
import { Ipv4, Port } from "../grammar.ts";
import { namedOnce } from "./named-once.ts";

const hostName =
  /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?){0,30}$/;

/** The kernel keeps 64 bytes of it. */
export const ContainerHostname = v.pipe(
  v.string(),
  v.maxLength(63),
  v.regex(hostName, "must be a host name such as worker-1"),
);

const Address = v.pipe(
  v.string(),
  v.maxLength(45),
  v.check(isAddress, "must be an address such as 10.0.0.5 or fd00::5"),
);

const ExtraHost = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(253), v.regex(hostName, "must be a host name such as db.internal")),
  address: v.union([v.literal("host-gateway"), Address], "must be an address such as 10.0.0.5, or host-gateway"),
});
export const ExtraHosts = namedOnce(ExtraHost, 100);

const once = (list: string[]) => new Set(list).size === list.length;
export const DnsServers = v.pipe(v.array(Address), v.maxLength(8), v.check(once, "must name each once"));

const SearchDomain = v.pipe(
  v.string(),
  v.maxLength(253),
  v.check(
    (domain) => domain === "." || hostName.test(domain),
    "must be a domain such as corp.example.com, or . for none",
  ),
);
export const DnsSearch = v.pipe(v.array(SearchDomain), v.maxLength(6), v.check(once, "must name each once"));

/** What Docker lets a container have of its own; anything else would be a parameter of the whole server. */
const ownParameters = new Set([
  "kernel.msgmax",
  "kernel.msgmnb",
  "kernel.msgmni",
  "kernel.sem",
  "kernel.shmall",
  "kernel.shmmax",
  "kernel.shmmni",
  "kernel.shm_rmid_forced",
]);
const networkParameter = /^(?:net|fs\.mqueue)(?:\.[A-Za-z0-9_-]{1,60}){1,8}$/;

const Sysctl = v.strictObject({
  name: v.pipe(
    v.string(),
    v.maxLength(200),
    v.check(
      (name) => ownParameters.has(name) || networkParameter.test(name),
      "must be a parameter that a container has of its own: net.…, fs.mqueue.…, kernel.sem, or those of kernel.msg… and kernel.shm…",
    ),
  ),
  value: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.,:/-][A-Za-z0-9_.,:/ -]{0,199}$/, "must be numbers or words")),
});
export const Sysctls = namedOnce(Sysctl, 50);

export const portProtocols = ["tcp", "udp"] as const;

/** A port of the server that leads to one of the container. */
const PublishedPort = v.strictObject({
  port: Port,
  /** The one of the server's own that it is bound to; 0.0.0.0 is all of them. Only the server itself reaches the usual one. */
  address: v.optional(Ipv4, "127.0.0.1"),
  target: Port,
  protocol: v.optional(v.picklist(portProtocols, "must be tcp or udp"), "tcp"),
});
export type PublishedPort = v.InferOutput<typeof PublishedPort>;

/** All addresses of a server at once. */
const everyAddress = "0.0.0.0";

/** Two addresses of one server can each have the port; all of them meet every one. */
export const doPortsMeet = (one: Omit<PublishedPort, "target">, other: Omit<PublishedPort, "target">): boolean =>
  one.port === other.port &&
  one.protocol === other.protocol &&
  (one.address === other.address || [one.address, other.address].includes(everyAddress));

export const PublishedPorts = v.pipe(
  v.array(PublishedPort),
  v.maxLength(50, "must be at most 50"),
  v.check(
    (list) => list.every((one, at) => !list.slice(0, at).some((other) => doPortsMeet(one, other))),
    "must name each port of the server once",
  ),
);
