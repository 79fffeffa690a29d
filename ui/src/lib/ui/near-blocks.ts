/** Parts of a long list, of `size` each; only a list that is long has more than one. */
export function blocksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  // Up to this many nothing is gained, and a search of the browser finds all of them.
  if (items.length <= size * 6) return [items];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, block) =>
    items.slice(block * size, (block + 1) * size),
  );
}

/** Whoever has the focus in it, or a menu of it open, keeps what is out of sight. */
const isInUse = (block: Element) =>
  block.contains(document.activeElement) || block.querySelector('[aria-expanded="true"]') !== null;

type Seen = (block: number, change: { isNear: boolean; height: number }) => void;

/** Tells of each watched block when it comes near to what is in sight, and when it goes, with the height it had. */
export function watchBlocks(seen: Seen) {
  const numbers = new WeakMap<Element, number>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries)
        seen(numbers.get(target) ?? 0, {
          isNear: isIntersecting || isInUse(target),
          height: boundingClientRect.height,
        });
    },
    { rootMargin: "200px 0px" },
  );
  return {
    watch: (block: number) => (element: Element) => {
      numbers.set(element, block);
      observer.observe(element);
      return () => observer.unobserve(element);
    },
    end: () => observer.disconnect(),
  };
}
