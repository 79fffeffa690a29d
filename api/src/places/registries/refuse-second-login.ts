import { refusing } from "../../kit/sql/constraint.ts";
import { AppError } from "../../rules/errors.ts";

/** Docker asks for a login by the address alone, so a second one would never be used, or in place of the first. */
export const refuseSecondLogin = <T>(address: string, write: () => Promise<T>): Promise<T> =>
  refusing(
    {
      unique: () => {
        const message = `has a login in this team already: change that one (${address})`;
        return new AppError("conflict", "registry.exists", {
          message: `address: ${message}`,
          fields: [{ path: "address", message }],
        });
      },
    },
    write,
  );
