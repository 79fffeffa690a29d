import { expect, test } from "vitest";
import { noteOnName, notesOnNames } from "./own-names.ts";

const port = 3_000;

test.each([
  ["PORT", "x", /sets PORT by itself to the port of the settings, 3000.*change the port in the settings/],
  [" PORT ", "8080", /change the port in the settings/],
  ["PORT", " 3000 ", /not needed/],
  ["FAIRLEAD_COMMIT", "", /set by Fairlead/],
  ["PATH", "/opt/bin", /image's own/],
])("%s=%s is told with what it does", (key, value, note) => expect(noteOnName({ key, value, port })).toMatch(note));

test.each(["port", "DATABASE_PORT", "MY_PATH", "FAIRLEAD", ""])("nothing is said of %j", (key) =>
  expect(noteOnName({ key, value: "1", port })).toBeNull(),
);

test("of a set only such names are told", () => {
  expect(
    notesOnNames(
      [
        { key: "A", value: "1" },
        { key: "PORT", value: null },
      ],
      port,
    ),
  ).toHaveLength(1);
});
