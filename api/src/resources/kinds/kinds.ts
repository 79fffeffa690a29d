// One line a kind of whatever runs, under its word in the contract; `registry.ts` keeps it whole.
export { application } from "../applications/application-kind.ts";
