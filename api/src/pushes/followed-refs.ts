// pure

import type { PushEvent } from "../rules/push-event.ts";

/** `rest` names the refs that no application follows; null: there is none. */
export type FollowedRefs = { followed: PushEvent[]; rest: string | null };

const namedRefs = 10;

/**
 * One push may move thousands of refs. Those that an application follows are decided one by one, and the others are told together: the
 * cut is made by what somebody follows, never by a count. Of a push that nobody follows the first ref stands for all.
 */
export function followedRefs(pushes: readonly PushEvent[], isFollowed: (push: PushEvent) => boolean): FollowedRefs {
  const wanted = pushes.filter(isFollowed);
  const followed = wanted.length > 0 ? wanted : pushes.slice(0, 1);
  const others = pushes.filter((push) => !followed.includes(push)).map(({ ref }) => ref);
  if (others.length === 0) return { followed, rest: null };
  const named = others.slice(0, namedRefs).map((ref) => ref.slice(0, 60));
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : "";
  return { followed, rest: `No application follows ${named.join(", ")}${more}.` };
}
