const isByte = (part: string) => /^\d{1,3}$/.test(part) && Number(part) <= 255;
const isGroup = (part: string) => /^[0-9a-f]{1,4}$/.test(part);

/** The address that a label such as `203-0-113-7` stands for, or all eight groups of IPv6. */
function addressOf(label: string): string | null {
  const parts = label.split("-");
  if (parts.length === 4 && parts.every(isByte)) return parts.join(".");
  return parts.length === 8 && parts.every(isGroup) ? parts.join(":") : null;
}

/**
 * The address that a name such as `shop.203-0-113-7.sslip.io` leads to when it is no more that of its server; null for every other name.
 * `suffix`: what names end in that lead to the server now.
 */
export function leadsElsewhere(host: string, suffix: string | null): string | null {
  if (suffix === null || host.endsWith(`.${suffix}`)) return null;
  const zone = suffix.slice(suffix.indexOf("."));
  if (!host.endsWith(zone)) return null;
  return addressOf(host.slice(0, -zone.length).split(".").at(-1) ?? "");
}
