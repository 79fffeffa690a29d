/** One field that two people gave different values. Of a secret neither value is told. */
export type Difference = { path: string; yours: unknown; theirs: unknown; isHidden: boolean };

export type Compared = { yours: object; theirs: object; hidden?: readonly string[] };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What differs between what somebody wants to save and what is stored, field by field and at any depth; fields that are not in `yours`
 * are not looked at. `hidden`: paths that are never shown, so that nobody can tell whether they differ.
 */
export const differences = ({ yours, theirs, hidden = [] }: Compared): Difference[] =>
  differing("", { yours, theirs, hidden });

function differing(
  path: string,
  { yours, theirs, hidden }: { yours: unknown; theirs: unknown; hidden: readonly string[] },
): Difference[] {
  if (yours === undefined) return [];
  if (hidden.includes(path)) return [{ path, yours: null, theirs: null, isHidden: true }];
  if (isObject(yours) && isObject(theirs))
    return Object.keys(yours).flatMap((key) =>
      differing(path === "" ? key : `${path}.${key}`, {
        yours: yours[key],
        theirs: Object.hasOwn(theirs, key) ? (theirs[key] ?? null) : null,
        hidden,
      }),
    );
  const isSame = JSON.stringify(yours) === JSON.stringify(theirs);
  return isSame ? [] : [{ path, yours, theirs, isHidden: false }];
}
