// Runs patterns over the texts they work hardest on, and tells the number of each that has come to its end.
import { readFileSync } from "node:fs";
import { type Trial, worstText } from "./pattern.ts";

/** Every match there is, as `matchAll`, `replaceAll` and `split` look for them. */
function exhaust(pattern: RegExp, text: string): void {
  for (let before = 0; pattern.test(text); before = pattern.lastIndex) {
    if (pattern.lastIndex === before) pattern.lastIndex++;
  }
}

const { trials, length }: { trials: Trial[]; length: number } = JSON.parse(readFileSync(0, "utf8"));
trials.forEach(({ source, flags, worst }, index) => {
  exhaust(new RegExp(source, `${flags.replace(/[gy]/g, "")}g`), worstText(worst, length));
  process.stdout.write(`${index}\n`);
});
