const state = $state({ underWay: 0, isLost: false });

/** Something that was asked for is on its way, and nothing stands in its place yet. */
export const isComing = (): boolean => state.underWay > 0;
/** Code of this page never came: the line broke, or a newer version has other files. */
export const isCodeLost = (): boolean => state.isLost;

/** Code that a click asked for: until it is here the page says that it comes, and then that it did not. */
export function coming<T>(part: Promise<T>): Promise<T> {
  const ended = (isLost: boolean) => () => {
    state.underWay--;
    state.isLost ||= isLost;
  };
  // A template may not change what it shows while it is being drawn.
  queueMicrotask(() => {
    state.underWay++;
    part.then(ended(false), ended(true));
  });
  return part;
}
