import { tolerant, written } from "@fairlead/runner/contract";
import { customType, integer, text } from "drizzle-orm/sqlite-core";
import * as v from "valibot";

/** Primary key: a prefixed, sortable id made by the application (`Ids` in Deps), never by the database. */
export const id = () => text("id").primaryKey();
/** Epoch milliseconds by the control plane's clock. */
export const at = (name: string) => integer(name);
export const createdAt = () => integer("created_at").notNull();
export const updatedAt = () => integer("updated_at").notNull();
export const flag = (name: string) => integer(name, { mode: "boolean" });
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
    fromDriver: (stored) => v.parse(tolerant(schema), JSON.parse(stored)),
  })(name);

/** Sealed text of the secret box: `v1.<key id>.<iv>.<ciphertext>`; only `api/src/secrets` makes and opens it. */
export const sealed = (name: string) => text(name);
