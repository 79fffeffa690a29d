import { tolerant, written } from "@fairlead/runner/contract";
import { type Column, sql } from "drizzle-orm";
import { customType, integer, text } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { DamagedValue } from "../damaged.ts";

/** Primary key: a prefixed, sortable id made by the application (`Ids` in Deps), never by the database. */
export const id = () => text("id").primaryKey();
/** Epoch milliseconds by the control plane's clock. */
export const at = (name: string) => integer(name);
export const createdAt = () => integer("created_at").notNull();
export const updatedAt = () => integer("updated_at").notNull();
export const flag = (name: string) => integer(name, { mode: "boolean" });
/** Raised by every save of a person: a save names the one it was made from, so that none is lost. */
export const revision = () => integer("revision").notNull().default(1);
export const enumOf = <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
  text(name, { enum: values });

/**
 * A JSON column parsed with its schema on every read: a row written by hand fails loudly, with its column. What an older version wrote
 * gets the defaults of later fields, what a newer one wrote is read without the fields that are not known here.
 * Absence is NULL, which never reaches the schema: leave `notNull` out instead of wrapping the schema in `v.nullable`.
 */
export const json = <S extends v.GenericSchema>(name: string, schema: S) =>
  customType<{ data: v.InferOutput<S>; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) => JSON.stringify(written(schema, value)),
    fromDriver: (stored) => {
      try {
        return v.parse(tolerant(schema), JSON.parse(stored));
      } catch (error) {
        throw new DamagedValue(name, { cause: error });
      }
    },
  })(name);

type Absent<C extends Column> = C["_"]["notNull"] extends true ? never : null;

/**
 * The same column for a query of many rows: a value that cannot be read comes as DamagedValue in its own row, and the other rows come
 * as they are.
 */
export const orDamaged = <C extends Column>(column: C) =>
  sql<C["_"]["data"] | DamagedValue | Absent<C>>`${column}`.mapWith({
    mapFromDriverValue: (stored: string): C["_"]["data"] | DamagedValue => {
      try {
        return column.mapFromDriverValue(stored);
      } catch (error) {
        return error instanceof DamagedValue ? error : new DamagedValue(column.name, { cause: error });
      }
    },
  });

/** Sealed text of the secret box: `v1.<key id>.<iv>.<ciphertext>`; only `api/src/kit/secrets` makes and opens it. */
export const sealed = (name: string) => text(name);
