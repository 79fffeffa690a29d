import { addressGroups } from "./address.ts";

/**
 * One host under one spelling: letters as they are compared, without the dot that only says that a name is whole, an address of IPv6 in its
 * shortest form. What is stored or compared goes through here; what is none stays for its grammar to refuse.
 */
export function spelledHost(host: string): string {
  const name = host.toLowerCase();
  const whole = name.endsWith(".") ? name.slice(0, -1) : name;
  // One that stands for an IPv4 address stays as it is written: it is reached by another road.
  return whole.includes(":") && addressGroups(whole)?.length === 8 ? shortest(whole) : whole;
}

const shortest = (address: string): string => URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? address;

/** The same for a host with a port or without, an address of IPv6 in brackets. */
export function spelledAuthority(authority: string): string {
  if (authority.startsWith("[")) {
    const end = authority.indexOf("]");
    return end < 0 ? authority : `[${spelledHost(authority.slice(1, end))}${authority.slice(end)}`;
  }
  // More than one colon without brackets: an address without a port.
  const [host = "", ...port] = authority.split(":");
  return port.length > 1 ? spelledHost(authority) : [spelledHost(host), ...port].join(":");
}

/** The same for the host of an http(s) address; its path stays as it is typed. */
export function spelledUrl(url: string): string {
  const start = url.indexOf("://") + 3;
  const ends = ["/", "?", "#"].map((mark) => url.indexOf(mark, start)).filter((at) => at >= 0);
  const end = Math.min(url.length, ...ends);
  return start < 3 ? url : url.slice(0, start) + spelledAuthority(url.slice(start, end)) + url.slice(end);
}
