import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const api = process.env.FAIRLEAD_API ?? "http://127.0.0.1:3000";

export default defineConfig(({ command }) => {
  // A build started from inside a test run inherits NODE_ENV=test, which would ship Svelte's development checks.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    plugins: [
      tailwindcss(),
      sveltekit({
        adapter: adapter({ fallback: "index.html" }),
        // The page carries its own policy with the hash of the one inline start script, so both homes need no nonce.
        // Style attributes are set by floating menus at run time, which a hash cannot cover.
        csp: {
          mode: "hash",
          directives: {
            "default-src": ["self"],
            "script-src": ["self"],
            "style-src": ["self", "unsafe-inline"],
            "img-src": ["self", "data:"],
            "font-src": ["self"],
            "connect-src": ["self"],
            "object-src": ["none"],
            "base-uri": ["none"],
            "form-action": ["self"],
          },
        },
      }),
    ],
    server: { proxy: { "/api": { target: api, ws: true } } },
  };
});
