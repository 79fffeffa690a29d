import { expect, test } from "vitest";
import { inPieces, pieceSize } from "./kit/sql/in-pieces.ts";

test.each([
  [0, 1],
  [1, 1],
  [pieceSize, 2],
  [2 * pieceSize + 1, 3],
])("a history of %i rows goes in %i pieces", async (rows, pieces) => {
  let left = rows;
  let count = 0;
  await inPieces(async () => {
    count++;
    const gone = Math.min(left, pieceSize);
    left -= gone;
    return gone;
  });
  expect({ left, count }).toEqual({ left: 0, count: pieces });
});

test("a turn ends where its calls are used up, and tells how far it came", async () => {
  let pieces = 0;
  const capacity = { atOnce: 1, isSpent: () => pieces === 2 };
  const pause = async () => undefined;
  const rows = await inPieces(
    async () => {
      pieces++;
      return pieces < 5 ? 10 : 0;
    },
    { size: 10, capacity, pause },
  );
  expect({ rows, pieces }).toEqual({ rows: 20, pieces: 2 });
});

test("others are served between two pieces", async () => {
  const happened: string[] = [];
  let pieces = 0;
  await inPieces(async () => {
    happened.push("piece");
    setImmediate(() => happened.push("somebody else"));
    return ++pieces < 3 ? pieceSize : 0;
  });
  expect(happened).toEqual(["piece", "somebody else", "piece", "somebody else", "piece"]);
});
