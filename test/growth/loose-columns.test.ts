import { expect, test } from "vitest";
import { looseColumns } from "./loose-columns.ts";

test.each([
  ['select "state", (SELECT count(*) FROM t JOIN d ON d.id = t.d WHERE t.r = "id") from "resource"', ['"id"']],
  ['select "id" from "resource" where "id" = ?', []],
  [
    'select (select count(*) from "resource" where "resource"."environment_id" = "environment"."id") from "environment"',
    [],
  ],
  ['select "id" from "job" where "job"."id" in (select "id" from "job" where "job"."team_id" = ?)', []],
])("%s", (sql, loose) => expect(looseColumns(sql)).toEqual(loose));
