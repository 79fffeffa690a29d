// One line a kind of target, under its word in the contract: the driver that opens it.
export { openDocker as local, openDocker as ssh } from "./docker-target.ts";
