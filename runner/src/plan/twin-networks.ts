import { label } from "./names.ts";

/** A network as the server shows it, with the number of containers that have been in it, running or not. */
export type SeenNetwork = {
  id: string;
  createdAt: string;
  labels: Readonly<Record<string, string>>;
  containers: number;
};

export const isOurs = ({ labels }: Pick<SeenNetwork, "labels">): boolean => labels[label.managed] === "true";

/**
 * Of several networks with one name one stays: one in use before an empty one, then the older one, then the smaller id, so that every
 * runner decides alike. Only what carries our label and holds nothing goes.
 */
export function planTwins(networks: readonly SeenNetwork[]): { keep: SeenNetwork | undefined; remove: SeenNetwork[] } {
  const [keep, ...others] = [...networks].sort(
    (a, b) =>
      Number(b.containers > 0) - Number(a.containers > 0) || compare(a.createdAt, b.createdAt) || compare(a.id, b.id),
  );
  return { keep, remove: others.filter((each) => isOurs(each) && each.containers === 0) };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
