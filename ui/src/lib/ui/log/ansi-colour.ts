// Programs may ask for any of 16 million colours, many of them unreadable on one of our two grounds. Each is mapped to
// the nearest of the sixteen tuned ones.
const reference: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [170, 0, 0],
  [0, 170, 0],
  [170, 130, 0],
  [0, 0, 190],
  [170, 0, 170],
  [0, 150, 170],
  [190, 190, 190],
  [110, 110, 110],
  [255, 85, 85],
  [85, 255, 85],
  [255, 235, 85],
  [95, 135, 255],
  [255, 85, 255],
  [85, 255, 255],
  [255, 255, 255],
];

/** Index 0-15 of the tuned colour closest to an RGB colour (each part 0-255). */
export function nearestAnsiColour(red: number, { green, blue }: { green: number; blue: number }): number {
  let best = 7;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const [index, [r, g, b]] of reference.entries()) {
    const distance = 2 * (red - r) ** 2 + 4 * (green - g) ** 2 + 3 * (blue - b) ** 2;
    if (distance < bestDistance) {
      best = index;
      bestDistance = distance;
    }
  }
  return best;
}

/** Index 0-15 for one of the 256 colours of xterm: 16 named, a 6×6×6 cube, 24 greys. */
export function xtermColour(code: number): number {
  if (code < 16) return Math.max(0, code);
  if (code >= 232) {
    const grey = 8 + (Math.min(code, 255) - 232) * 10;
    return nearestAnsiColour(grey, { green: grey, blue: grey });
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = code - 16;
  return nearestAnsiColour(level(Math.floor(cube / 36)), {
    green: level(Math.floor(cube / 6) % 6),
    blue: level(cube % 6),
  });
}
