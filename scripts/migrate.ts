import { migrate, openDatabase } from "../db/src/index.ts";
import { ownerOnly } from "../db/src/owner-only.ts";

const { DATABASE_URL, DATABASE_TOKEN } = process.env;
if (!DATABASE_URL) {
  process.stderr.write(
    "DATABASE_URL is missing; it looks like libsql://name.turso.io. Set it and DATABASE_TOKEN, then try again\n",
  );
  process.exit(1);
}
ownerOnly(DATABASE_URL);
const db = openDatabase(DATABASE_URL, DATABASE_TOKEN);
await migrate(db);
db.$client.close();
process.stdout.write("the schema is up to date\n");
