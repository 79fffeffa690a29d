import type { ApplicationView } from "../../api/types.ts";
import { hostOf } from "./application-look.ts";

type Application = Pick<ApplicationView, "urls" | "state"> & { activeDeployment: { number: number } | null };

/** What a failed deployment left untouched, in one sentence; null where nothing served before it. */
export function servingOf({ activeDeployment, urls, state }: Application): string | null {
  if (!activeDeployment || state !== "running") return null;
  const [first, ...more] = urls.map(hostOf);
  const where = first === undefined ? "" : ` ${first}${more.length > 0 ? ` and ${more.length} more` : ""}`;
  return `#${activeDeployment.number} still serves${where}`;
}

/** Where an earlier release is chosen, when what should serve does not. */
export const rollBackHref = ({ id, state, activeDeployment }: Application & { id: string }): string | undefined =>
  activeDeployment && (state === "crashed" || state === "gone") ? `/applications/${id}/deployments` : undefined;
