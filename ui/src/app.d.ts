import type { Crumb } from "#lib/frame/crumb.ts";

declare global {
  namespace App {
    interface Error {
      message: string;
      code?: string;
      requestId?: string | null;
    }
    interface PageData {
      /** The way to this page, from the widest to the narrowest. */
      crumbs?: Crumb[];
    }
  }
}
