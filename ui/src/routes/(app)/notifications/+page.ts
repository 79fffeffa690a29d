import { redirect } from "@sveltejs/kit";

/** Its address of before, which mails and bookmarks may still hold. */
export const load = () => redirect(308, "/alerts");
