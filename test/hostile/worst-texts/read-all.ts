// Reads the worst texts from the given one on and tells the name of each reader that has come to its end.
import { readers } from "./readers.ts";

const from = Number(process.argv[2] ?? 0);
for (const [name, read] of Object.entries(readers).slice(from)) {
  read();
  process.stdout.write(`${name}\n`);
}
