import type { Deps } from "../kit/deps.ts";
import type { Statement } from "../kit/sql/statement.ts";
import { AppError } from "../rules/errors.ts";
import { strangersOf } from "./list-strangers.ts";
import type { Stranger, WantedReach } from "./sources.schemas.ts";
import { detachReaders, type SourceRow } from "./sources.store.ts";

type Change = { next: WantedReach; detach: boolean; now: number };

const namedAtMost = 50;

/**
 * What has to happen to the applications that a source would not be given for any more: nothing without a person's word, because taking
 * the source off them ends their webhooks. With it they stay as they are, without a source.
 */
export async function partWithStrangers(
  db: Deps["db"],
  row: SourceRow,
  { next, detach, now }: Change,
): Promise<{ strangers: Stranger[]; statements: Statement[] }> {
  const isSame = next.baseUrl === row.baseUrl && next.auth === row.auth;
  const strangers = isSame ? [] : await strangersOf(db, row, { wanted: next });
  if (strangers.length > 0 && !detach) throw refused(strangers);
  const ids = strangers.map(({ id }) => id);
  return {
    strangers,
    statements: ids.length === 0 ? [] : detachReaders(db, row.teamId, { sourceId: row.id, ids, now }),
  };
}

function refused(strangers: readonly Stranger[]): AppError {
  const count = strangers.length === 1 ? "An application reads" : `${strangers.length} applications read`;
  return new AppError("conflict", "source.strangers", {
    message: `${count} what this source would not be for any more: ${strangers
      .slice(0, 3)
      .map(({ name }) => name)
      .join(
        ", ",
      )}${strangers.length > 3 ? " …" : ""}. Give them another origin first, or send detach: true to take the source off them.`,
    fields: strangers
      .slice(0, namedAtMost)
      .map(({ name, repositoryUrl, reason }) => ({ path: "baseUrl", message: `${name}: ${repositoryUrl} ${reason}` })),
  });
}
