type Named = { name: string; files: RegExp };

/** A suite to run, and the files of it; null for all that it has. */
export type Chosen<S> = { suite: S; files: string[] | null };

/**
 * What a command asks for: `lab` is a suite, `lab:release` those of its files whose path has that part. Nothing asked is everything.
 * A name or a part that nothing has is a sentence: a run of no test would be taken for a green one.
 */
export function chooseSuites<S extends Named>(
  wanted: readonly string[],
  { suites, files }: { suites: readonly S[]; files: readonly string[] },
): Chosen<S>[] | string {
  const asked = wanted.map((each) => {
    const [name = "", ...part] = each.split(":");
    return { name, part: part.join(":") };
  });
  const unknown = asked.find(({ name }) => !suites.some((suite) => suite.name === name));
  if (unknown) return `There is no suite ${unknown.name}; there are ${suites.map(({ name }) => name).join(", ")}.`;
  const lost = asked.find(({ name, part }) => part !== "" && filesOf(suites, { name, part, files }).length === 0);
  if (lost) return `No test of ${lost.name} has ${lost.part} in its path.`;
  return suites.flatMap((suite) => {
    const mine = asked.filter(({ name }) => name === suite.name);
    if (asked.length > 0 && mine.length === 0) return [];
    const isWhole = mine.length === 0 || mine.some(({ part }) => part === "");
    const found = mine.flatMap(({ part }) => filesOf([suite], { name: suite.name, part, files }));
    return [{ suite, files: isWhole ? null : [...new Set(found)] }];
  });
}

type Part = { name: string; part: string; files: readonly string[] };

function filesOf(suites: readonly Named[], { name, part, files }: Part): string[] {
  const suite = suites.find((each) => each.name === name);
  return files.filter((file) => suite?.files.test(file) && `/${file}`.includes(`/${part}`));
}
