// One line a kind of target, under the word that names it on the wire.
export { local } from "./local.ts";
export { ssh } from "./ssh.ts";
