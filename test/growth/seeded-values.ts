import { idPrefixes } from "@fairlead/runner/contract";
import type { Values } from "./recording.ts";
import { seedId, seedNow, seedUser } from "./seed.ts";

const kinds = Object.entries(idPrefixes) as [keyof typeof idPrefixes, string][];
const id = new RegExp(`\\b(${Object.values(idPrefixes).join("|")})_[0-9a-z]{26}\\b`, "g");
/** Ids of people, and tokens and the like, which name nobody then. */
const person = /^[0-9A-Za-z]{22}$/;
const yearMs = 365 * 86_400_000;

/** Which rows of the seeded world a statement is asked about. */
export type Role = { name: string; numbers: Partial<Record<keyof typeof idPrefixes, number>> };

/** Of a world with `size` deployments: the oldest and the newest of who has most of everything, and somebody with little. */
export const rolesOf = (size: number): Role[] => [
  { name: "a busy one, its oldest", numbers: { deployment: 5, job: 5, delivery: 7, audit: 1, notification: 2 } },
  { name: "a busy one, its newest", numbers: { deployment: size - 5, job: size - 5, delivery: size / 2 - 1 } },
  {
    name: "a quiet one",
    numbers: {
      team: 2,
      runner: 2,
      server: 2,
      destination: 2,
      source: 2,
      channel: 2,
      application: 2,
      environment: 2,
      project: 2,
      variable: 2,
      domain: 2,
      deployment: 11,
      job: size + 3,
    },
  },
];

function ofWorld(text: string, { numbers }: Role): string {
  if (person.test(text)) return seedUser(1);
  return text.replaceAll(id, (_whole, prefix: string) => {
    const kind = kinds.find(([, each]) => each === prefix)?.[0] ?? "team";
    return seedId(kind, numbers[kind] ?? 1);
  });
}

/** A time is as far from the seeded world's present as it was from the present of the test that asked. */
function inTime(value: number, askedAt: number): number {
  const present = Math.abs(value - seedNow) < Math.abs(value - askedAt) ? seedNow : askedAt;
  return Math.abs(value - present) > yearMs ? value : value - present + seedNow;
}

/** The values a statement was recorded with, as they would be for somebody of the seeded world. */
export function seededValues(values: Values, { role, askedAt }: { role: Role; askedAt: number }): Values {
  const one = (value: unknown) => {
    if (typeof value === "string") return ofWorld(value, role);
    return typeof value === "number" ? inTime(value, askedAt) : value;
  };
  return Array.isArray(values)
    ? values.map(one)
    : Object.fromEntries(Object.entries(values).map(([name, value]) => [name, one(value)]));
}
