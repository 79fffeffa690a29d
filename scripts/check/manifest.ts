const sections = ["dependencies", "devDependencies", "optionalDependencies"] as const;

export type Dependency = { name: string; version: unknown; line: number };

/** What a `package.json` asks for, each with its line. */
export function dependenciesOf(text: string): Dependency[] {
  const manifest: unknown = JSON.parse(text);
  const lines = text.split("\n");
  return sections.flatMap((section) =>
    Object.entries(record(record(manifest)[section])).map(([name, version]) => ({
      name,
      version,
      line: lines.findIndex((each) => each.includes(`"${name}"`)) + 1,
    })),
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
