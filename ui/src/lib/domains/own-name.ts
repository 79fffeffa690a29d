const longest = 40;

/** The name that the API gives an application below its server's suffix, as long as no other one has it. */
export function ownName(name: string, suffix: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  const label = words.join("-").slice(0, longest).replace(/-$/, "") || "app";
  return `${label}.${suffix}`;
}
