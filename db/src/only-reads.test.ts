import { expect, test } from "vitest";
import { onlyReads } from "./only-reads.ts";

test.each([
  "SELECT 1",
  "\n  select * from boat",
  "VALUES (1)",
  "EXPLAIN QUERY PLAN DELETE FROM boat",
  "WITH b AS (SELECT 1) SELECT * FROM b",
])("%j reads", (sql) => expect(onlyReads(sql)).toBe(true));

test.each([
  "INSERT INTO boat SELECT * FROM b",
  "with b as (select 1) delete from boat",
  "WITH b AS (SELECT 1) INSERT INTO boat SELECT * FROM b",
  "UPDATE boat SET x = 1 RETURNING x",
  "REPLACE INTO boat VALUES (1)",
  "PRAGMA user_version = 3",
  "CREATE TABLE selected (x)",
  "VACUUM",
])("%j may write", (sql) => expect(onlyReads(sql)).toBe(false));
