// pure

/** Every change that a job makes outside the runner has one of these names. Each is bracketed by a lease check and by failpoints. */
export const effectNames = [
  "repair",
  "remove",
  "mirror",
  "image",
  "push",
  "routes",
  "make-volume",
  "make-command",
  "put-files",
  "run-command",
  "step-aside",
  "create",
  "start",
  "retire-name",
  "live-name",
  "stop",
  "settle",
  "remove-images",
  "roll-out",
  // Undoing and the small jobs have effects of their own.
  "take-name",
  "make-way",
  "return-name",
  "discard",
  "network",
  "proxy",
  "restart",
  "remove-volume",
] as const;
export type EffectName = (typeof effectNames)[number];

/** What gives the traffic back to who had it, and takes away what stands in its way: a job that has run out of time still does it. */
const givingBack: readonly EffectName[] = ["take-name", "make-way", "return-name", "repair", "discard"];
export const givesTrafficBack = (name: EffectName): boolean => givingBack.includes(name);

/** Does one change at the target, if the lease still allows it. */
export type Effect = <T>(name: EffectName, work: () => Promise<T>) => Promise<T>;
