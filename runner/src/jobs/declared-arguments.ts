/** Names that a Dockerfile declares with ARG, with or without a default. */
export function declaredArguments(dockerfile: string): ReadonlySet<string> {
  const lines = dockerfile.replace(/\\\r?\n/g, " ").split(/\r?\n/);
  const declared = lines.flatMap(
    (line) =>
      line
        .match(/^\s*ARG\s+(\S.*)$/is)?.[1]
        ?.trim()
        .split(/\s+/) ?? [],
  );
  return new Set(declared.map((each) => each.split("=")[0] ?? "").filter((name) => /^[A-Za-z_]\w*$/.test(name)));
}
