import { error } from "@sveltejs/kit";

/** No page is at this address: said inside the frame, from where one can go on. */
export function load(): never {
  error(404);
}
