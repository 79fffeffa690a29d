import { idPrefixes } from "@fairlead/runner/contract";

export const day = 86_400_000;
const historyDays = 60;

type Columns = Record<string, string | number | null>;

export const id = (kind: keyof typeof idPrefixes, number: string | number): string =>
  `printf('${idPrefixes[kind]}_%026d', ${number})`;
export const user = (number: string | number): string => `printf('U%021d', ${number})`;
export const text = (value: string): string => `'${value}'`;
export const json = (value: unknown): string => text(JSON.stringify(value));

type Rows = { count: number; columns: Columns };
/** Rows 1 to `count` of one table; expressions speak of the row's number as `i`. */
export const rows = (table: string, { count, columns }: Rows): string =>
  `INSERT INTO "${table}" (${Object.keys(columns).join(", ")})
   SELECT ${Object.values(columns)
     .map((value) => value ?? "NULL")
     .join(", ")} FROM numbers WHERE i <= ${count}`;

/**
 * What `size` deployments bring along, and who has them. Team 1 has half of everything and application 1 a fifth of all deployments,
 * so a history that is walked shows; what one server, project or application of everyday use holds stays the same at every size.
 */
export function seedWorld(size: number, now: number) {
  const teams = Math.max(4, size / 1_000);
  const applications = size / 100;
  // One server for each other team and, so that its pages are full at every size, one for each application of team 1.
  const servers = teams + applications;
  const created = (of: number) => `${now} - ${historyDays * day} + i * ${(historyDays * day) / of}`;
  const teamOf = (number: string) => `(CASE WHEN ${number} % 2 = 1 THEN 1 ELSE 1 + (${number} / 2) % ${teams} END)`;
  return {
    size,
    now,
    teams,
    applications,
    servers,
    people: size / 100,
    created,
    stamps: (of: number) => ({ created_at: created(of), updated_at: created(of) }),
    teamOf,
    serverOf: (application: string) =>
      `(CASE WHEN ${teamOf(application)} = 1 THEN ${teams} + 1 + ${application} / 10 ELSE ${teamOf(application)} END)`,
    applicationOf: `(CASE WHEN i % 5 = 0 THEN 1 ELSE 1 + (i * 7919) % ${applications} END)`,
  };
}
export type SeedWorld = ReturnType<typeof seedWorld>;
